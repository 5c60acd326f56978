import { type Command, Option } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { PROOFS } from '../../core/verify/proofs/list.js'
import { isAutomatic, type Proof } from '../../core/verify/proofs/proof.js'
import { VERIFY_DEFAULTS } from '../../core/verify/request.js'
import { examples, targetOptions, verb } from '../flags/common.js'
import { acceptOption, probeOptions } from '../flags/probe.js'
import { duration, integer } from '../flags/values.js'
import { reportOption } from '../session/files.js'
import type { VerifyFlags } from './flags.js'
import { cheapFirst, proofFlag } from './proof-flags.js'

export function verify(program: Command, context: Context, proofs: readonly Proof[] = PROOFS): void {
  const command = verb(program, 'verify', 'prove by probing that a method is (or is not) served from the cache')
    .argument('[path...]', "paths under the stage's invoke URL, or full URLs")
    .option('--from <file>', 'more of them, one a line, # for comments; - for stdin')
    .option('--expect <verdict>', 'cached or not-cached (default: what the settings say)', expectation)
    .option('--samples <n>', 'answers to compare', integer('--samples', 2, 100), VERIFY_DEFAULTS.samples)
    .addOption(
      new Option('--interval <duration>', 'at least this long between them')
        .argParser(duration)
        .default(VERIFY_DEFAULTS.intervalMs, `${VERIFY_DEFAULTS.intervalMs}ms`),
    )
    .option('--timestamp <where>', 'header:<name>, body:<JMESPath> or regex:<pattern>')
  for (const proof of proofs) if (isAutomatic(proof)) command.addOption(proofFlag(proof))
  command
    .option('--allow-inconclusive', 'exit 0 also where nothing could be shown')
    .option('-y, --yes', 'do not ask before --flush, and before methods other than GET, HEAD, OPTIONS')
    .option('--dry-run', 'print the requests that would be sent at most; send only reads')
    .addOption(acceptOption())
  reportOption(command, ['junit', 'markdown'])
  targetOptions(evidenceOptions(probeOptions(command).option('--sign', SIGN), proofs)).action(
    async (paths: readonly string[], flags: VerifyFlags) => {
      const { runVerify } = await import('./run.js')
      await runVerify(paths, flags, context)
    },
  )
  examples(
    command,
    'verify /pets --stage prod --expect cached',
    "verify '/users?type=admin' /health --api pets --stage prod",
    'verify https://api.example.com/v1/pets --timestamp header:X-Generated-At',
    'verify /users --vary querystring.type=admin,regular --stage prod',
    "verify /me --as 'Authorization: env:ANN' --as 'Authorization: env:BEN' --stage prod",
    'verify /static --layer stage --metrics --stage prod',
    'verify --from urls.txt --expect cached --stage prod --report junit=verify.xml',
  )
}

const SIGN = 'sign every request (SigV4), as AWS_IAM methods need it'

function evidenceOptions(command: Command, proofs: readonly Proof[]): Command {
  command.optionsGroup('Evidence:')
  for (const proof of cheapFirst(proofs)) if (!isAutomatic(proof)) command.addOption(proofFlag(proof))
  return command.option('--layer <layer>', "stage: pass only if the stage's own cache is shown to answer", layer)
}

function layer(text: string): 'stage' {
  if (text === 'stage') return text
  throw new ApigwCacheError('usage', 'command-line', `--layer is "${text}"`, {
    hint: 'stage is the only one',
  })
}

function expectation(text: string): 'cached' | 'not-cached' {
  if (text === 'cached' || text === 'not-cached') return text
  throw new ApigwCacheError('usage', 'command-line', `--expect is "${text}"`, {
    hint: 'cached or not-cached',
  })
}
