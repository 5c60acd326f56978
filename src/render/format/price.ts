import { type PriceTable, priceOf, priceText, usd } from '../../core/gateway/pricing.js'

/** Shown before a cluster is requested. */
export function priceNote(
  size: string,
  { region, prices }: { readonly region: string; readonly prices: PriceTable },
): string {
  const price = priceOf({ status: 'AVAILABLE', size }, region, prices)
  const text = priceText(price, region)
  if (text === null || price.hourlyUsd === null) return `a cluster of ${size} GB is billed by the hour`
  return `a cluster of ${size} GB costs ${text} until it is disabled (${usd(price.hourlyUsd)} an hour, prices of ${price.asOf})`
}
