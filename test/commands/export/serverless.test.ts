import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { withSandbox } from '../../support/cli.js'
import { hunt } from '../../support/hunt.js'
import { anySeed } from '../../support/stages.js'

interface Plugin {
  customCachingSchema(): object
  createSettings(): void
  updateStage(): Promise<void>
}

interface Update {
  readonly restApiId: string
  readonly patchOperations: readonly { readonly path: string; readonly value: string }[]
}

const Plugin = createRequire(import.meta.url)('serverless-api-gateway-caching') as new (service: object) => Plugin

/** What the plugin sends for such a part of a service. */
async function updates(custom: object): Promise<readonly Update[]> {
  const sent: Update[] = []
  const request = async (_: string, operation: string, parameters: Update) => {
    if (operation === 'updateStage') sent.push(parameters)
    return { methodSettings: {} }
  }
  const plugin = new Plugin({
    service: { custom, provider: { stage: 'prod', region: 'us-east-1' }, functions: {} },
    providers: { aws: { request } },
    cli: { log: () => undefined },
  })
  plugin.createSettings()
  await plugin.updateStage()
  return sent
}

const schema = new Ajv({ strict: false }).compile(new Plugin({}).customCachingSchema())

const MOCK = { integration: { type: 'MOCK' as const } }
const SEED = {
  apis: [
    {
      id: '0123456789',
      name: 'pets: "\u0024{env:SECRET}"\n- {x}',
      methods: {
        'GET /': MOCK,
        'GET /pets/{id}': { ...MOCK, keys: ['path.id'] },
        'ANY /any': { ...MOCK, keys: ['querystring.q'] },
        'POST /search': MOCK,
      },
      stages: {
        prod: {
          cluster: '1.6' as const,
          settings: {
            '*/*': { cachingEnabled: true, cacheTtlInSeconds: 60, cacheDataEncrypted: true },
            'GET /pets/{id}': {
              cacheDataEncrypted: false,
              requireAuthorizationForCacheControl: false,
              unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' as const,
            },
          },
        },
      },
    },
  ],
}

describe('export --as serverless', { timeout: 60_000 }, () => {
  it("is of the plugin's schema, and the plugin sends what the stage has", async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { cli, sandbox } = await withSandbox({ seed })
        const { code, stdout } = await cli('export --api pets --stage prod --as serverless')
        expect(code).toBe(0)
        const { custom } = parse(stdout)
        expect([schema(custom), schema.errors]).toEqual([true, null])
        const prod = seed.apis[0]?.stages.prod
        const values = Object.fromEntries(
          (await updates(custom)).flatMap(({ patchOperations }) =>
            patchOperations.map(({ path, value }) => [path, value]),
          ),
        )
        expect(values['/cacheClusterEnabled']).toBe(String(prod?.cluster !== undefined))
        expect(values['/cacheClusterSize']).toBe(prod?.cluster)
        const named = Object.entries(prod?.cluster === undefined ? {} : (prod.settings ?? {}))
        for (const [name, { cachingEnabled }] of named) {
          const [method, path = ''] = name.split(' ')
          const key = `/${path.replaceAll('/', '~1')}/${method}/caching/enabled`
          const inherited = prod?.settings?.['*/*']?.cachingEnabled ?? false
          if (name !== '*/*') expect([key, values[key]]).toEqual([key, String(cachingEnabled ?? inherited)])
        }
        await sandbox.close()
      }),
      hunt(8),
    )
  })

  it('lists what the defaults cache, and says what the plugin cannot', async () => {
    const { cli } = await withSandbox({ seed: SEED })
    const hostile = "integration.header.X='\u0024{env:SECRET}'"
    const keys = ['integration.header.Body=method.request.body', hostile]
    await cli(['keys', 'add', 'POST', '/search', ...keys, '--stage', 'prod'])
    const { stdout } = await cli('export --stage prod --as serverless')
    const { apiGatewayCaching } = parse(stdout).custom
    expect(apiGatewayCaching).toMatchObject({ clusterSize: '1.6', ttlInSeconds: 60, dataEncrypted: true })
    expect(apiGatewayCaching.additionalEndpoints).toMatchObject([
      { method: 'GET', path: '/', caching: { enabled: true, ttlInSeconds: 60 } },
      {
        method: 'GET',
        path: '/pets/{id}',
        caching: {
          perKeyInvalidation: { requireAuthorization: false },
          cacheKeyParameters: [{ name: 'request.path.id' }],
        },
      },
      {
        method: 'POST',
        caching: {
          enabled: false,
          cacheKeyParameters: [
            { name: 'integration.request.header.Body', mappedFrom: 'method.request.body' },
            // A variable would be read there, but for the backslash.
            { name: 'integration.request.header.X', mappedFrom: "'\\\u0024{env:SECRET}'" },
          ],
        },
      },
    ])
    expect(stdout).toContain('# ANY /any: only the http event of a function can have these keys.')
    expect(stdout).toContain('# GET /pets/{id} is not encrypted, which the plugin cannot say')
    expect(stdout).toContain('# The plugin sets no strategy without authorization: FAIL_WITH_403')
  })
})
