import fc from 'fast-check'
import type { Seed, SeedAuthorizer, SeedMethod } from '../../src/sandbox/index.js'

type Setting = NonNullable<Seed['apis'][number]['stages'][string]['settings']>[string]

const setting: fc.Arbitrary<Setting> = fc.record(
  {
    cachingEnabled: fc.boolean(),
    cacheTtlInSeconds: fc.constantFrom(0, 60, 300, 3600),
    cacheDataEncrypted: fc.boolean(),
    requireAuthorizationForCacheControl: fc.boolean(),
    unauthorizedCacheControlHeaderStrategy: fc.constantFrom(
      'FAIL_WITH_403' as const,
      'SUCCEED_WITH_RESPONSE_HEADER' as const,
      'SUCCEED_WITHOUT_RESPONSE_HEADER' as const,
    ),
    metricsEnabled: fc.boolean(),
    loggingLevel: fc.constantFrom('OFF' as const, 'INFO' as const),
    throttlingRateLimit: fc.constantFrom(5, 10_000),
  },
  { requiredKeys: [] },
)

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }

const TENANTS: SeedAuthorizer = {
  name: 'tenants',
  type: 'REQUEST',
  identitySource: 'method.request.header.X-Tenant',
}
const PEOPLE: SeedAuthorizer = { name: 'people', type: 'REQUEST', authorizerResultTtlInSeconds: 0 }

/** How a method may tell its callers apart, if it does. */
const CALLERS: readonly Partial<SeedMethod>[] = [
  {},
  { authorizer: TENANTS },
  { authorizer: PEOPLE },
  { authorization: 'AWS_IAM' },
]

/** Methods with the keys that each may have. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  'GET /': ['querystring.q'],
  'GET /pets': ['querystring.type', 'header.X-Tenant'],
  'GET /pets/{id}': ['path.id', 'querystring.type'],
  'POST /search': ['querystring.q'],
  'ANY /any': ['querystring.q'],
  'GET /a.b': ['header.X-Tenant'],
}

/** Overrides that API Gateway has, in the seed's words; ANY serves GET and DELETE. */
const OVERRIDES = ['GET /', 'GET /pets', 'GET /pets/{id}', 'POST /search', 'GET /any', 'DELETE /any', 'GET /a.b']

const keysOf = (name: string) => fc.subarray([...(METHODS[name] ?? [])])

/** A stage in any state that somebody may have left it in. */
export const anySeed: fc.Arbitrary<Seed> = fc
  .record({
    callers: fc.record(Object.fromEntries(Object.keys(METHODS).map((name) => [name, fc.constantFrom(...CALLERS)]))),
    keys: fc.record(Object.fromEntries(Object.keys(METHODS).map((name) => [name, keysOf(name)]))),
    cluster: fc.option(fc.constantFrom('0.5' as const, '1.6' as const, '118' as const), { nil: undefined }),
    lingeringSize: fc.option(fc.constantFrom('6.1' as const), { nil: undefined }),
    defaults: fc.option(setting, { nil: undefined }),
    overrides: fc.dictionary(fc.constantFrom(...OVERRIDES), setting, { maxKeys: 5 }),
  })
  .map(({ callers, keys, cluster, lingeringSize, defaults, overrides }) => {
    const methods = Object.fromEntries(
      Object.keys(METHODS).map((name) => [name, { ...MOCK, ...callers[name], keys: keys[name] ?? [] }]),
    )
    const size = cluster === undefined ? (lingeringSize ? { lingeringSize } : {}) : { cluster }
    const settings = { ...overrides, ...(defaults ? { '*/*': defaults } : {}) }
    return {
      apis: [{ id: '0123456789', name: 'pets', methods, stages: { prod: { ...size, settings } } }],
    }
  })

const flag = fc.boolean()

const wantedSettings = fc.record(
  {
    caching: flag,
    ttl: fc.constantFrom(0, 60, 120, 300),
    encrypted: flag,
    requireAuthorization: flag,
    unauthorized: fc.constantFrom('fail', 'warn', 'ignore'),
    detailedMetrics: flag,
  },
  { requiredKeys: [] },
)

const LINES = Object.keys(METHODS)

const line = (name: string) =>
  fc
    .tuple(wantedSettings, fc.option(keysOf(name), { nil: undefined }))
    .map(([settings, keys]) => ({ ...settings, ...(keys ? { keys } : {}) }))

/** Anything that a file may want of such a stage. */
export const anyFile = fc
  .record({
    cache: fc.constantFrom(undefined, false, '0.5', '1.6'),
    settings: fc.option(wantedSettings, { nil: undefined }),
    methods: fc
      .subarray(LINES)
      .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, line(name)])))),
    prune: flag,
    follow: flag,
  })
  .map(({ follow, ...stage }) => ({
    version: 1,
    stages: [{ api: 'pets', stage: 'prod', ...stage, ...(follow ? { overrides: 'follow' } : {}) }],
  }))
