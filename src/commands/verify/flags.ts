import type { ProbeFlags } from '../flags/probe.js'

/** The proofs have flags of their own besides. */
export interface VerifyFlags extends ProbeFlags {
  readonly from?: string
  readonly expect?: 'cached' | 'not-cached'
  readonly samples: number
  readonly interval: number
  readonly timestamp?: string
  readonly allowInconclusive?: true
  readonly sign?: true
  readonly layer?: 'stage'
  readonly yes?: true
  readonly dryRun?: true
  readonly acceptUnkeyed?: readonly string[]
  readonly report?: readonly string[]
}
