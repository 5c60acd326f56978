import type { ApigwCacheError } from '../../core/base/errors.js'
import type { Spelling } from '../../core/base/spelling.js'

/** What an error says on the command line. */
export interface Advice {
  /** Left out where core's sentence says it. */
  readonly message?: string
  /** The next command, or what to change. */
  readonly hint?: string
}

/** From the data of an error with one code to words; `hintOf` is for an error that another one has led to. */
export type Advise = (
  data: never,
  spelling: Spelling,
  hintOf: (error: ApigwCacheError) => string | null,
) => Advice
