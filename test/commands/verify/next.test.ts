import { describe, expect, it } from 'vitest'
import type { SandboxOptions } from '../../../src/sandbox/index.js'
import { type CliOptions, withSandbox } from '../../support/cli.js'
import { stageOf } from './stages.js'

const OFF = { cachingEnabled: false }

/** With a method that wants an API key. */
function seeded(settings: Parameters<typeof stageOf>[0] = {}): SandboxOptions {
  const { seed, ...options } = stageOf(settings)
  const [shop] = typeof seed === 'object' ? seed.apis : []
  if (!shop) throw new Error('there is no API')
  const methods = {
    ...shop.methods,
    'GET /metered': { integration: { type: 'MOCK' as const }, apiKeyRequired: true },
  }
  return { ...options, seed: { apis: [{ ...shop, methods }] } }
}

/** Words of a command line as a shell reads them, of those that are quoted here. */
const wordsOf = (command: string) =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

interface Case {
  readonly command: string
  readonly settings?: Parameters<typeof stageOf>[0]
  readonly env?: CliOptions['env']
  /** In what it says to run. */
  readonly next: string
  /** What that says then. */
  readonly gives: string
}

const CASES: readonly Case[] = [
  {
    command: 'verify /signed --expect not-cached',
    settings: { 'GET /signed': OFF },
    next: 'sign the requests:\napigw-cache verify /signed --expect not-cached --sign',
    gives: 'not-cached by null',
  },
  {
    command: 'verify /signed',
    next: 'sign the requests, which asks first, because the answer may be stored for everyone:\n',
    gives: 'GET /signed is cached without the signature in its key',
  },
  {
    command: 'verify /my --samples 3',
    env: { AUTHORIZATION: 'ann-token' },
    next: "(with AUTHORIZATION set to its value):\napigw-cache verify /my --samples 3 --header 'Authorization: env:AUTHORIZATION'",
    gives: 'cached by some-cache',
  },
  {
    command: "verify /my --header 'Authorization: nobody' --header 'Accept: text/html'",
    env: { AUTHORIZATION: 'ann-token' },
    next: "--header 'Authorization: env:AUTHORIZATION' --header 'Accept: text/html'",
    gives: 'cached by some-cache',
  },
  {
    command: 'verify /metered --expect cached',
    env: { API_KEY: 'wrong-key-wrong-key-1' },
    next: "--header 'x-api-key: env:API_KEY'",
    gives: 'inconclusive by null',
  },
  { command: 'verify /still --interval 1s', next: ' --interval 1000ms --metrics ', gives: 'cached by stage' },
  { command: 'verify /still --control none', next: ' --control test-invoke ', gives: 'inconclusive by null' },
  {
    command: 'verify /failing',
    next: 'once the backend answers, try again:\n',
    gives: 'inconclusive by null',
  },
  {
    command: 'verify /stamped --timestamp header:x-none',
    next: 'let the time be found:\napigw-cache verify /stamped --api',
    gives: 'cached by some-cache',
  },
]

describe('the next step of an inconclusive verify', () => {
  it.each(CASES)('is a command that runs: $command', async ({ command, settings, env = {}, next, gives }) => {
    const { cli } = await withSandbox(seeded(settings))
    const words = [...wordsOf(command), '--stage', 'prod', '-o', 'json']
    const first = JSON.parse((await cli(words, { env })).stdout).reports[0]

    expect(first.verdict).toBe('inconclusive')
    expect(first.next).toContain(next)
    const [, again = '', ...more] = first.next.split('\n')
    expect(more).toEqual([])
    const ran = await cli([...wordsOf(again).slice(1), '-o', 'json'], { env })
    const { verdict, layer } = ran.stdout === '' ? {} : JSON.parse(ran.stdout).reports[0]
    expect(ran.stdout === '' ? ran.stderr : `${verdict} by ${layer}`).toContain(gives)
  })

  it('repeats no secret, and says so', async () => {
    const { cli } = await withSandbox(seeded())
    const ran = await cli(
      'verify /tenants --vary header.X-Tenant=hush-hush-1,hush-hush-2 --timestamp header:x-none --stage prod -o json',
    )

    const { next } = JSON.parse(ran.stdout).reports[0]
    expect(next).toBe('let the time be found: the same once more, without --timestamp')
    expect(ran.stdout + ran.stderr).not.toContain('hush-hush')
  })
})
