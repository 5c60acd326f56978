import { type Command, Option } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { collect, duration, examples, integer, targetOptions, verb } from '../flags/common.js'
import { acceptOption, type ProbeFlags, probeOptions } from '../flags/probe.js'
import { reportOption } from '../session/files.js'

export interface VerifyFlags extends ProbeFlags {
  readonly expect?: 'cached' | 'not-cached'
  readonly samples: number
  readonly interval: number
  readonly timestamp?: string
  readonly control: 'auto' | 'none' | 'test-invoke'
  readonly allowInconclusive?: true
  readonly sign?: true
  readonly vary?: readonly string[]
  readonly as?: readonly string[]
  readonly expiry?: true
  readonly flush?: true
  readonly invalidation?: true
  readonly metrics?: true
  readonly layer?: 'stage'
  readonly yes?: true
  readonly acceptUnkeyed?: readonly string[]
  readonly report?: readonly string[]
}

export function verify(program: Command, context: Context): void {
  const command = verb(
    program,
    'verify',
    'prove by probing that a method is (or is not) served from the cache',
  )
    .argument('<path...>', "paths under the stage's invoke URL, or full URLs")
    .addOption(
      new Option('--expect <verdict>', 'cached or not-cached (default: what the settings say)').argParser(
        expectation,
      ),
    )
    .option('--samples <n>', 'answers to compare', integer('--samples', 2, 100), 5)
    .addOption(
      new Option('--interval <duration>', 'at least this long between them')
        .argParser(duration)
        .default(500, '500ms'),
    )
    .option('--timestamp <where>', 'header:<name>, body:<JMESPath> or regex:<pattern>')
    .addOption(new Option('--control <kind>', 'auto, none or test-invoke').argParser(control).default('auto'))
    .option('--allow-inconclusive', 'exit 0 also where nothing could be shown')
    .option('-y, --yes', 'do not ask before --flush, and before methods other than GET, HEAD, OPTIONS')
    .addOption(acceptOption())
  reportOption(command, ['junit', 'markdown'])
  targetOptions(evidenceOptions(probeOptions(command).option('--sign', SIGN))).action(
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
  )
}

const SIGN = 'sign every request (SigV4), as AWS_IAM methods need it'

function evidenceOptions(command: Command): Command {
  return command
    .optionsGroup('Evidence:')
    .option(
      '--vary <values>',
      'querystring.K=a,b, header.K=a,b or path.K=a,b: own entries; repeatable',
      collect,
    )
    .option('--as <header>', "'Name: value' of a caller; twice: neither may get the other's answer", collect)
    .option('--invalidation', 'send max-age=0 (with --sign also signed) and see what it does')
    .option('--flush', 'flush the stage, and see the answers change; asks')
    .option('--expiry', 'wait until the TTL is over, and see the answer change')
    .option('--metrics', 'wait up to 6 minutes for the hits and misses of CloudWatch')
    .addOption(
      new Option('--layer <layer>', "stage: pass only if the stage's own cache is shown to answer").argParser(
        layer,
      ),
    )
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

function control(text: string): 'auto' | 'none' | 'test-invoke' {
  if (text === 'auto' || text === 'none' || text === 'test-invoke') return text
  throw new ApigwCacheError('usage', 'command-line', `--control is "${text}"`, {
    hint: 'auto, none or test-invoke',
  })
}
