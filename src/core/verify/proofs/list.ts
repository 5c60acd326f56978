import { expiry } from './expiry.js'
import { flush } from './flush.js'
import { identities } from './identities.js'
import { invalidation } from './invalidation.js'
import { metrics } from './metrics.js'
import type { Proof } from './proof.js'
import { testInvoke } from './test-invoke.js'
import { variants } from './variants.js'

/**
 * Every proof, in the order in which they are taken and told of. Options, flags, announcements, checks, reasons and
 * listed answers follow from it.
 */
export const PROOFS = [
  testInvoke,
  variants,
  identities,
  flush,
  invalidation,
  expiry,
  metrics,
] as const satisfies readonly Proof[]

export type ProofId = (typeof PROOFS)[number]['id']

type OptionsOf<P> = P extends Proof<string, infer Options, infer _Taken, infer _Weighed> ? Options : never

type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (one: infer Each) => void
  ? Each
  : never

export type ProofOptions = All<OptionsOf<(typeof PROOFS)[number]>>
