import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { withSandbox } from '../../support/cli.js'
import { hunt } from '../../support/hunt.js'
import { anySeed } from '../../support/stages.js'

const spec = await loadAwsServiceSpec()
const type = spec.lookup('resource', 'cloudFormationType', 'equals', 'AWS::ApiGateway::Stage').only()
const setting = spec
  .follow('usesType', type)
  .map(({ entity }) => entity)
  .find(({ name }) => name === 'MethodSetting')

/** What AWS's own specification says of each property. */
function check(properties: Readonly<Record<string, unknown>>, known: typeof type.properties): void {
  for (const [name, value] of Object.entries(properties)) {
    const kind = known[name]?.type.type
    expect([name, kind]).toEqual([name, expect.any(String)])
    if (kind === 'integer') expect(Number.isInteger(value)).toBe(true)
    else expect([name, Array.isArray(value) ? 'array' : typeof value]).toEqual([name, kind])
  }
}

const MOCK = { integration: { type: 'MOCK' as const } }
const HOSTILE = 'pets: "#!Ref"\n- {x}'
const SEED = {
  apis: [
    {
      id: '0123456789',
      name: HOSTILE,
      methods: { 'GET /': MOCK, 'GET /pets/{id}': { ...MOCK, keys: ['path.id'] } },
      stages: {
        '007': {
          cluster: '0.5' as const,
          settings: {
            '*/*': { cachingEnabled: true },
            'GET /': { cachingEnabled: false },
            'GET /pets/{id}': {
              requireAuthorizationForCacheControl: false,
              unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' as const,
            },
          },
        },
      },
    },
  ],
}

describe('export --as cloudformation', { timeout: 60_000 }, () => {
  it("is a template of AWS's specification, whatever the stage is like", async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { cli, sandbox } = await withSandbox({ seed })
        const { code, stdout } = await cli('export --api pets --stage prod --as cloudformation')
        expect(code).toBe(0)
        const { Type, Properties } = parse(stdout).Resources.PetsProd
        expect(Type).toBe('AWS::ApiGateway::Stage')
        check(Properties, type.properties)
        for (const one of Properties.MethodSettings ?? []) check(one, setting?.properties ?? {})
        const prod = seed.apis[0]?.stages.prod
        expect(Properties.CacheClusterSize).toBe(prod?.cluster)
        expect(Properties.MethodSettings ?? []).toHaveLength(Object.keys(prod?.settings ?? {}).length)
        await sandbox.close()
      }),
      hunt(8),
    )
  })

  it('spells paths as CloudFormation does, and says what it has no property for', async () => {
    const { cli } = await withSandbox({ seed: SEED })
    const { stdout } = await cli('export --stage 007 --as cloudformation')
    const [Properties] = Object.values<{ Properties: object }>(parse(stdout).Resources).map((one) => one.Properties)
    expect(Properties).toMatchObject({
      RestApiId: '0123456789',
      StageName: '007',
      MethodSettings: [
        { ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true },
        { ResourcePath: '/', HttpMethod: 'GET', CachingEnabled: false },
        { ResourcePath: '/~1pets~1{id}', HttpMethod: 'GET', CachingEnabled: true },
      ],
    })
    expect(stdout).toContain('# Has no property: requireAuthorization false, unauthorized FAIL_WITH_403\n')
    expect(stdout.match(/Has no property/g)).toHaveLength(1)
    expect(stdout).toContain('#     Integration.CacheKeyParameters: ["method.request.path.id"]\n')
    expect(stdout).toContain('#     RequestParameters: {"method.request.path.id":false}\n')
  })

  it('gives each account and region a template of its own', async () => {
    const [api] = SEED.apis
    const { cli } = await withSandbox({
      seed: { apis: [...SEED.apis, { ...api, id: '1123456789', region: 'eu-west-1' }] as typeof SEED.apis },
    })
    const { stdout } = await cli("export --stage '*' --regions us-east-1,eu-west-1 --as cloudformation")
    const ids = parseAllDocuments(stdout).map((document) =>
      Object.values<{ Properties: { RestApiId: string } }>(document.toJS().Resources).map(
        ({ Properties }) => Properties.RestApiId,
      ),
    )
    expect(ids).toEqual([['0123456789'], ['1123456789']])
  })
})
