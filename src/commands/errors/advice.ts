import type { ApigwCacheError } from '../../core/base/errors.js'
import { shellWords } from '../../core/base/shell.js'
import type { Spelling } from '../../core/base/spelling.js'
import type { Advise, Told } from './advise.js'
import { CHANGES } from './changes.js'
import { PROBES } from './probes.js'
import { TARGETS } from './targets.js'

/** Errors of reaching AWS and signing in. */
const CONNECTION: Readonly<Record<string, Advise>> = {
  'no-credentials': () => ({
    hint: 'set AWS_PROFILE or pass --profile, sign in (aws sso login), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  }),
  'credentials-unusable': ({ profile }: { profile: string | null }) => ({
    hint: `see whether they work elsewhere:\n${shellWords('aws', 'sts', 'get-caller-identity', ...flag(profile))}`,
  }),
  'session-expired': ({ profile }: { profile: string | null }) => ({
    hint: `use new keys, or sign in again, and then repeat:\n${shellWords('aws', 'sso', 'login', ...flag(profile))}`,
  }),
  'credentials-not-accepted': () => ({ hint: 'check --profile, AWS_PROFILE and AWS_ACCESS_KEY_ID' }),
  'not-aws': () => ({ hint: 'check --endpoint-url and AWS_ENDPOINT_URL' }),
  'incomplete-answer': () => ({ hint: 'check --endpoint-url and AWS_ENDPOINT_URL' }),
  'no-region': () => ({ hint: 'pass --region, or set AWS_REGION' }),
  'other-account': () => ({
    hint: 'check --profile, AWS_PROFILE and --account; a role of the other account leads there: --role, or role in the file of plan and apply',
  }),
  query: () => ({ hint: "such as --query 'cluster.status'" }),
}

function flag(profile: string | null): readonly string[] {
  return profile === null ? [] : ['--profile', profile]
}

/** Errors of looking at a stage. */
const JUDGING: Readonly<Record<string, Advise>> = {
  'period-not-kept': ({ period }: { period: number }) => ({ hint: `--period ${period}, or a later --since` }),
  'period-too-fine': ({ period }: { period: number }) => ({
    hint: `--period ${period}, or a shorter window`,
  }),
}

const ADVICE: Readonly<Record<string, Advise>> = {
  ...CHANGES,
  ...CONNECTION,
  ...JUDGING,
  ...PROBES,
  ...TARGETS,
}

/** Words an error for the command line; core knows neither options nor commands. */
export function adviceOn(error: ApigwCacheError, spelling: Spelling): Told {
  const advise: Advise | undefined = Object.hasOwn(ADVICE, error.code) ? ADVICE[error.code] : undefined
  const tell = (other: ApigwCacheError) => adviceOn(other, spelling)
  const { message, hint } = advise?.(error.data as never, spelling, tell) ?? {}
  return { message: message ?? error.message, hint: hint ?? error.hint }
}
