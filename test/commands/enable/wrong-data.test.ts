import { describe, expect, it } from 'vitest'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const PROXY: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-pets' } }
const TOKEN = { name: 'gate', type: 'TOKEN', identitySource: 'method.request.header.Authorization' } as const
const seedOf = (methods: Readonly<Record<string, SeedMethod>>): Seed => ({
  apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods, stages: { prod: {} } }],
})

/** Runs the first command that a refusal proposes. */
async function runProposed({ cli }: Bench, stderr: string) {
  const [, line = ''] = /^ {2}apigw-cache ((?:keys|override) .*)$/m.exec(stderr) ?? []
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  return { line, ran: await cli([...words, '--yes']) }
}

describe('a refusal to cache wrong data', () => {
  it('proposes caching off where an authorizer names nothing that a key can hold', async () => {
    const gate = { name: 'gate', type: 'REQUEST', authorizerResultTtlInSeconds: 0 } as const
    const bench = await withSandbox({
      seed: seedOf({ 'ANY /{proxy+}': { ...PROXY, keys: ['path.proxy'], authorizer: gate } }),
    })

    const { code, stderr } = await bench.cli('enable --stage prod')

    expect(code).toBe(2)
    expect(stderr).toContain('has an authorizer that names nothing that a cache key can hold')
    expect(stderr).not.toContain('Unused')
    const { line, ran } = await runProposed(bench, stderr)
    expect(line).toContain("override GET '/{proxy+}' --cache off")
    expect(ran.code).toBe(0)
    expect((await bench.cli('enable --stage prod')).code).toBe(0)
  })

  it('names ANY where that has the keys, and the command works', async () => {
    const bench = await withSandbox({
      seed: seedOf({ 'ANY /{proxy+}': { ...PROXY, keys: ['path.proxy'], authorizer: TOKEN } }),
    })

    const { code, stderr } = await bench.cli('enable --stage prod')

    expect(code).toBe(2)
    const { line, ran } = await runProposed(bench, stderr)
    expect(line).toContain("keys add ANY '/{proxy+}' header.Authorization --deploy")
    expect(ran.code).toBe(0)
    expect((await bench.cli('enable --stage prod')).code).toBe(0)
  })

  it('does not come where what callers are told apart by is in the keys', async () => {
    const bench = await withSandbox({
      seed: seedOf({
        'ANY /{proxy+}': { ...PROXY, keys: ['path.proxy', 'header.Authorization'], authorizer: TOKEN },
        'GET /pets': PROXY,
      }),
    })

    expect(await bench.cli('enable --stage prod')).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('warning'),
    })
  })
})
