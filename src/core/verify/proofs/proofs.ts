import { controlsOf, type Evidence } from '../evidence.js'
import { type ExpiryProof, weighExpiry } from './expiry-weigh.js'
import { type FlushProof, weighFlush } from './flush-weigh.js'
import { type InvalidationProof, weighInvalidation } from './invalidation-weigh.js'
import { type MetricsProof, weighMetrics } from './metrics-weigh.js'
import { type VariantsProof, weighVariants } from './variants-weigh.js'

/** What each control says by itself; null for those that were not taken. */
export interface Proofs {
  readonly variants: VariantsProof | null
  readonly flush: FlushProof | null
  readonly invalidation: InvalidationProof | null
  readonly expiry: ExpiryProof | null
  readonly metrics: MetricsProof | null
}

export function weighProofs(evidence: Evidence): Proofs {
  const { named, known } = evidence
  const [flush] = controlsOf(evidence, 'flush')
  const [invalidation] = controlsOf(evidence, 'invalidation')
  const [expiry] = controlsOf(evidence, 'expiry')
  const [metrics] = controlsOf(evidence, 'metrics')
  return {
    variants: weighVariants(evidence),
    flush: flush ? weighFlush(flush, named) : null,
    invalidation: invalidation ? weighInvalidation(invalidation, named, known) : null,
    expiry: expiry ? weighExpiry(expiry, named) : null,
    metrics: metrics ? weighMetrics(metrics, evidence) : null,
  }
}
