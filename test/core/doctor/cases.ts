import type { Seed, SeedMethod, SeedStage } from '../../../src/sandbox/index.js'
import type { Bench } from '../../support/cli.js'
import { control, deploy, patchIntegration } from './running.js'

const API = 'aaaaaaaaaa'
const MOCK: SeedMethod = { integration: { type: 'MOCK' } }
const PROXY: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-pets' } }
const BACKEND: SeedMethod = { integration: { type: 'HTTP_PROXY', uri: 'http://backend.invalid/pets' } }
const mapped = (requestParameters: Readonly<Record<string, string>>): SeedMethod => ({
  integration: { type: 'HTTP_PROXY', uri: 'http://backend.invalid/pets', requestParameters },
})
const TOKEN = {
  name: 'tokens',
  type: 'TOKEN',
  identitySource: 'method.request.header.Authorization',
} as const
const WHOLE_REQUEST = { name: 'whole', type: 'REQUEST', authorizerResultTtlInSeconds: 0 } as const
const USER: SeedMethod = { ...MOCK, authorizer: TOKEN, keys: ['header.Authorization'] }
const ON = { '*/*': { cachingEnabled: true } }
const CLUSTER = { cluster: '0.5' } as const
const CACHED: SeedStage = { ...CLUSTER, settings: ON }

/** A stage on which a rule finds something, or nothing. */
export interface Scene {
  readonly methods?: Readonly<Record<string, SeedMethod>>
  readonly stage?: SeedStage
  readonly others?: Seed['apis']
  /** On the stage that was seeded. */
  readonly prepare?: (bench: Bench) => Promise<unknown>
  readonly flags?: string
  readonly config?: string
}

export interface Case {
  readonly rule: string
  readonly found: Scene
  readonly quiet: Scene
  /** Part of the command, where it matters which one it is. */
  readonly fix?: string
  /** Where the command only looks, or prepares what somebody else does. */
  readonly looks?: true
}

const pets = { 'GET /pets': MOCK }
const withOverride = (name: string, setting: object): SeedStage => ({
  ...CLUSTER,
  settings: { ...ON, [name]: setting },
})

export const CASES: readonly Case[] = [
  {
    rule: 'path-parameter-not-in-key',
    found: { methods: { 'GET /pets/{id}': MOCK } },
    quiet: { methods: { 'GET /pets/{id}': { ...MOCK, keys: ['path.id'] } } },
    fix: "keys add GET '/pets/{id}' path.id --deploy",
  },
  {
    rule: 'path-parameter-not-in-key',
    found: { methods: { 'ANY /files/{proxy+}': MOCK } },
    quiet: { methods: { 'ANY /files/{proxy+}': { ...MOCK, keys: ['path.proxy'] } } },
    fix: "keys add ANY '/files/{proxy+}' path.proxy --deploy",
  },
  {
    rule: 'identity-not-in-key',
    found: { methods: { 'GET /me': { ...USER, keys: [] } } },
    quiet: { methods: { 'GET /me': USER } },
    fix: 'keys add GET /me header.Authorization --deploy',
  },
  {
    rule: 'identity-not-in-key',
    found: { methods: { 'GET /orders': { ...MOCK, authorization: 'AWS_IAM' } } },
    quiet: {
      methods: { 'GET /orders': { ...MOCK, authorization: 'AWS_IAM' } },
      stage: withOverride('GET /orders', { cachingEnabled: false }),
    },
    fix: 'override GET /orders --cache off',
  },
  {
    // The case of a header does not count, and one that is there in two cases makes requests fail.
    rule: 'identity-not-in-key',
    found: { methods: { 'GET /me': { ...USER, keys: ['header.X-Lang'] } } },
    quiet: { methods: { 'GET /me': { ...USER, keys: ['header.authorization'] } } },
  },
  {
    // Exported with a placeholder for the header's name, which no key can use.
    rule: 'identity-not-in-key',
    found: { methods: { 'GET /me': { ...MOCK, authorizer: WHOLE_REQUEST, keys: ['header.Unused'] } } },
    quiet: {
      methods: {
        'GET /me': {
          ...MOCK,
          authorizer: { ...WHOLE_REQUEST, identitySource: 'method.request.header.X-Who' },
          keys: ['header.X-Who'],
        },
      },
    },
    fix: 'override GET /me --cache off',
  },
  {
    rule: 'identity-not-in-key',
    found: {
      methods: { 'GET /me': { ...USER, keys: [] }, 'GET /pets': MOCK },
      prepare: (bench) => control(bench, `DELETE /restapis/${API}/resources/{/me}/methods/GET`),
    },
    quiet: {},
    // What is only deployed cannot get keys any more.
    fix: 'override GET /me --cache off',
  },
  {
    // A stage with a canary is not deployed, so no advice says so.
    rule: 'path-parameter-not-in-key',
    found: {
      methods: { 'GET /pets/{id}': MOCK },
      stage: { ...CACHED, canary: { percentTraffic: 10, useStageCache: true } },
    },
    quiet: {},
    fix: "keys add GET '/pets/{id}' path.id --api",
    looks: true,
  },
  {
    rule: 'parameter-not-in-key',
    found: { methods: { 'GET /users': { ...MOCK, parameters: ['querystring.type', 'header.X-Tenant'] } } },
    quiet: { methods: { 'GET /users': { ...MOCK, keys: ['querystring.type'] } } },
    fix: 'keys add GET /users querystring.type header.X-Tenant --deploy',
  },
  {
    // A signature differs with each request: no key can hold it.
    rule: 'parameter-not-in-key',
    found: {
      methods: {
        'GET /orders': {
          ...MOCK,
          authorization: 'AWS_IAM',
          parameters: ['header.authorization', 'header.X-Amz-Date', 'querystring.page'],
        },
      },
    },
    quiet: {
      methods: {
        'GET /orders': {
          ...MOCK,
          authorization: 'AWS_IAM',
          parameters: ['header.Authorization', 'header.X-Amz-Date'],
        },
      },
    },
    fix: 'keys add GET /orders querystring.page --deploy',
  },
  {
    rule: 'shared-namespace',
    found: {
      methods: {
        'ANY /image/{proxy+}': { ...PROXY, keys: ['path.proxy'], cacheNamespace: 'copied' },
        'ANY /test/{proxy+}': { ...PROXY, keys: ['path.proxy'], cacheNamespace: 'copied' },
      },
    },
    quiet: {
      methods: {
        'ANY /image/{proxy+}': { ...PROXY, keys: ['path.proxy'] },
        'ANY /test/{proxy+}': { ...PROXY, keys: ['path.proxy'] },
        // In one namespace, but only one of them is cached.
        'GET /a': { ...PROXY, cacheNamespace: 'copied' },
        'POST /b': { ...PROXY, cacheNamespace: 'copied' },
        // In one namespace on purpose: both ask for the same.
        'GET /pets': { ...BACKEND, cacheNamespace: 'meant' },
        'GET /v1/pets': { ...BACKEND, cacheNamespace: 'meant' },
      },
    },
    fix: "override GET '/test/{proxy+}' --cache off",
  },
  {
    // Nobody says whether the names of keys are in the key.
    rule: 'shared-namespace',
    found: {
      methods: {
        'GET /pets/{id}': { ...PROXY, keys: ['path.id'], cacheNamespace: 'copied' },
        'GET /users/{name}': { ...PROXY, keys: ['path.name'], cacheNamespace: 'copied' },
      },
    },
    quiet: {},
    fix: "override GET '/users/{name}' --cache off",
  },
  {
    rule: 'non-get-cached',
    found: {
      methods: { 'DELETE /pets': MOCK },
      stage: withOverride('DELETE /pets', { cachingEnabled: true }),
    },
    quiet: { methods: { 'DELETE /pets': MOCK } },
  },
  {
    rule: 'options-cached',
    found: {
      methods: { 'OPTIONS /pets': MOCK },
      stage: withOverride('OPTIONS /pets', { cachingEnabled: true }),
    },
    quiet: { methods: { ...pets, 'OPTIONS /pets': MOCK } },
  },
  {
    rule: 'origin-not-in-key',
    found: { methods: { 'GET /pets': PROXY, 'OPTIONS /pets': MOCK } },
    quiet: { methods: { 'GET /pets': { ...PROXY, keys: ['header.Origin'] }, 'OPTIONS /pets': MOCK } },
    fix: 'keys add GET /pets header.Origin --deploy',
  },
  {
    rule: 'unencrypted-credentials',
    found: { methods: { 'GET /me': USER } },
    quiet: {
      methods: { 'GET /me': USER },
      stage: { ...CLUSTER, settings: { '*/*': { cachingEnabled: true, cacheDataEncrypted: true } } },
    },
    fix: 'defaults --encrypt',
  },
  {
    rule: 'unencrypted-credentials',
    found: { methods: { 'GET /me': USER }, stage: withOverride('GET /me', {}) },
    quiet: { methods: { 'GET /me': USER }, stage: withOverride('GET /me', { cacheDataEncrypted: true }) },
    fix: 'override GET /me --encrypt',
  },
  {
    rule: 'unencrypted-beside-encrypted',
    found: {
      methods: { ...pets, 'GET /users': MOCK },
      stage: {
        ...CLUSTER,
        settings: {
          '*/*': { cachingEnabled: true, cacheDataEncrypted: true },
          'GET /users': { cachingEnabled: true, cacheDataEncrypted: false },
        },
      },
    },
    quiet: {
      methods: { ...pets, 'GET /users': MOCK },
      stage: {
        ...CLUSTER,
        settings: {
          '*/*': { cachingEnabled: true, cacheDataEncrypted: true },
          'GET /users': { cachingEnabled: false, cacheDataEncrypted: false },
        },
      },
    },
    fix: 'override GET /users --encrypt',
  },
  {
    // The other way round, one method is encrypted on purpose.
    rule: 'unencrypted-beside-encrypted',
    found: {
      methods: { ...pets, 'GET /a': MOCK, 'GET /b': MOCK },
      stage: {
        ...CLUSTER,
        settings: {
          'GET /a': { cachingEnabled: true, cacheDataEncrypted: true },
          'GET /b': { cachingEnabled: true, cacheDataEncrypted: true },
          'GET /pets': { cachingEnabled: true },
        },
      },
    },
    quiet: {
      methods: { ...pets, 'GET /a': MOCK },
      stage: withOverride('GET /a', { cacheDataEncrypted: true }),
    },
    fix: 'override GET /pets --encrypt',
  },
  {
    rule: 'proxy-query-not-in-key',
    found: { methods: { 'ANY /{proxy+}': { ...PROXY, keys: ['path.proxy'] } } },
    quiet: {
      methods: {
        'ANY /{proxy+}': { ...PROXY, keys: ['path.proxy', 'querystring.term'] },
        'GET /pets/{id}': { ...PROXY, keys: ['path.id'] },
        'GET /users': { ...PROXY, parameters: ['querystring.type'] },
        'GET /mock': MOCK,
      },
    },
    fix: 'verify /1 --vary querystring.q=1,2',
    looks: true,
  },
  {
    // A path that is mapped for the backend is no more chosen than the path itself.
    rule: 'proxy-query-not-in-key',
    found: {
      methods: {
        'GET /{proxy+}': {
          ...mapped({ 'integration.request.path.rest': 'method.request.path.proxy' }),
          parameters: ['path.proxy'],
          keys: ['integration.path.rest'],
        },
      },
    },
    quiet: {
      methods: {
        'GET /{proxy+}': {
          ...mapped({ 'integration.request.querystring.q': 'method.request.querystring.term' }),
          parameters: ['querystring.term'],
          keys: ['path.proxy', 'integration.querystring.q'],
        },
      },
    },
    fix: 'verify /1 --vary querystring.q=1,2',
    looks: true,
  },
  {
    rule: 'proxy-query-not-in-key',
    found: {
      methods: { 'GET /pets': MOCK },
      prepare: templated('#set($all = $input.params()){"statusCode":200}'),
    },
    quiet: {
      methods: { 'GET /pets': MOCK },
      prepare: templated('## $input.params()\n{"statusCode":200,"id":"$input.params().path.id"}'),
    },
    fix: 'verify /pets --vary querystring.q=1,2',
    looks: true,
  },
  {
    rule: 'template-reads-not-in-key',
    found: {
      methods: { 'GET /pets': MOCK },
      prepare: templated(
        `{"statusCode":200,"q":"$input.params('q')","by":"$input.params().header.get("Authorization")"}`,
      ),
    },
    quiet: {
      methods: {
        'GET /pets': { ...MOCK, parameters: ['querystring.type'], keys: ['querystring.q', 'header.accept'] },
      },
      prepare: templated(
        `{"statusCode":200,"q":"$input.params('q')","type":"$input.params('type')","a":"$input.params('Accept')"}`,
      ),
    },
    fix: 'keys add GET /pets querystring.q header.Authorization --deploy',
  },
  {
    // API Gateway has no key of such a name.
    rule: 'template-reads-not-in-key',
    found: {
      methods: { 'GET /pets': MOCK },
      prepare: templated(`{"statusCode":200,"page":"$input.params('page[size]')"}`),
    },
    quiet: { methods: { 'GET /pets': MOCK }, prepare: templated('{"statusCode":200}') },
    fix: 'override GET /pets --cache off',
  },
  {
    rule: 'proxy-query-not-in-key',
    found: { methods: { 'GET /pets': PROXY } },
    quiet: { methods: { 'GET /pets': PROXY }, stage: {} },
    fix: 'verify /pets --vary querystring.q=1,2',
    looks: true,
  },
  {
    rule: 'proxy-credentials-not-in-key',
    found: { methods: { 'ANY /{proxy+}': { ...PROXY, keys: ['path.proxy'] } } },
    quiet: {
      methods: {
        'ANY /{proxy+}': { ...PROXY, keys: ['path.proxy', 'header.Authorization'] },
        'ANY /gated/{proxy+}': {
          ...PROXY,
          authorizer: TOKEN,
          keys: ['path.proxy', 'header.Authorization'],
        },
        'GET /pets': PROXY,
        'GET /pets/{id}': { ...PROXY, keys: ['path.id'] },
        'GET /mock/{proxy+}': { ...MOCK, keys: ['path.proxy'] },
      },
    },
    fix: "verify /1 --as 'Authorization: Bearer a' --as 'Authorization: Bearer b'",
    looks: true,
  },
  {
    rule: 'proxy-credentials-not-in-key',
    found: { methods: { 'GET /v1/me': PROXY } },
    quiet: { methods: { 'GET /v1/menu': PROXY, 'GET /me': { ...PROXY, keys: ['header.Authorization'] } } },
    fix: 'verify /v1/me --as',
    looks: true,
  },
  {
    rule: 'sensitive-unencrypted',
    found: { methods: { 'GET /patients': MOCK }, config: 'sensitive: [/patients/**]' },
    quiet: { methods: { 'GET /patients': MOCK }, config: 'sensitive: [/patients/*]' },
  },
  {
    rule: 'anyone-may-invalidate',
    found: {
      stage: {
        ...CLUSTER,
        settings: { '*/*': { cachingEnabled: true, requireAuthorizationForCacheControl: false } },
      },
    },
    quiet: {},
    fix: 'defaults --require-authorization',
  },
  {
    rule: 'anyone-may-invalidate',
    found: { stage: withOverride('GET /pets', { requireAuthorizationForCacheControl: false }) },
    quiet: {
      stage: withOverride('GET /pets', { requireAuthorizationForCacheControl: false, cachingEnabled: false }),
    },
    fix: 'override GET /pets --require-authorization',
  },
  {
    rule: 'nothing-cached',
    found: { stage: CLUSTER },
    quiet: {},
    fix: 'defaults --cache on',
  },
  {
    rule: 'nothing-cached',
    found: { stage: { ...CLUSTER, settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 0 } } } },
    quiet: { stage: {} },
    fix: 'defaults --ttl 300',
  },
  {
    rule: 'nothing-cached',
    found: { methods: { 'POST /pets': MOCK } },
    quiet: { methods: { 'ANY /pets': MOCK } },
    fix: 'disable',
  },
  {
    // Settings of ANY cache nothing, as far as is known.
    rule: 'nothing-cached',
    found: {
      methods: { 'ANY /pets': MOCK },
      stage: { ...CLUSTER, settings: { 'pets/ANY': { cachingEnabled: true } } },
    },
    quiet: {
      methods: { 'ANY /pets': MOCK },
      stage: { ...CLUSTER, settings: { 'pets/GET': { cachingEnabled: true } } },
    },
    fix: 'defaults --cache on',
  },
  {
    rule: 'nothing-cached',
    found: { stage: withOverride('GET /pets', { cacheTtlInSeconds: 0 }) },
    quiet: { stage: withOverride('GET /pets', { cacheTtlInSeconds: 1 }) },
    fix: 'override GET /pets --ttl 300',
  },
  {
    rule: 'caching-without-cluster',
    found: { stage: { settings: ON, lingeringSize: '1.6' } },
    quiet: { stage: { settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 0 } } } },
    fix: 'enable --size 1.6',
  },
  {
    rule: 'no-cache',
    found: { stage: {} },
    quiet: { stage: { settings: ON } },
    fix: 'enable --size 0.5',
  },
  {
    rule: 'no-cache',
    found: { stage: { lingeringSize: '1.6' } },
    quiet: { stage: CLUSTER },
    fix: 'enable --size 1.6',
  },
  {
    rule: 'ttl-zero',
    found: { stage: withOverride('GET /pets', { cacheTtlInSeconds: 0 }) },
    quiet: { stage: withOverride('GET /gone', { cacheTtlInSeconds: 0 }) },
    fix: 'override GET /pets --ttl 300',
  },
  {
    rule: 'ttl-zero',
    found: { stage: { settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 0 } } } },
    quiet: { stage: { settings: { '*/*': { cacheTtlInSeconds: 0 } } } },
    fix: 'defaults --ttl 300',
  },
  {
    rule: 'keys-not-deployed',
    found: { prepare: ({ cli }) => cli('keys add GET /pets querystring.type header.X-Tenant --stage prod') },
    quiet: { methods: { 'GET /pets': { ...MOCK, keys: ['querystring.type'] } } },
    fix: 'keys add GET /pets querystring.type header.X-Tenant --deploy',
  },
  {
    rule: 'keys-not-deployed',
    found: {
      methods: { 'GET /pets': { ...MOCK, keys: ['querystring.type'] } },
      prepare: ({ cli }) => cli('keys remove GET /pets querystring.type --stage prod'),
    },
    quiet: {},
    fix: 'keys remove GET /pets querystring.type --deploy',
  },
  {
    rule: 'keys-not-deployed',
    found: {
      methods: { 'GET /pets/{id}': { ...MOCK, keys: ['path.id'] } },
      prepare: ({ cli }) => cli('keys remove GET /pets/{id} path.id --accept-unkeyed all --stage prod'),
    },
    quiet: { methods: { 'GET /pets/{id}': { ...MOCK, keys: ['path.id'] } } },
    fix: "keys add GET '/pets/{id}' path.id --api",
  },
  {
    rule: 'keys-not-deployed',
    found: {
      stage: { ...CACHED, canary: { percentTraffic: 10, useStageCache: true } },
      prepare: ({ cli }) => cli('keys add GET /pets querystring.type --stage prod'),
    },
    quiet: {},
    fix: 'keys list GET /pets',
    looks: true,
  },
  {
    rule: 'canary-without-cache',
    found: { stage: { ...CACHED, canary: { percentTraffic: 10 } } },
    quiet: { stage: { ...CACHED, canary: { percentTraffic: 10, useStageCache: true } } },
    fix: 'aws apigateway update-stage',
  },
  {
    rule: 'stream-not-cached',
    found: { methods: { 'GET /pets': PROXY }, prepare: (bench) => streaming(bench) },
    quiet: { methods: { 'GET /pets': PROXY } },
    fix: 'override GET /pets --cache off',
  },
  {
    rule: 'answer-too-large',
    found: { methods: { 'GET /report': sized(1_048_577) }, flags: "--probe '/report?part=1'" },
    quiet: { methods: { 'GET /report': sized(1_048_576) }, flags: '--probe /report' },
  },
  {
    rule: 'answer-near-limit',
    found: {
      methods: { 'GET /report': sized(1_000_000) },
      stage: { ...CLUSTER, settings: { '*/*': { cachingEnabled: true, cacheDataEncrypted: true } } },
      flags: '--probe /report',
    },
    quiet: { methods: { 'GET /report': sized(1_000_000) }, flags: '--probe /report' },
    looks: true,
  },
  {
    rule: 'stray-method-key',
    found: { stage: withOverride('pets/GET', { cacheTtlInSeconds: 5 }) },
    quiet: { stage: withOverride('GET /pets', { cacheTtlInSeconds: 5 }) },
  },
  {
    rule: 'wildcard-method-key',
    found: { stage: withOverride('~1v1~1*/GET', { cacheTtlInSeconds: 5 }) },
    quiet: {},
    fix: 'aws apigateway update-stage',
  },
  {
    rule: 'override-without-method',
    found: { stage: withOverride('GET /gone', { cacheTtlInSeconds: 5 }) },
    quiet: { prepare: removeFromApi },
    fix: 'override GET /gone --remove ',
  },
  {
    rule: 'override-without-method',
    found: { stage: withOverride('GET /gone', { throttlingRateLimit: 5 }) },
    quiet: { stage: withOverride('GET /pets', {}) },
    fix: 'override GET /gone --remove --all-settings',
  },
  {
    rule: 'any-override',
    found: { methods: { 'ANY /pets': MOCK }, stage: withOverride('ANY /pets', { cacheTtlInSeconds: 5 }) },
    quiet: { methods: { 'ANY /pets': MOCK }, stage: withOverride('GET /pets', { cacheTtlInSeconds: 5 }) },
    fix: 'override ANY /pets --remove',
  },
  {
    rule: 'any-override',
    found: {
      methods: { 'ANY /pets': MOCK },
      stage: { ...CLUSTER, settings: { ...ON, 'ANY /pets': {}, 'GET /pets': {} } },
    },
    quiet: { methods: { 'ANY /pets': MOCK } },
    fix: 'aws apigateway update-stage',
  },
  ...['pets/ANY', '/pets/ANY', '~1pets/ANY'].map((key) => ({
    rule: 'any-override',
    found: { methods: { 'ANY /pets': MOCK }, stage: withOverride(key, { cacheTtlInSeconds: 5 }) },
    quiet: { methods: { 'ANY /pets': MOCK } },
    fix: 'override ANY /pets --remove',
  })),
  {
    rule: 'same-api-name',
    found: { others: [{ id: 'bbbbbbbbbb', name: 'pets', methods: {}, stages: {} }] },
    quiet: { others: [{ id: 'bbbbbbbbbb', name: 'Pets', methods: {}, stages: {} }] },
    fix: 'aws apigateway update-rest-api',
  },
  {
    rule: 'idle-cluster',
    found: { prepare: ({ clock }) => clock.sleep(11 * 60_000) },
    quiet: { prepare: askOnce },
    fix: 'disable',
  },
  {
    rule: 'lingering-size',
    found: { stage: { lingeringSize: '0.5' } },
    quiet: { stage: {} },
    looks: true,
  },
]

export function seedOf({ methods = pets, stage = CACHED, others = [] }: Scene): Seed {
  return { apis: [{ id: API, name: 'pets', methods, stages: { prod: stage } }, ...others] }
}

function sized(bytes: number): SeedMethod {
  return { integration: { type: 'MOCK', body: 'x'.repeat(bytes) } }
}

/** Deploys GET with a request template. */
function templated(text: string): (bench: Bench) => Promise<void> {
  return async (bench) => {
    const operation = { op: 'add', path: '/requestTemplates/application~1json', value: text }
    await patchIntegration(bench, API, '/pets', 'GET', operation)
    await deploy(bench, API, 'prod')
  }
}

async function streaming(bench: Bench): Promise<void> {
  await patchIntegration(bench, API, '/pets', 'GET', {
    op: 'replace',
    path: '/responseTransferMode',
    value: 'STREAM',
  })
  await deploy(bench, API, 'prod')
}

/** What the deployment still has is not dead. */
async function removeFromApi(bench: Bench): Promise<void> {
  await bench.cli('override GET /pets --ttl 5 --stage prod')
  await control(bench, `DELETE /restapis/${API}/resources/{/pets}/methods/GET`)
}

async function askOnce({ sandbox, clock }: Bench): Promise<void> {
  await fetch(`${sandbox.apis[0]?.stages[0]?.invokeUrl}/pets`)
  await clock.sleep(10 * 60_000)
}
