import type { ApigwCacheError } from '../../core/base/errors.js'
import type { Spelling } from '../../core/base/spelling.js'
import { CHANGES } from './changes.js'
import { CONNECTION } from './connection.js'
import { JUDGING } from './judging.js'
import { PROBES } from './probes.js'
import { TARGETS } from './targets.js'

/** What an error says on the command line. */
export interface Advice {
  /** Left out where core's sentence says it. */
  readonly message?: string
  /** The next command, or what to change. */
  readonly hint?: string
}

/** From the data of an error with one code to words. */
export type Advise = (data: never, spelling: Spelling, error: ApigwCacheError) => Advice

const ADVICE: Readonly<Record<string, Advise>> = {
  ...CHANGES,
  ...CONNECTION,
  ...JUDGING,
  ...PROBES,
  ...TARGETS,
}

/** Options and commands stand here and nowhere in core, which knows a stage and not a command line. */
export function adviceOn(
  error: ApigwCacheError,
  spelling: Spelling,
): { readonly message: string; readonly hint: string | null } {
  const advise: Advise | undefined = Object.hasOwn(ADVICE, error.code) ? ADVICE[error.code] : undefined
  const { message, hint } = advise?.(error.data as never, spelling, error) ?? {}
  return { message: message ?? error.message, hint: hint ?? error.hint }
}
