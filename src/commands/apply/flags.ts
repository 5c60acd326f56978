import type { DeclareFlags } from '../declare/options.js'
import type { WaitingFlags, WritingFlags } from '../flags/common.js'

export interface ApplyFlags extends DeclareFlags, WritingFlags, Pick<WaitingFlags, 'timeout'> {
  readonly backup?: string
  readonly maxStages?: number
  readonly maxRemovals?: number
  readonly maxFailures?: number
  readonly parallel: number
  /** A file. */
  readonly resume?: string
}
