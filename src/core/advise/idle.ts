import { number, span } from '../base/quantities.js'
import { sureness } from './confidence.js'
import { type Adviser, throughCache } from './readings.js'

/** A cluster that is billed and answers nothing. */
export const idle: Adviser = (basis) => {
  const { status, traffic, after } = basis
  const { requests } = status.metrics
  const asked = throughCache(basis)
  if (status.cluster.status !== 'AVAILABLE' || requests === null || asked === null) return []
  const windowMs = traffic.until - traffic.since
  const { monthlyUsd, of } = status.price
  if (requests === 0 && after > 0) return []
  if (requests === 0) {
    return [
      {
        action: 'retire',
        reason: `no request reached the stage in ${span(windowMs)}, and the ${status.cluster.size ?? ''} GB cluster is billed by the hour`,
        step: { verb: 'disable' },
        monthlyUsdChange: monthlyUsd === null ? null : -monthlyUsd,
        pricesOf: of,
        confidence: sureness(windowMs),
      },
    ]
  }
  if (asked > 0) return []
  return [
    {
      action: 'enable-caching',
      reason: `${number(requests)} requests in ${span(windowMs)}, and the cache was asked for none of them: the cluster is billed for nothing`,
      step: { verb: 'doctor' },
      monthlyUsdChange: null,
      confidence: sureness(windowMs),
    },
  ]
}
