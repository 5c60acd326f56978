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

describe('methods that share a cache namespace', () => {
  const shared: SeedMethod = { ...PROXY, keys: ['path.proxy'], cacheNamespace: 'copied' }
  const site = seedOf({
    'ANY /image/{proxy+}': shared,
    'ANY /test/{proxy+}': shared,
    'ANY /{proxy+}': shared,
  })

  it('are not cached together unasked, and what is proposed makes it right', async () => {
    const bench = await withSandbox({ seed: site })

    const { code, stderr } = await bench.cli('enable --stage prod --yes')

    expect(code).toBe(2)
    expect(stderr).toContain('GET /test/{proxy+} has the cache namespace and the keys of GET /image/{proxy+}')
    expect(stderr).toContain('GET /{proxy+} has the cache namespace and the keys of GET /image/{proxy+}, GET /test')
    for (const path of ['/test/{proxy+}', '/{proxy+}']) {
      expect(stderr).toContain(`  apigw-cache override GET '${path}' --cache off --api aaaaaaaaaa`)
      expect((await bench.cli(['override', 'GET', path, '--cache', 'off', '--stage', 'prod'])).code).toBe(0)
    }
    expect((await bench.cli('enable --stage prod')).code).toBe(0)
  })

  it('are accepted pair by pair', async () => {
    const bench = await withSandbox({ seed: site })

    const one = await bench.cli(['enable', '--stage', 'prod', '--accept-unkeyed', 'GET /image/{proxy+}'])
    expect(one.code).toBe(2)
    expect(one.stderr).toContain('GET /{proxy+} has the cache namespace and the keys of GET /test/{proxy+}')
    expect(one.stderr).not.toContain('and the keys of GET /image')

    const words = ['--accept-unkeyed', 'ANY /image/{proxy+}', '--accept-unkeyed', 'ANY /{proxy+}']
    expect((await bench.cli(['enable', '--stage', 'prod', ...words])).code).toBe(0)
  })

  it('are spoken of as the one that would be cached newly, which it is enough to accept', async () => {
    const bench = await withSandbox({ seed: site })
    await bench.cli('enable --stage prod --default-caching off')
    const on = (path: string) => ['override', 'GET', path, '--cache', 'on', '--stage', 'prod']
    expect((await bench.cli(on('/{proxy+}'))).code).toBe(0)

    const { code, stderr } = await bench.cli(on('/image/{proxy+}'))

    expect(code).toBe(2)
    expect(stderr).toContain('GET /image/{proxy+} has the cache namespace and the keys of GET /{proxy+}')
    const accepted = await bench.cli([...on('/image/{proxy+}'), '--accept-unkeyed', 'GET /image/{proxy+}'])
    expect(accepted.code).toBe(0)
  })

  it('are asked about where a key that told them apart is removed', async () => {
    const bench = await withSandbox({
      seed: seedOf({
        'GET /a': { ...PROXY, keys: ['querystring.a'], cacheNamespace: 'copied' },
        'GET /b': { ...PROXY, cacheNamespace: 'copied' },
      }),
    })
    expect((await bench.cli('enable --stage prod')).code).toBe(0)

    const { code, stderr } = await bench.cli('keys remove GET /a querystring.a --stage prod')

    expect(code).toBe(2)
    expect(stderr).toContain('has the cache namespace and the keys of GET /')
  })
})

describe('a stage whose keys are right', () => {
  it('is enabled unasked, and doctor and status find nothing', async () => {
    const http: SeedMethod = { integration: { type: 'HTTP_PROXY', uri: 'http://backend.invalid/pets' } }
    const bench = await withSandbox({
      seed: seedOf({
        'ANY /{proxy+}': {
          ...PROXY,
          keys: ['path.proxy', 'querystring.q', 'header.Authorization'],
          authorizer: TOKEN,
        },
        'GET /pets/{id}': { ...PROXY, keys: ['path.id'] },
        'GET /users': { ...PROXY, keys: ['querystring.type'] },
        'GET /v1/pets': { ...http, keys: ['querystring.page'], cacheNamespace: 'pets' },
        'GET /v2/pets': { ...http, keys: ['querystring.page'], cacheNamespace: 'pets' },
        'POST /search': PROXY,
      }),
    })

    const { code, stderr } = await bench.cli('enable --stage prod --encrypt')

    expect(code).toBe(0)
    expect(stderr).not.toContain('warning')
    const doctor = await bench.cli('doctor --stage prod -o json --ignore idle-cluster')
    expect(JSON.parse(doctor.stdout).findings).toEqual([])
    const status = await bench.cli('status --stage prod --methods -o json')
    expect(JSON.parse(status.stdout).warnings).toEqual([])
  })
})
