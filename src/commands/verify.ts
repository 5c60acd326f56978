import { type Command, Option } from 'commander'
import type { Context } from '../context.js'
import { VERBS } from '../core/control/verbs.js'
import { ToolError } from '../core/errors.js'
import {
  accepted,
  collect,
  duration,
  examples,
  type GlobalFlags,
  integer,
  targetOptions,
  verb,
} from './options.js'

export interface VerifyFlags extends GlobalFlags {
  readonly method: string
  readonly expect?: 'cached' | 'not-cached'
  readonly samples: number
  readonly interval: number
  readonly timestamp?: string
  readonly header?: readonly string[]
  readonly data?: string
  readonly apiKey?: string
  readonly url?: string
  readonly connectTo?: string
  readonly control: 'auto' | 'none' | 'test-invoke'
  readonly allowInconclusive?: true
  readonly yes?: true
  readonly acceptUnkeyed?: readonly string[]
}

export function verify(program: Command, context: Context): void {
  const command = verb(
    program,
    'verify',
    'prove by probing that a method is (or is not) served from the cache',
  )
    .argument('<path...>', "paths under the stage's invoke URL, or full URLs")
    .option('--method <verb>', 'HTTP method', verbOf, 'GET')
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
    .option('--header <header>', "'Name: value', 'Name: env:VARIABLE' or @file; repeatable", collect)
    .option('--data <body>', 'request body, or @file')
    .option('--api-key <key>', 'x-api-key; also env:NAME or @file')
    .option('--url <url>', 'what the paths are under, such as a custom domain')
    .option('--connect-to <host>', 'connect to this host[:port] instead', hostAndPort)
    .addOption(new Option('--control <kind>', 'auto, none or test-invoke').argParser(control).default('auto'))
    .option('--allow-inconclusive', 'exit 0 also where nothing could be shown')
    .option('-y, --yes', 'do not ask before sending other methods than GET, HEAD and OPTIONS')
    .option(
      '--accept-unkeyed <method>',
      "send an identity to 'GET /pets/{id}' though its answer may be stored for everyone; or all",
      accepted,
    )
  targetOptions(command).action(async (paths: readonly string[], flags: VerifyFlags) => {
    const { runVerify } = await import('./verify-run.js')
    await runVerify(paths, flags, context)
  })
  examples(
    command,
    'verify /pets --stage prod --expect cached',
    "verify '/users?type=admin' /health --api pets --stage prod",
    'verify https://api.example.com/v1/pets --timestamp header:X-Generated-At',
  )
}

function verbOf(text: string): string {
  const verb = text.toUpperCase()
  if (VERBS.includes(verb)) return verb
  throw new ToolError('usage', `--method is "${text}"`, { hint: `one of ${VERBS.join(', ')}` })
}

function hostAndPort(text: string): string {
  const [, port = '1'] = /^(?:\[[\da-f:.]+\]|[^\s:/@[\]]+)(?::(\d{1,5}))?$/i.exec(text) ?? [null, '0']
  if (Number(port) >= 1 && Number(port) <= 65_535) return text
  throw new ToolError('usage', `--connect-to is "${text}"`, { hint: 'use HOST, HOST:PORT or [IPV6]:PORT' })
}

function expectation(text: string): 'cached' | 'not-cached' {
  if (text === 'cached' || text === 'not-cached') return text
  throw new ToolError('usage', `--expect is "${text}"`, { hint: 'cached or not-cached' })
}

function control(text: string): 'auto' | 'none' | 'test-invoke' {
  if (text === 'auto' || text === 'none' || text === 'test-invoke') return text
  throw new ToolError('usage', `--control is "${text}"`, { hint: 'auto, none or test-invoke' })
}
