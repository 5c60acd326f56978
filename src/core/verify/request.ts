import type { NamedFreshness } from '../answer/named.js'
import type { TestAnswer } from '../aws/api.js'
import type { Spelling } from '../base/spelling.js'
import type { MethodRef } from '../gateway/method.js'
import type { Target } from '../gateway/model.js'
import type { Variant } from '../request/variants.js'
import type { Known } from './evidence.js'
import type { ExpectedBy } from './report.js'

export const VERIFY_DEFAULTS = { method: 'GET', samples: 5, intervalMs: 500 } as const

/** Everything that is done to one URL, and what is known of it. */
export interface VerifyRequest {
  /** Null where the URL is not known to be a stage's. */
  readonly target: Target | null
  readonly method: string
  /** As it is reported; the variants have those that are sent. */
  readonly url: string
  readonly body?: string | Uint8Array | undefined
  readonly connectTo?: string | undefined
  readonly samples: number
  readonly intervalMs: number
  readonly timestamp: NamedFreshness | null
  readonly expected: 'cached' | 'not-cached'
  readonly expectedBy: ExpectedBy
  readonly layer: 'stage' | null
  readonly allowInconclusive: boolean
  readonly known: Known | null
  /** The URL is the stage's own address, with nothing in front of it. */
  readonly direct: boolean
  /** The request itself, and those with other values, each of which is asked for `samples` times. */
  readonly variants: readonly [main: Variant, ...others: Variant[]]
  readonly sign: boolean
  /** Holds the options of the proofs, by the names of their inputs. */
  readonly asked: object
  /** Runs the method as the API stands now, past the cache. Null where that is not possible. */
  readonly testInvoke: (() => Promise<TestAnswer>) | null
  /** Null where the stage does not count this method alone (detailed metrics). */
  readonly countedAs: MethodRef | null
  readonly advice: Advice
}

/** Next steps that a report suggests are spelled from this. */
export interface Advice {
  readonly spelling: Spelling
  /** Null where no stage is known. */
  readonly target: Target | null
  /** How to remove the entry that the probes made: words, if any, and then commands on lines of their own. */
  readonly removal: string
  /** The path or URL as it may be named again, unless something of it is hidden. */
  readonly asked: string
}
