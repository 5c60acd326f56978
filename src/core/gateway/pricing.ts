import { figure } from '../base/quantities.js'
import type { Cluster, Price } from './model.js'
import { HOURLY_USD, PRICED_ON } from './price-table.js'

/** USD an hour, by region and then by capacity in GB. */
export interface PriceTable {
  readonly regions: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Date of the figures. */
  readonly asOf: string
  /** Origin for people: `file prices.yaml`; null for the built-in table. */
  readonly source: string | null
}

export const BUILT_IN: PriceTable = { regions: HOURLY_USD, asOf: PRICED_ON, source: null }

const HOURS_A_MONTH = 730
/** Its price stands in for a region without one. */
const FALLBACK = 'us-east-1'

type PricedCluster = Pick<Cluster, 'status' | 'size'>

/** Prices a cluster. One that is being removed may be billed until it is gone. */
export function priceOf(
  { status, size }: PricedCluster,
  region: string = FALLBACK,
  table: PriceTable = BUILT_IN,
): Price {
  const billed = status !== 'NOT_AVAILABLE'
  const found = size === null ? null : hourly(size, region, table)
  const hourlyUsd = billed ? (found?.usd ?? null) : 0
  const monthlyUsd = hourlyUsd === null ? null : Math.round(hourlyUsd * HOURS_A_MONTH * 100) / 100
  return { billed, hourlyUsd, monthlyUsd, asOf: found?.asOf ?? table.asOf, of: found?.of ?? region }
}

/** Prices two clusters for comparison: if the region has only one of the prices, us-east-1's stand for both. */
export function pricesOf(
  clusters: readonly [PricedCluster, PricedCluster],
  region: string,
  table: PriceTable,
): readonly [Price, Price] {
  const of = (from: string) => [priceOf(clusters[0], from, table), priceOf(clusters[1], from, table)] as const
  const own = of(region)
  const regions = new Set(own.flatMap((one) => (one.hourlyUsd ? one.of : [])))
  return regions.size > 1 ? of(FALLBACK) : own
}

/** Looks in `region`, then in us-east-1; in the given table before the built-in one. */
function hourly(
  size: string,
  region: string,
  table: PriceTable,
): { readonly usd: number; readonly asOf: string; readonly of: string } | null {
  for (const of of [region, FALLBACK]) {
    for (const one of [table, BUILT_IN]) {
      const usd = one.regions[of]?.[size]
      if (usd !== undefined) return { usd, asOf: one.asOf, of }
    }
  }
  return null
}

/** `$14.60`, `$0.038`. */
export function usd(value: number): string {
  return `$${figure(value, { least: 2, most: 3 })}`
}

/** ` (us-east-1 price)` after another region's price, else empty. */
export function whosePrice(of: string, region: string): string {
  return of === region ? '' : ` (${of} price)`
}

/** `about $14.60 a month`, naming the region if the price is another one's. */
export function priceText({ monthlyUsd, of }: Pick<Price, 'monthlyUsd' | 'of'>, region: string): string | null {
  return monthlyUsd === null ? null : `about ${usd(monthlyUsd)} a month${whosePrice(of, region)}`
}
