import { type Command, Option } from 'commander'
import { ApigwCacheError } from '../../core/base/errors.js'
import { VERBS } from '../../core/gateway/method.js'
import type { GlobalFlags } from './common.js'
import { accepted, collect } from './values.js'

/** Flags of every verb that sends requests to a stage. */
export interface ProbeFlags extends GlobalFlags {
  readonly method: string
  readonly header?: readonly string[]
  readonly data?: string
  readonly apiKey?: string
  readonly url?: string
  readonly connectTo?: string
}

/** Adds the options for what to send, and where. */
export function probeOptions(command: Command): Command {
  const named = command.optionsGroup('Requests:').option('--method <verb>', 'HTTP method', verbOf, 'GET')
  return plainProbeOptions(named).option('--data <body>', 'request body, or @file')
}

/** Adds them for verbs that send only GET. */
export function plainProbeOptions(command: Command): Command {
  return command
    .optionsGroup('Requests:')
    .option('--header <header>', "'Name: value', 'Name: env:VARIABLE' or @file; repeatable", collect)
    .option('--api-key <key>', 'x-api-key, an identity only where the backend sees it; also env:NAME or @file')
    .option('--url <url>', 'what the paths are under, such as a custom domain')
    .option('--connect-to <host>', 'connect to this host[:port] instead', hostAndPort)
}

/** Makes the option of verbs that may send an identity to a method cached without it in the key. */
export function acceptOption(): Option {
  return new Option(
    '--accept-unkeyed <method>',
    "send an identity to 'GET /pets/{id}' though its answer may be stored for everyone; or all",
  ).argParser(accepted)
}

function verbOf(text: string): string {
  const verb = text.toUpperCase()
  if (VERBS.includes(verb)) return verb
  throw new ApigwCacheError('usage', 'command-line', `--method is "${text}"`, {
    hint: `one of ${VERBS.join(', ')}`,
  })
}

function hostAndPort(text: string): string {
  const [, port = '1'] = /^(?:\[[\da-f:.]+\]|[^\s:/@[\]]+)(?::(\d{1,5}))?$/i.exec(text) ?? [null, '0']
  if (Number(port) >= 1 && Number(port) <= 65_535) return text
  throw new ApigwCacheError('usage', 'command-line', `--connect-to is "${text}"`, {
    hint: 'use HOST, HOST:PORT or [IPV6]:PORT',
  })
}
