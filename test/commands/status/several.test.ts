import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../../src/render/format/width.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const WASTEFUL = {
  cluster: '0.5',
  canary: { percentTraffic: 10, useStageCache: false },
} as const
const api = (id: string, name: string): Seed['apis'][number] => ({
  id,
  name,
  methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
  stages: { prod: WASTEFUL },
})
const LONG: Seed = {
  apis: [
    api('aaaaaaaaaa', 'the-rather-long-name-of-an-api-of-the-department-for-pets-and-their-owners'),
    api('bbbbbbbbbb', '動物のAPI（本番）'.repeat(4)),
    api('cccccccccc', 'shop'),
  ],
}
const STATUS = "status --api '*' --stage prod"
const linesOf = (stdout: string) => stdout.trimEnd().split('\n')

describe('a verb for several stages, of which none is named', () => {
  it.each(['status', 'doctor', 'advise', 'report page.html', 'flush --yes', 'disable --yes'])(
    'says how all of them are named: %s',
    async (verb) => {
      const { cli } = await withSandbox({ seed: LONG })

      const { code, stderr } = await cli(verb)

      expect(stderr).toContain("\n    --api '*' --stage '*'   all of them\n")
      expect(code).toBe(2)
    },
  )

  it('keeps what was named, and does not offer it where one verb takes one stage', async () => {
    const { cli } = await withSandbox({ seed: LONG })

    expect((await cli('status --stage prod')).stderr).toContain("\n    --api '*' --stage prod   all of them\n")
    expect((await cli('verify /pets')).stderr).not.toContain('all of them')
  })
})

describe('the table of several stages', () => {
  it.each([80, 100])('fits a terminal of %d columns, with the warnings on lines of their own', async (columns) => {
    const { cli } = await withSandbox({ seed: LONG })

    const { stdout } = await cli(STATUS, { columns })

    const lines = linesOf(stdout)
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
    expect(lines[0]).toMatch(/^API .*A MONTH$/)
    expect(stdout).toContain('\nwarning shop / prod: nothing-cached, canary-without-cache\n')
    expect(stdout).toContain('…')
  })

  it('has the warnings beside the stages where there is room', async () => {
    const { cli } = await withSandbox({ seed: { apis: [api('cccccccccc', 'shop')] } })

    const { stdout } = await cli(STATUS, { columns: 120 })

    expect(linesOf(stdout)[0]).toMatch(/A MONTH {2}WARNINGS$/)
    expect(linesOf(stdout)[1]).toMatch(/\$14\.60 {2}nothing-cached, canary-without-cache$/)
  })

  it('is whole in a pipe', async () => {
    const { cli } = await withSandbox({ seed: LONG })

    const { stdout } = await cli(STATUS)

    for (const { name } of LONG.apis) expect(stdout).toContain(`${name} `)
    expect(linesOf(stdout)[0]).toMatch(/WARNINGS$/)
  })
})
