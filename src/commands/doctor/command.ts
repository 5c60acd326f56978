import { type Command, Option } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { KEPT_FOR_MS, LOOK_BACK_MS } from '../../core/metrics/window.js'
import { examples, severalOptions, verb, writingOptions } from '../flags/common.js'
import { targetsOptions } from '../flags/fleet.js'
import { selectorOptions } from '../flags/selectors.js'
import { collect, duration, oneOf } from '../flags/values.js'
import { spanText } from '../flags/window.js'
import { reportOption } from '../session/files.js'
import type { DoctorFlags } from './flags.js'

/** CloudWatch is late by a few minutes, and a moment without requests says nothing. */
const LEAST_MS = 15 * 60_000

export function doctor(program: Command, context: Context): void {
  const command = verb(program, 'doctor', 'why it is not caching, what is unsafe, what costs for nothing')
    .option('--fail-on <severity>', 'exit 6 when there is an error, or also a warning', severity)
    .option('--ignore <rule>', "do not count this rule, or RULE@METHOD PATH ('ttl-zero@GET /pets')", collect)
    .option('--fix', 'make the changes that are safe, after asking, and judge again')
    .option('--explain [rule]', 'the page of a rule, or without one the list of them; asks AWS nothing')
    .option('--probe <path>', 'also ask this path once (GET) for the size of its answer; repeatable', collect)
    .addOption(
      new Option('--since <duration>', 'count requests this far back')
        .argParser(since)
        .default(LOOK_BACK_MS.doctor, spanText(LOOK_BACK_MS.doctor)),
    )
  reportOption(command, ['sarif']).addHelpText('after', NOTES)
  selectorOptions(targetsOptions(severalOptions(writingOptions(command)))).action(async (flags: DoctorFlags) => {
    const { runDoctor } = await import('./run.js')
    await runDoctor(flags, context)
  })
  examples(
    command,
    'doctor --stage prod',
    'doctor --api pets --stage prod --fail-on error --report sarif=doctor.sarif',
    "doctor --stage prod --ignore 'parameter-not-in-key@GET /pets'",
    'doctor --stage prod --fix',
    "doctor --api 'pets-*' --stage prod --fail-on error",
    'doctor --explain identity-not-in-key',
  )
}

const NOTES = `
It exits 0 whatever it finds, unless --fail-on says otherwise.
Lasting exceptions are in the config file: doctor.ignore, a list of
{ rule, method, path, reason, until }; sensitive is a list of paths such as
/patients/** whose answers are personal.
--fix turns caching off where wrong data is served, requires authorization for
invalidation, removes settings of methods that are gone, and respells stray
ones. It deploys nothing and flushes nothing.
`

function severity(text: string): 'error' | 'warning' {
  if (text === 'error' || text === 'warning') return text
  throw new ApigwCacheError('usage', 'command-line', `--fail-on is "${text}"`, {
    hint: oneOf(text, ['error', 'warning']),
  })
}

function since(text: string): number {
  const ms = duration(text)
  if (ms >= LEAST_MS && ms <= KEPT_FOR_MS) return ms
  throw new ApigwCacheError('usage', 'command-line', `--since is "${text}"`, { hint: 'from 15m to 455d' })
}
