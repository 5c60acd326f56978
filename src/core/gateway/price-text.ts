import type { Price } from './model.js'

/** `$14.60`, `$0.038`. */
export function usd(value: number): string {
  return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 3 })}`
}

/** ` (us-east-1 price)` behind a price that is not the region's own. */
export function whosePrice(of: string, region: string): string {
  return of === region ? '' : ` (${of} price)`
}

/** `about $14.60 a month`, and whose price it is where it is not the region's own. */
export function priceText(
  { monthlyUsd, of }: Pick<Price, 'monthlyUsd' | 'of'>,
  region: string,
): string | null {
  return monthlyUsd === null ? null : `about ${usd(monthlyUsd)} a month${whosePrice(of, region)}`
}
