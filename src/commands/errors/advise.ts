import type { ApigwCacheError } from '../../core/base/errors.js'
import type { Spelling } from '../../core/base/spelling.js'

/** Command-line words for an error. */
export interface Advice {
  /** Left out to keep core's message. */
  readonly message?: string
  /** The next command, or what to change. */
  readonly hint?: string
}

/** The final words of an error. */
export interface Told {
  readonly message: string
  readonly hint: string | null
}

/** Words the data of an error with one code; `tell` words the error behind it. */
export type Advise = (data: never, spelling: Spelling, tell: (error: ApigwCacheError) => Told) => Advice
