import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gateway, type SendOptions } from '../../support/gateway.js'
import { deploy, type MethodSpecs } from '../../support/world.js'

/** The parameters that may be keys, with the value that each has in a request. */
const PARAMETERS: Readonly<Record<string, (asked: Asked) => string | undefined>> = {
  'method.request.path.id': ({ id }) => id,
  'method.request.querystring.q': ({ q }) => q,
  'method.request.header.H': ({ h }) => h,
  'integration.request.header.Body': ({ body }) => body,
  'integration.request.querystring.From': ({ q }) => q,
  'integration.request.header.Fixed': () => 'fixed',
}
const MAPPINGS = {
  'integration.request.header.Body': 'method.request.body',
  'integration.request.querystring.From': 'method.request.querystring.q',
  'integration.request.header.Fixed': "'fixed'",
}
const DEPLOYMENTS = ['deploy1', 'deploy2'] as const

interface Asked {
  readonly resource: 'a' | 'b'
  readonly verb: 'GET' | 'POST'
  readonly deployment: (typeof DEPLOYMENTS)[number]
  readonly id: string
  readonly q: string | undefined
  readonly h: string | undefined
  readonly body: string
}

interface Api {
  /** By resource: those of one namespace need not have the same keys. */
  readonly keys: { readonly a: readonly string[]; readonly b: readonly string[] }
  /** By resource; the resource's own where left out. */
  readonly namespaces: { readonly a: string | undefined; readonly b: string | undefined }
}

/** Few enough values for two requests to agree often, awkward enough to be confused. */
const text = fc.constantFrom('1', '2', '1:', ':1', 'a/b', 'é', 'a&q=b', '%', '-')
const maybe = fc.option(fc.oneof(text, fc.constant('')), { nil: undefined })
const asked: fc.Arbitrary<Asked> = fc.record({
  resource: fc.constantFrom('a', 'b'),
  verb: fc.constantFrom('GET', 'POST'),
  deployment: fc.constantFrom(...DEPLOYMENTS),
  id: text,
  q: maybe,
  h: fc.option(fc.constantFrom('', '1', '2', '1:'), { nil: undefined }),
  body: fc.constantFrom('', '1', '{"a":1}', '{"a":2}'),
})
/** Half of the pairs are alike but for one field, or else hardly any two would agree. */
const pair = fc.oneof(
  fc.tuple(asked, asked),
  fc
    .tuple(asked, asked, fc.constantFrom('resource', 'verb', 'deployment', 'id', 'q', 'h', 'body'))
    .map(([one, other, field]): [Asked, Asked] => [one, { ...one, [field]: other[field] }]),
)
const namespace = fc.option(fc.constantFrom('common', 'other'), { nil: undefined })
const keys = fc.subarray(Object.keys(PARAMETERS))
const api: fc.Arbitrary<Api> = fc.record({
  keys: fc.oneof(
    fc.record({ a: keys, b: keys }),
    keys.map((both) => ({ a: both, b: both })),
  ),
  namespaces: fc.record({ a: namespace, b: namespace }),
})

/** What the statement says that an entry is known by. */
function identityOf({ keys, namespaces }: Api, request: Asked): string {
  const values = keys[request.resource].map((key) => [key, PARAMETERS[key]?.(request) ?? null])
  const own = namespaces[request.resource] ?? `resource ${request.resource}`
  return JSON.stringify([own, request.verb, request.deployment, values])
}

function methodsOf({ keys, namespaces }: Api): MethodSpecs {
  const method = (resource: Asked['resource']) => {
    const cacheNamespace = namespaces[resource]
    return {
      keys: keys[resource],
      integration: {
        requestParameters: MAPPINGS,
        ...(cacheNamespace === undefined ? {} : { cacheNamespace }),
      },
    }
  }
  return {
    'GET /a/{id}': method('a'),
    'POST /a/{id}': method('a'),
    'GET /b/{id}': method('b'),
    'POST /b/{id}': method('b'),
  }
}

/** A stage that caches every method, and what asks it. */
function caching(spec: Api) {
  const made = gateway(methodsOf(spec))
  deploy(made.api, 'deploy2', methodsOf(spec))
  made.set('~1a~1{id}/POST', {})
  made.set('~1b~1{id}/POST', {})
  return async ({ resource, verb, deployment, id, q, h, body }: Asked): Promise<string> => {
    made.stage.deploymentId = deployment
    const query = q === undefined ? '' : `?q=${encodeURIComponent(q)}`
    const headers: SendOptions['headers'] = h === undefined ? [] : [['h', h]]
    const path = `/${resource}/${encodeURIComponent(id)}${query}`
    const answer = await made.send(path, { method: verb, headers, body })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`)
    return answer.body
  }
}

/** Equal values of parameters with other names, in one namespace: too rare to be found by chance. */
const OTHER_NAMES: Api = {
  keys: { a: ['method.request.path.id'], b: ['method.request.querystring.q'] },
  namespaces: { a: 'common', b: 'common' },
}
const ALIKE: Asked = {
  resource: 'a',
  verb: 'GET',
  deployment: 'deploy1',
  id: '1',
  q: '1',
  h: undefined,
  body: '',
}

describe('cache entries', () => {
  it('K14 are shared by two requests exactly where namespace, verb, deployment and all key values agree', async () => {
    const seen = { shared: 0, apart: 0 }
    await fc.assert(
      fc.asyncProperty(api, pair, async (spec, [one, other]) => {
        const ask = caching(spec)
        const first = await ask(one)
        const agree = identityOf(spec, one) === identityOf(spec, other)

        expect((await ask(other)) === first).toBe(agree)
        // Neither has taken the other's place.
        expect(await ask(one)).toBe(first)
        seen[agree ? 'shared' : 'apart']++
      }),
      { numRuns: 1000, examples: [[OTHER_NAMES, [ALIKE, { ...ALIKE, resource: 'b' }]]] },
    )
    expect(Math.min(seen.shared, seen.apart)).toBeGreaterThan(100)
  })
})
