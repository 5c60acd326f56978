import type { Evidence } from '../evidence.js'
import type { Proof } from './proof.js'

/** A proof that was taken, and what its evidence says. */
export interface Weighed {
  readonly proof: Proof
  readonly taken: unknown
  readonly says: unknown
}

/** In the order of the list; without those that were not taken, and those that say nothing. */
export function weighAll(evidence: Evidence, proofs: readonly Proof[]): readonly Weighed[] {
  return proofs.flatMap((proof) => {
    if (!('with' in proof.take) && !evidence.taken.has(proof.id)) return []
    const taken = evidence.taken.get(proof.id) ?? null
    const says = proof.weigh(taken, evidence)
    return says === null ? [] : [{ proof, taken, says }]
  })
}
