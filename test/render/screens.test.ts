import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Seed } from '../../src/sandbox/index.js'
import { withSandbox } from '../support/cli.js'

const HOSTILE = 'x\u001b[2J\u001b]0;owned\u0007\u202e\u009b31m\r\nerror: all is well\u2028'
const CJK = '動物のAPI（本番）🐶'

const seedOf = (name: string): Seed => ({
  apis: [
    {
      id: 'aaaaaaaaaa',
      name,
      tags: { 'aws:cloudformation:stack-name': `stack ${name}` },
      methods: {
        'GET /pets': { integration: { type: 'MOCK' } },
        'GET /pets/{id}/a-rather-long-name-of-a-resource/{and-another}/{proxy+}': {
          integration: { type: 'MOCK' },
          keys: ['path.id', 'querystring.a-key', 'header.X-Some-Header'],
        },
        'ANY /x': { integration: { type: 'MOCK' } },
      },
      stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } }, dev: {} },
    },
  ],
})
const ACTIVE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u

const COMMANDS = [
  'status --stage prod',
  'status --stage prod --methods',
  'status --stage prot',
  'status --stage',
  'status --api aaaaaaaaaa',
  'status',
  'enable --stage prod --size 1.6',
  'enable --stage prod --dry-run --ttl 5',
  'enable --stage prod --accept-unkeyed all',
  'resize --stage dev --size 1.6 --yes',
  'flush --stage prod --yes --no-wait',
  'disable --stage prod',
] as const

describe('a screen', () => {
  it.each(COMMANDS)('shows nothing that acts on the terminal, whatever the API is called: %s', async (command) => {
    const { cli } = await withSandbox({ seed: seedOf(HOSTILE) })

    const { stdout, stderr } = await cli(command, { columns: 80, answers: [false] })

    const shown = stdout + stderr
    expect(shown).not.toBe('')
    for (const line of shown.split('\n')) {
      expect(line).not.toMatch(ACTIVE)
      expect(line).not.toMatch(/^error: all is well/)
    }
  })

  it('keeps its colours to itself: without them it is the same', async () => {
    const { cli } = await withSandbox({ seed: seedOf(CJK) })

    const plain = await cli('status --stage prod --methods', { columns: 80 })
    const coloured = await cli('status --stage prod --methods --color always', { columns: 80 })

    expect(coloured.stdout).not.toBe(plain.stdout)
    expect(stripVTControlCharacters(coloured.stdout)).toBe(plain.stdout)
  })

  it('shows a name in any script as it is', async () => {
    const { cli } = await withSandbox({ seed: seedOf(CJK) })

    expect((await cli('status --stage prod', { columns: 80 })).stdout).toContain(`${CJK} / prod  aaaaaaaaaa, us-east-1`)
    expect((await cli('status --stage dev')).stderr).toBe(`using stage dev of API ${CJK} (aaaaaaaaaa)\n`)
  })

  it('has columns that stand below their heads', async () => {
    const { cli } = await withSandbox({ seed: seedOf('pets') })

    const { stdout } = await cli('status --stage prod --methods', { columns: 200 })

    const lines = stdout.split('\n')
    const from = lines.findIndex((line) => line.startsWith('METHOD'))
    const column = lines[from]?.indexOf('CACHED') ?? -1
    const cells = lines.slice(from + 1, from + 5).map((line) => line.slice(column, column + 5).trim())
    expect(cells).toEqual(['300 s', '300 s', 'no', '300 s'])
    expect(lines.some((line) => line.endsWith(' '))).toBe(false)
  })
})
