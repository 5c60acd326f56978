import type { ApigwCacheError } from '../../core/base/errors.js'
import type { Spelling } from '../../core/base/spelling.js'
import type { Advise, Told } from './advise.js'
import { CHANGES } from './changes.js'
import { CONNECTION } from './connection.js'
import { JUDGING } from './judging.js'
import { PROBES } from './probes.js'
import { TARGETS } from './targets.js'

const ADVICE: Readonly<Record<string, Advise>> = {
  ...CHANGES,
  ...CONNECTION,
  ...JUDGING,
  ...PROBES,
  ...TARGETS,
}

/** Options and commands stand here and nowhere in core, which knows a stage and not a command line. */
export function adviceOn(error: ApigwCacheError, spelling: Spelling): Told {
  const advise: Advise | undefined = Object.hasOwn(ADVICE, error.code) ? ADVICE[error.code] : undefined
  const tell = (other: ApigwCacheError) => adviceOn(other, spelling)
  const { message, hint } = advise?.(error.data as never, spelling, tell) ?? {}
  return { message: message ?? error.message, hint: hint ?? error.hint }
}
