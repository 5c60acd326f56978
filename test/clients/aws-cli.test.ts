import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { running } from '../sandbox/support/sandbox.js'
import { awsCli, hasAwsCli } from './aws-cli.js'
import { API_COMMANDS } from './commands/api.js'
import { CACHE_COMMANDS } from './commands/cache.js'
import type { Command } from './commands/command.js'
import { METRICS_COMMANDS } from './commands/metrics.js'
import { PLAN_COMMANDS } from './commands/plans.js'

const SCRIPTS: Readonly<Record<string, readonly Command[]>> = {
  'an API from its creation to its deletion': API_COMMANDS,
  'a cache and its settings': CACHE_COMMANDS,
  'keys, plans, authorizers, models, exports and imports': PLAN_COMMANDS,
  'metrics and identities': METRICS_COMMANDS,
}

async function run(commands: readonly Command[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-aws-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { sandbox, clock } = await running({ seed: 'empty', clusterTimeMs: 240_000 })
  const aws = awsCli(sandbox.url, folder)
  const kept: Record<string, string> = { URL: sandbox.url, NOW: new Date(clock.now()).toISOString() }
  const filled = (text: string) => text.replace(/\{([A-Z]+)\}/g, (_, name: string) => kept[name] ?? '')
  for (const command of commands) {
    const { aws: line, answer, refused, keep = {}, waits = 0, file, writes } = command
    clock.advance(waits)
    if (file) writeFileSync(join(folder, file.name), filled(file.text))
    if (command.get) await (await fetch(filled(command.get))).text()
    const said = await aws(filled(line))
    const at = `aws ${line}`
    if (refused !== undefined) {
      expect({ at, ...said }).toMatchObject({
        at,
        stdout: '',
        stderr: expect.stringContaining(filled(refused)),
      })
      expect(said.code, at).not.toBe(0)
      continue
    }
    expect({ at, ...said }).toMatchObject({ at, code: 0, stderr: '' })
    const json = said.stdout.trim().startsWith('{') || said.stdout.trim().startsWith('[')
    const seen: unknown = json ? JSON.parse(said.stdout) : said.stdout.trim()
    const expected: unknown = JSON.parse(filled(JSON.stringify(answer ?? '')))
    if (typeof expected === 'object') expect({ at, seen }).toMatchObject({ at, seen: expected })
    else expect({ at, seen }).toEqual({ at, seen: expected })
    if (writes) expect(readFileSync(join(folder, writes.name), 'utf8')).toMatch(writes.text)
    for (const [name, path] of Object.entries(keep)) kept[name] = String(valueAt(seen, path))
  }
}

function valueAt(json: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => Reflect.get(Object(value), name), json)
}

describe.skipIf(!hasAwsCli)('the AWS CLI (skipped where python3 cannot import awscli)', { timeout: 300_000 }, () => {
  it.each(Object.entries(SCRIPTS))('is understood about %s', (_, commands) => run(commands))

  it('gives at least sixty different commands, beside refusals', () => {
    const names = Object.values(SCRIPTS).flatMap((commands) =>
      commands.map(({ aws }) => aws.split(' ').slice(0, 2).join(' ')),
    )
    expect(new Set(names).size).toBeGreaterThanOrEqual(60)
  })
})
