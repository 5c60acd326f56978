import type { VerifyRequest } from '../request.js'
import { PROOFS } from './list.js'
import { type Cost, isAsked, type Proof } from './proof.js'

/** The most that verifying one URL takes. PURE. */
export function costOf(
  request: Pick<VerifyRequest, 'samples' | 'variants' | 'asked' | 'method' | 'testInvoke'>,
  proofs: readonly Proof[] = PROOFS,
): Required<Cost> {
  const { samples, variants, asked } = request
  const costs = proofs.filter((proof) => isAsked(proof, asked)).map((proof) => proof.cost(asked, request))
  return {
    requests: costs.reduce((sum, { requests = 0 }) => sum + requests, samples * variants.length),
    testInvokes: costs.reduce((sum, { testInvokes = 0 }) => sum + testInvokes, 0),
  }
}
