import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Seed, SeedMethod } from '../../src/sandbox/index.js'
import { type Bench, type CliOptions, withSandbox } from '../support/cli.js'

const HOSTILE = ['it\'s "$(touch x)`id`" a\\c !x;&|', '-y', '~new\nline']

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }
const STAMPED: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-users' } }
const ON = { cachingEnabled: true }

/** A stage with something wrong for every verb, under a name that a shell takes apart. In a stage's name `*` is a pattern. */
function worldOf(name: string): Seed {
  const methods = {
    'GET /pets': STAMPED,
    'GET /pets/{id}': STAMPED,
    'GET /off': STAMPED,
    'GET /-y/{id}': MOCK,
    'GET /signed': { ...STAMPED, authorization: 'AWS_IAM' },
    'ANY /any/{proxy+}': MOCK,
    'POST /search': MOCK,
  } as const
  const settings = {
    '*/*': { ...ON, requireAuthorizationForCacheControl: true },
    '~1off/GET': { cachingEnabled: false },
    'pets/GET': { cachingEnabled: false },
  }
  const stages = {
    [name]: { cluster: '0.5', settings },
    [`${name}2`]: { settings },
    [`${name}3`]: { cluster: '0.5', settings: { '*/*': { cachingEnabled: false } } },
  } as const
  return { apis: [{ id: 'aaaaaaaaaa', name: `pets ${name}*`, methods, stages }] }
}

/** Every command line that stands on a line of its own, however far to the right. */
function commandsIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /^\s*((?:apigw-cache|aws) .*)$/.exec(line)?.[1] ?? [])
}

/** Those of a JSON document, in every string of it. */
function commandsInJson(text: string): readonly string[] {
  const found: string[] = []
  JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'string') found.push(...commandsIn(value))
    return value
  })
  return found
}

/** As bash takes a line apart. */
function wordsOf(line: string): readonly string[] {
  const out = execFileSync('bash', ['--norc', '-c', `printf '%s\\0' ${line}`], {
    encoding: 'utf8',
    env: { LC_ALL: 'C.UTF-8' },
  })
  return out.split('\0').slice(0, -1)
}

/** Somebody who agrees to everything, and has set what a suggestion says has to be set. */
const YES: CliOptions = {
  answers: Array.from({ length: 20 }, () => true),
  env: { AUTHORIZATION: 'ann-token' },
}

const ASKED: readonly (readonly string[])[] = [
  ['status', '--methods'],
  ['doctor', '--since', '1h'],
  ['keys', 'list'],
  ['override', '--list'],
  ['enable', '--size', '1.6'],
  ['override', 'GET', '/pets', '--ttl', '60'],
  ['override', '*', '*', '--ttl', '60'],
  ['override', 'GET', '/off', '--cache', 'on'],
  ['override', 'GET', '/pets/{id}', '--cache', 'on'],
  ['keys', 'add', 'GET', '/pets', 'querystring.type'],
  ['keys', 'add', 'GET', '/pets', 'querystring.type', '--deploy', '--yes'],
  ['keys', 'list', 'GET', '/pets', 'querystring.type'],
  ['verify', '/off', '--expect', 'cached'],
  ['verify', '/pets', '--expect', 'not-cached'],
  ['verify', '/pets/1', '/pets/2', '--expect', 'cached'],
  ['verify', '/pets/{id}'],
  ['verify', '/signed', '--sign', '--expect', 'cached', '--accept-unkeyed', 'all'],
  ['invalidate', '/pets'],
  ['invalidate', '/off'],
  ['warm', '/off'],
  ['warm', '/signed'],
  ['policy', 'invalidate'],
  ['advise', '--since', '14d'],
  ['flush', '--yes', '--timeout', '1s'],
  ['disable', '--yes', '--timeout', '1s'],
]
const ON_OTHER_STAGES: readonly (readonly [string, readonly string[]])[] = [
  ['2', ['status']],
  ['2', ['resize', '--size', '1.6', '--yes']],
  ['2', ['enable']],
  ['2', ['enable', '--timeout', '1s', '--accept-unkeyed', 'all']],
  ['2', ['warm', '/pets']],
  ['2', ['verify', '/pets', '--expect', 'cached']],
  ['3', ['status']],
  ['3', ['doctor']],
  ['3', ['defaults', '--cache', 'on']],
  ['3', ['warm', '/pets']],
  ['3', ['warm', '/pets/1']],
]

/** What is suggested by a command in each way of telling it. */
async function suggestedBy(bench: Bench, command: readonly string[]): Promise<readonly string[]> {
  const screen = await bench.cli(command, { columns: 80 })
  const json = await bench.cli([...command, '-o', 'json'])
  const told = `${screen.stdout}\n${screen.stderr}`
  expect(told.split('\n').filter((line) => /\S.*\bapigw-cache [a-z]/.test(line))).toEqual([])
  const errors = json.stderr.split('\n').filter((line) => line.startsWith('{'))
  const documents = [json.stdout, ...errors].filter((text) => text.trim() !== '')
  return [...commandsIn(told), ...documents.flatMap(commandsInJson)]
}

describe('every command that is suggested', () => {
  it.each(HOSTILE)(
    'works as it stands, pasted into bash, where a name is %j',
    async (name) => {
      const suggested = new Set<string>()
      const all = [...ASKED.map((command) => ['', command] as const), ...ON_OTHER_STAGES]
      for (const [suffix, command] of all) {
        const bench = await withSandbox({ seed: worldOf(name), metricsDelayMs: 0 })
        const target = ['--api', 'aaaaaaaaaa', '--stage', `${name}${suffix}`]
        for (const one of await suggestedBy(bench, [...command, ...target])) suggested.add(one)
      }
      expect(suggested.size).toBeGreaterThan(15)
      for (const line of suggested) {
        const [program, ...words] = wordsOf(line)
        if (program !== 'apigw-cache') continue
        const { cli } = await withSandbox({ seed: worldOf(name) })
        const { code, stderr } = await cli(words, YES)
        expect([line, code === 2 || code === 70 ? stderr : ''], stderr).toEqual([line, ''])
      }
    },
    90_000,
  )
})
