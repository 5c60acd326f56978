import { parse } from '@cdktf/hcl2json'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withSandbox } from '../../support/cli.js'
import { hunt } from '../../support/hunt.js'
import { anySeed } from '../../support/stages.js'

const MOCK = { integration: { type: 'MOCK' as const } }
const API = 'arn:aws:apigateway:us-east-1::/restapis/*'
const PETS = {
  id: '0123456789',
  name: 'pets',
  methods: { 'GET /pets': MOCK },
  stages: { prod: { cluster: '0.5' as const, settings: { '*/*': { cachingEnabled: true } } } },
}

describe('export --as terraform', { timeout: 60_000 }, () => {
  it('has every entry of any stage, and the keys of its API, with an import block for each', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { cli, sandbox } = await withSandbox({ seed })
        const { code, stdout } = await cli('export --api pets --stage prod --as terraform')
        expect(code).toBe(0)
        const { resource, import: imports } = await parse('cache.tf', stdout)
        const [api] = seed.apis
        const { settings = {}, cluster } = api?.stages.prod ?? {}
        const [stage] = resource.aws_api_gateway_stage.pets_prod
        expect(stage).toMatchObject({ cache_cluster_enabled: cluster !== undefined })
        expect(stage.cache_cluster_size).toBe(cluster)
        expect(Object.keys(resource.aws_api_gateway_method_settings ?? {})).toHaveLength(Object.keys(settings).length)
        const keyed = Object.values(api?.methods ?? {}).filter(({ keys = [] }) => keys.length > 0)
        const integrations = Object.values(resource.aws_api_gateway_integration ?? {})
        expect(integrations).toHaveLength(keyed.length)
        expect(imports).toHaveLength(1 + Object.keys(settings).length + keyed.length)
        await sandbox.close()
      }),
      hunt(8),
    )
  })

  it('gives each account and region a provider of its own', async () => {
    const { cli } = await withSandbox({
      seed: { apis: [PETS, { ...PETS, id: '1123456789', region: 'eu-west-1' }] },
    })
    const { stdout } = await cli("export --stage '*' --regions us-east-1,eu-west-1 --as terraform")
    const { provider, resource } = await parse('cache.tf', stdout)
    const place = (region: string) => ({ region, allowed_account_ids: ['000000000000'] })
    expect(provider.aws).toMatchObject([place('us-east-1'), place('eu-west-1')])
    const used = Object.values<{ provider: string }[]>(resource.aws_api_gateway_stage).map(([one]) => one?.provider)
    expect(used).toEqual(['us_east_1_000000000000', 'eu_west_1_000000000000'].map((alias) => `$${'{'}aws.${alias}}`))
  })

  it('says which keys are not deployed, and what may not be read', async () => {
    const Statement = [
      { Effect: 'Allow' as const, Action: '*', Resource: '*' },
      { Effect: 'Deny' as const, Action: 'apigateway:GET', Resource: `${API}/resources*` },
    ]
    const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
    const { cli } = await withSandbox({ seed: { apis: [PETS] } })
    await cli('keys add GET /pets querystring.type --stage prod')
    const { stdout } = await cli('export --stage prod --as terraform')
    expect(stdout).toContain('# Not deployed yet, so served with other cache keys: GET /pets.')
    const bench = await withSandbox({ seed: { apis: [PETS], identities: [ann] }, iam: 'enforce' })
    const denied = await bench.cli('export --stage prod --as terraform', {
      env: { AWS_ACCESS_KEY_ID: 'AKIDANN', AWS_SECRET_ACCESS_KEY: 's' },
    })
    expect(denied).toMatchObject({ code: 0 })
    expect(denied.stdout).toContain('# Its methods may not be read, so their cache keys are left out.')
  })
})

describe('export --as', () => {
  it.each(['-o json', '--query stages', '--out-dir caches', '--schema s.json'])(
    'is refused with %s, which is about the declarative file',
    async (option) => {
      const { cli, sent } = await withSandbox()
      const [name] = option.split(' ')
      const written = new Map<string, string>()
      expect(await cli(`export --stage prod --as terraform ${option}`, { written })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`and ${name} is about the declarative file`),
      })
      expect(sent()).toEqual([])
      expect(written.size).toBe(0)
    },
  )

  it('names the languages when another one is asked for', async () => {
    const { cli } = await withSandbox()
    expect(await cli('export --as pulumi')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('terraform'),
    })
  })
})
