import type { ApigwCacheError } from '../../core/base/errors.js'
import type { Spelling } from '../../core/base/spelling.js'

/** What an error says on the command line. */
export interface Advice {
  /** Left out where core's sentence says it. */
  readonly message?: string
  /** The next command, or what to change. */
  readonly hint?: string
}

/** What is said of an error in the end. */
export interface Told {
  readonly message: string
  readonly hint: string | null
}

/** From the data of an error with one code to words; `tell` is for the error that has led to it. */
export type Advise = (data: never, spelling: Spelling, tell: (error: ApigwCacheError) => Told) => Advice
