import type { Handler, SandboxOptions, Seed, SeedMethod, SeedStage } from '../../../src/sandbox/index.js'

const json = (value: unknown, headers: Readonly<Record<string, string>> = {}) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(value),
})
const iso = (now: number) => new Date(now).toISOString()

/** Backends by name: what they answer, how often it changes, and whether they cache by themselves. */
function backends(): Readonly<Record<string, Handler>> {
  let asked = 0
  const kept = new Map<string, { readonly body: unknown; readonly until: number }>()
  const keeping = (ttlMs: number, honours: boolean): Handler => {
    return ({ path, headers }, { clock }) => {
      const now = clock.now()
      const entry = kept.get(path)
      const fresh = honours && headers?.['Cache-Control'] === 'max-age=0'
      if (entry && entry.until >= now && !fresh) return json(entry.body)
      const body = { generatedAt: iso(now) }
      kept.set(path, { body, until: now + ttlMs })
      return json(body)
    }
  }
  return {
    stamped: ({ queryStringParameters, headers }, { clock }) =>
      json({
        generatedAt: iso(clock.now()),
        type: queryStringParameters?.type ?? null,
        tenant: headers?.['X-Tenant'] ?? null,
      }),
    seconds: (_, { clock }) => json({ now: Math.floor(clock.now() / 1000) }),
    counter: () => json({ count: ++asked }),
    'header-time': (_, { clock }) => json({ same: true }, { 'X-Generated-At': iso(clock.now()) }),
    still: () => json({ name: 'rex' }),
    cdn: (_, { clock }) => json({ generatedAt: iso(clock.now()) }, { 'X-Cache': 'Hit from cloudfront', Age: '12' }),
    slow: (_, { clock }) => json({ visitors: Math.floor(clock.now() / 7000) }),
    'backend-cache': keeping(300_000, false),
    'polite-backend-cache': keeping(300_000, true),
    failing: () => ({ statusCode: 503, body: '{"message":"no"}' }),
    large: (_, { clock }) => json({ generatedAt: iso(clock.now()), rows: ' '.repeat(1_048_576) }),
    me: ({ requestContext }, { clock }) =>
      json({ user: requestContext.authorizer?.principalId ?? null, generatedAt: iso(clock.now()) }),
    echo: ({ body, httpMethod }, { clock }) => json({ httpMethod, body, generatedAt: iso(clock.now()) }),
  }
}

export const CACHED = { cachingEnabled: true, cacheTtlInSeconds: 300 } as const

const backed = (handler: string, more: Omit<SeedMethod, 'integration'> = {}): SeedMethod => ({
  integration: { type: 'AWS_PROXY', handler },
  ...more,
})

const PEOPLE = {
  name: 'people',
  type: 'TOKEN',
  identitySource: 'method.request.header.Authorization',
  tokens: { 'ann-token': { principalId: 'ann' }, 'ben-token': { principalId: 'ben' } },
} as const

const METHODS: Readonly<Record<string, SeedMethod>> = {
  'GET /stamped': backed('stamped'),
  'GET /typed': backed('stamped', { keys: ['querystring.type'] }),
  'GET /tenants': backed('stamped', { keys: ['header.X-Tenant'] }),
  'GET /items/{id}': backed('stamped', { keys: ['path.id'] }),
  'GET /loose/{id}': backed('stamped'),
  'GET /seconds': backed('seconds', { keys: ['querystring.type'] }),
  'GET /loose-seconds': backed('seconds', { parameters: ['querystring.type'] }),
  'GET /counter': backed('counter'),
  'GET /header-time': backed('header-time'),
  'GET /still': backed('still'),
  'GET /cdn': backed('cdn'),
  'ANY /any': backed('counter'),
  'GET /slow': backed('slow'),
  'GET /backend-cache': backed('backend-cache'),
  'GET /polite': backed('polite-backend-cache'),
  'GET /failing': backed('failing'),
  'GET /large': backed('large'),
  'GET /signed': backed('stamped', { authorization: 'AWS_IAM' }),
  'GET /me': backed('me', { authorizer: PEOPLE }),
  'GET /my': backed('me', { authorizer: PEOPLE, keys: ['header.Authorization'] }),
  'POST /search': backed('echo'),
}

/** An API with all of them, whose stage caches GET unless told otherwise. */
export function stageOf(
  settings: SeedStage['settings'] = {},
  more: Partial<SandboxOptions> & {
    readonly stage?: Partial<SeedStage>
    readonly identities?: Seed['identities']
  } = {},
): SandboxOptions {
  const { stage, identities = [], ...options } = more
  return {
    handlers: backends(),
    seed: {
      apis: [
        {
          id: 'aaaaaaaaaa',
          name: 'shop',
          methods: METHODS,
          stages: { prod: { cluster: '0.5', settings: { '*/*': CACHED, ...settings }, ...stage } },
        },
      ],
      identities,
    },
    ...options,
  }
}
