import { ENOUGH } from './readings.js'
import { type Comparison, growth } from './trend.js'

/** A fifth more or less is a change and not chance. */
const MARKED = 0.2
/** Up to here two weeks are the same. */
const STEADY = 0.05
/** Below this share of errors one more is chance. */
const FEW_ERRORS = 0.001

export interface Trend {
  readonly hits: number
  readonly misses: number
  /** Latency, or the share of errors, rose by a fifth. */
  readonly slower: boolean
  readonly failing: boolean
  /** By AWS's rule of thumb; null where it says nothing, or too little is known to apply it. */
  readonly size: 'larger' | 'smaller' | null
}

/** PURE. */
export function trendOf({ earlier, later, weeks }: Comparison): Trend {
  const hits = growth(earlier.hits, later.hits)
  const misses = growth(earlier.misses, later.misses)
  const latency = growthOf(earlier.latencyMs, later.latencyMs)
  const errors = (later.errorShare ?? 0) < FEW_ERRORS ? 0 : growthOf(earlier.errorShare, later.errorShare)
  const known = weeks > 0 && Math.min(earlier.hits, later.hits) >= ENOUGH
  const larger = misses >= MARKED && hits <= -MARKED
  const smaller = hits >= MARKED && misses <= STEADY && latency <= STEADY && errors <= STEADY
  const size = larger ? 'larger' : smaller ? 'smaller' : null
  return {
    hits,
    misses,
    slower: latency >= MARKED,
    failing: errors >= MARKED,
    size: known ? size : null,
  }
}

/** A figure that was not measured counts as unchanged. */
function growthOf(earlier: number | null, later: number | null): number {
  return earlier === null || later === null ? 0 : growth(earlier, later)
}
