import type { Evidence, Known, MetricsControl } from '../evidence.js'

/** What CloudWatch's counts say, with the figures in a sentence. */
export interface MetricsProof {
  readonly says: 'cached' | 'not-cached' | 'unknown'
  readonly detail: string
}

const MIN_MISSES = 3

/**
 * Compares the counts of the probes' minutes with the probes. Where more was counted than was sent, other
 * traffic hides them; where all of it is counted, a hit can only be one of ours.
 */
export function weighMetrics(
  { sent, own, requests, hits, misses, settled }: MetricsControl,
  { known }: Pick<Evidence, 'known'>,
): MetricsProof {
  const counts = `CloudWatch counted ${requests} requests, ${hits} hits and ${misses} misses in the minutes of the ${sent} requests sent`
  const unknown = (why: string): MetricsProof => ({ says: 'unknown', detail: `${counts}: ${why}` })
  if (requests > sent) return unknown('other traffic hides them')
  if (requests < sent) return unknown('not all of them have been counted yet')
  if (hits + misses < requests && !settled) return unknown('not all of them have been counted yet')
  if (hits > sent - own) {
    return {
      says: 'cached',
      detail: `CacheHitCount is ${hits} for the ${sent} requests sent, and there was no other traffic`,
    }
  }
  if (hits > 0) return unknown('the hits may be those of the other paths')
  return withoutHits({ sent, own, misses }, known, unknown)
}

function withoutHits(
  { sent, own, misses }: Pick<MetricsControl, 'sent' | 'own' | 'misses'>,
  known: Known | null,
  unknown: (why: string) => MetricsProof,
): MetricsProof {
  if (known?.canary) return unknown('a canary that does not use the cache may have answered')
  if (misses === 0) {
    return {
      says: 'not-cached',
      detail: `CloudWatch has no hit and no miss for the ${sent} requests sent: the cache was not asked`,
    }
  }
  if (misses - (sent - own) < MIN_MISSES) return unknown('too few of them asked the cache')
  return {
    says: 'not-cached',
    detail: `CacheHitCount is 0 and CacheMissCount ${misses} for the ${sent} requests sent`,
  }
}
