import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileKey } from '../../../../src/sandbox/data/cache/key.js'
import { DEFAULT_KNOBS } from '../../../../src/sandbox/world/knobs.js'
import { type Gateway, gateway, type SendOptions } from '../../support/gateway.js'
import { buildCall, deploy } from '../../support/world.js'

/** Whether the second request gets what the first one stored. */
async function share(
  { send }: Gateway,
  [first, firstOptions]: readonly [string, SendOptions?],
  [second, secondOptions]: readonly [string, SendOptions?],
): Promise<boolean> {
  const stored = await send(first, firstOptions)
  return (await send(second, secondOptions)).body === stored.body
}

const withHeader = (name: string, value: string): SendOptions => ({ headers: [[name, value]] })

describe('the cache key', () => {
  it('K6 is only the resource where no parameter is chosen: other paths, queries and headers collide', async () => {
    const made = gateway({ 'GET /pets/{id}': {} })
    expect(await share(made, ['/pets/1'], ['/pets/2?type=cat', withHeader('Authorization', 'other')])).toBe(true)
  })

  it('K8 tells apart the values of path, query and header parameters', async () => {
    const keys = ['method.request.path.id', 'method.request.querystring.type', 'method.request.header.Tenant']
    const made = gateway({ 'GET /pets/{id}': { keys } })
    const one = ['/pets/1?type=a', withHeader('tenant', 'x')] as const
    expect(await share(made, one, ['/pets/1?other=z&type=a', withHeader('TENANT', 'x')])).toBe(true)
    expect(await share(made, one, ['/pets/2?type=a', withHeader('Tenant', 'x')])).toBe(false)
    expect(await share(made, one, ['/pets/1?type=b', withHeader('Tenant', 'x')])).toBe(false)
    expect(await share(made, one, ['/pets/1?type=a', withHeader('Tenant', 'y')])).toBe(false)
  })

  it('K8 takes an absent parameter for a value of its own, and query names by their case', async () => {
    const made = gateway({ 'GET /pets': { keys: ['method.request.querystring.type'] } })
    expect(await share(made, ['/pets'], ['/pets?other=1'])).toBe(true)
    expect(await share(made, ['/pets'], ['/pets?type='])).toBe(false)
    expect(await share(made, ['/pets?type=a'], ['/pets?Type=a'])).toBe(false)
  })

  it('K9 reads integration parameters from what is mapped to them', async () => {
    const sources = ['method.request.body', 'method.request.body.user.id', 'stageVariables.env', 'context.httpMethod']
    for (const source of [...sources, 'method.request.querystring.q', "'fixed'"]) {
      const requestParameters = { 'integration.request.header.K': source }
      const made = gateway({
        'POST /search': { keys: ['integration.request.header.K'], integration: { requestParameters } },
      })
      made.set('~1search/POST', {})
      const ask = (query: string, body: string) => [`/search?q=${query}`, { method: 'POST', body }] as const
      const base = ask('1', '{"user":{"id":1},"page":1}')
      const shares = [
        await share(made, base, ask('2', '{"user":{"id":1},"page":1}')),
        await share(made, base, ask('1', '{"user":{"id":1},"page":2}')),
        await share(made, base, ask('1', '{"user":{"id":2},"page":1}')),
      ]
      const expected: Record<string, boolean[]> = {
        'method.request.body': [true, false, false],
        'method.request.body.user.id': [true, true, false],
        'method.request.querystring.q': [false, true, true],
      }
      expect([source, shares]).toEqual([source, expected[source] ?? [true, true, true]])
    }
  })

  it('K10 keeps resources apart by their namespace, and lets those of one namespace share', async () => {
    const apart = gateway({ 'GET /a': {}, 'GET /b': {} })
    expect(await share(apart, ['/a'], ['/b'])).toBe(false)

    const integration = { cacheNamespace: 'common' }
    const together = gateway({ 'GET /a': { integration }, 'GET /b': { integration } })
    expect(await share(together, ['/a'], ['/b'])).toBe(true)
  })

  it('K11 contains the verb, unless keyIncludesVerb is off', async () => {
    for (const keyIncludesVerb of [true, false]) {
      const made = gateway({ 'GET /pets': {}, 'POST /pets': {} }, { knobs: { keyIncludesVerb } })
      made.set('~1pets/POST', {})
      expect(await share(made, ['/pets'], ['/pets', { method: 'POST' }])).toBe(!keyIncludesVerb)
    }
  })

  it('K12 contains the deployment, unless keyIncludesDeployment is off: a redeployed stage starts cold', async () => {
    for (const keyIncludesDeployment of [true, false]) {
      const { send, api, stage } = gateway({ 'GET /pets': {} }, { knobs: { keyIncludesDeployment } })
      deploy(api, 'deploy2', { 'GET /pets': {} })
      const before = await send('/pets')
      stage.deploymentId = 'deploy2'
      expect((await send('/pets')).body === before.body).toBe(!keyIncludesDeployment)
      stage.deploymentId = 'deploy1'
      expect((await send('/pets')).body).toBe(before.body)
    }
  })

  it('K13 takes the last of several values, or the first, or all of them, as multiValueKey says', async () => {
    const expected = { last: [true, false], first: [false, true], joined: [false, false] } as const
    for (const multiValueKey of ['last', 'first', 'joined'] as const) {
      const keys = ['method.request.querystring.t', 'method.request.header.T']
      const made = gateway({ 'GET /pets': { keys } }, { knobs: { multiValueKey } })
      const two = (a: string, b: string): [string, SendOptions] => [
        `/pets?t=${a}&t=${b}`,
        {
          headers: [
            ['T', a],
            ['T', b],
          ],
        },
      ]
      expect([
        await share(made, two('1', '2'), two('3', '2')),
        await share(made, two('5', '6'), two('5', '7')),
      ]).toEqual(expected[multiValueKey])
    }
  })

  it('K14 does not heed in which order the key parameters are named, nor whether one is named twice', async () => {
    const [t, h] = ['method.request.querystring.t', 'method.request.header.H']
    const integration = { cacheNamespace: 'common' }
    const made = gateway({
      'GET /a': { keys: [t, h], integration },
      'GET /b': { keys: [h, t, h], integration },
    })
    const one = ['/a?t=1', withHeader('H', '2')] as const

    expect(await share(made, one, ['/b?t=1', withHeader('H', '2')])).toBe(true)
    expect(await share(made, one, ['/b?t=2', withHeader('H', '1')])).toBe(false)
  })

  interface Parts {
    readonly namespace: string
    readonly deployment: string
    readonly verb: string
    readonly a: string | undefined
    readonly b: string | undefined
  }

  const keyOf = ({ namespace, deployment, verb, a, b }: Parts) => {
    const query = Object.entries({ a, b }).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
    )
    const { made, integration } = buildCall(verb, query.join('&'), {
      cacheNamespace: namespace,
      cacheKeyParameters: ['method.request.querystring.a', 'method.request.querystring.b'],
    })
    return compileKey(integration, DEFAULT_KNOBS)(made, deployment)
  }

  it('K14 is the same for two calls exactly where namespace, deployment, verb and all values are', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 4 })
    const value = fc.option(text, { nil: undefined })
    const call = fc.record({
      namespace: text,
      deployment: text,
      verb: fc.constantFrom('GET', 'PUT'),
      a: value,
      b: value,
    })
    fc.assert(
      fc.property(call, call, (one, other) => {
        const same = JSON.stringify(Object.entries(one)) === JSON.stringify(Object.entries(other))
        expect(keyOf(one) === keyOf(other)).toBe(same)
        expect(keyOf({ ...one })).toBe(keyOf(one))
      }),
    )
  })

  it('K14 tells values apart that hold the separators of the key', () => {
    const texts = ['', ':', '::', '1:', '-']
    const values = [undefined, ...texts]
    const keys = texts.flatMap((namespace) =>
      texts.flatMap((deployment) =>
        ['GET', 'PUT'].flatMap((verb) =>
          values.flatMap((a) => values.map((b) => keyOf({ namespace, deployment, verb, a, b }))),
        ),
      ),
    )
    expect(new Set(keys).size).toBe(5 * 5 * 2 * 6 * 6)
  })
})
