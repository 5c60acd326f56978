import type { Cluster, Price } from './model.js'

/** Date of the table below. */
const AS_OF = '2026-08-12'

/** USD an hour in us-east-1, by capacity in GB. Other regions may differ: the price is an estimate there. */
const HOURLY_USD: Readonly<Record<string, number>> = {
  '0.5': 0.02,
  '1.6': 0.038,
  '6.1': 0.2,
  '13.5': 0.25,
  '28.4': 0.5,
  '58.2': 1,
  '118': 1.9,
  '237': 3.8,
}

const HOURS_A_MONTH = 730

/** What a cluster costs while it exists. A cluster that is being removed may be billed until it is gone. */
export function priceOf({ status, size }: Pick<Cluster, 'status' | 'size'>): Price {
  const billed = status !== 'NOT_AVAILABLE'
  const hourlyUsd = billed ? (size === null ? null : (HOURLY_USD[size] ?? null)) : 0
  const monthlyUsd = hourlyUsd === null ? null : Math.round(hourlyUsd * HOURS_A_MONTH * 100) / 100
  return { billed, hourlyUsd, monthlyUsd, asOf: AS_OF }
}
