import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { withSandbox } from '../../support/cli.js'
import { hunt, patience } from '../../support/hunt.js'
import { anySeed } from '../../support/stages.js'

describe('export', { timeout: patience(60_000) }, () => {
  it('writes a file whose plan is empty, whatever the stage is like', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const bench = await withSandbox({ seed })
        const exported = await bench.cli('export --api pets --stage prod')
        expect(exported.code).toBe(0)
        const plan = await bench.cli('plan -f - --check -o json', { stdin: exported.stdout })
        expect(JSON.parse(plan.stdout)).toMatchObject({ empty: true, changes: [], failed: [] })
        expect(plan.code).toBe(0)
        await bench.sandbox.close()
      }),
      hunt(15),
    )
  })

  it('quotes ids, accounts and sizes, so that none of them turns into a number', async () => {
    const { cli } = await withSandbox({
      seed: {
        apis: [
          {
            id: '0123456789',
            name: '1e8',
            methods: { 'GET /': { integration: { type: 'MOCK' } } },
            stages: { '007': { cluster: '0.5' } },
          },
        ],
      },
    })
    const { stdout } = await cli('export --api 0123456789 --stage 007')
    expect(stdout).toContain('account: "000000000000"')
    expect(parse(stdout)).toMatchObject({
      stages: [{ api: '0123456789', name: '1e8', stage: '007', cache: '0.5' }],
    })
  })

  it('replaces no file unasked', async () => {
    const { cli } = await withSandbox()
    const written = new Map<string, string>()
    const files = { 'caches/pets.yaml': 'precious' }
    const refused = await cli('export --stage prod --out-dir caches', { files, written })
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('caches/pets.yaml exists') })
    expect(await cli('export --stage prod --out-dir caches', { files, written, answers: [false] })).toMatchObject({
      code: 3,
    })
    expect(written.size).toBe(0)
    expect(await cli('export --stage prod --out-dir caches --yes', { files, written })).toMatchObject({
      code: 0,
    })
    expect(parse(written.get('caches/pets.yaml') ?? '')).toMatchObject({ stages: [{ name: 'pets' }] })
  })

  it('writes the schema, and the line that names it', async () => {
    const { cli, sent } = await withSandbox()
    const written = new Map<string, string>()
    const { stdout } = await cli('export --schema apigw-cache.schema.json', { written })
    expect(stdout).toBe('# yaml-language-server: $schema=./apigw-cache.schema.json\n')
    expect(JSON.parse(written.get('apigw-cache.schema.json') ?? '')).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
    })
    expect(sent()).toEqual([])
  })
})
