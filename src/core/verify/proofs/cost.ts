import type { VerifyRequest } from '../request.js'
import { PROOFS } from './list.js'
import { isAsked, type Proof } from './proof.js'

interface Cost {
  readonly requests: number
  readonly testInvokes: number
}

/** The most that verifying one URL takes. PURE. */
export function costOf(
  request: Pick<VerifyRequest, 'samples' | 'variants' | 'asked' | 'method' | 'testInvoke' | 'sign'>,
  proofs: readonly Proof[] = PROOFS,
): Cost {
  const { samples, variants, asked } = request
  const sent = proofs.flatMap((proof) => (isAsked(proof, asked) ? proof.sends(asked, request) : []))
  const testInvokes = sent.filter((one) => one === 'test-invoke').length
  const flushes = sent.filter((one) => one === 'flush').length
  return { requests: samples * variants.length + sent.length - testInvokes - flushes, testInvokes }
}
