import { describe, expect, it } from 'vitest'
import { advice } from '../../../src/core/advise/advise.js'
import { identityKeys } from '../../../src/core/advise/identity-keys.js'
import { basis, type Given } from './readings.js'

const told = (given: Given) => advice(basis(given)).map(({ action, confidence }) => [action, confidence])

describe('advice on the TTL', () => {
  it('predicts the ratio of a longer one, and is sure where the method has one entry', () => {
    // Once in 100 s, TTL 30 s: n = 0.3.
    const [first] = advice(basis({ days: 7, methods: [{ name: '/rates', ttl: 30, hits: 1400, misses: 4650 }] }))
    expect(first).toMatchObject({ action: 'ttl', confidence: 'high', monthlyUsdChange: null })
    expect(first?.reason).toContain('GET /rates has a TTL of 30 s and a ratio of 23.1 %')
    expect(first?.reason).toContain('with 300 s about 75.0 %')
    expect(first?.command).toContain('override GET /rates --ttl 300 ')
  })

  it('is given where every poll comes just after the entry is over', () => {
    // Once a minute, TTL 30 s: never a hit.
    const [first] = advice(basis({ days: 7, methods: [{ name: '/rates', ttl: 30, hits: 0, misses: 10_080 }] }))
    expect(first).toMatchObject({ action: 'ttl', confidence: 'high' })
    expect(first?.reason).toContain('with 300 s about 83.3 %')
  })

  it('is no surer than the window is long', () => {
    expect(told({ days: 0.5, methods: [{ ttl: 30, hits: 0, misses: 720 }] })).toEqual([['ttl', 'low']])
  })

  it('promises an upper bound where keys may be the reason', () => {
    const methods = [{ ttl: 30, keys: ['path.id'], hits: 1000, misses: 4000 }]
    expect(told({ methods })).toEqual([['ttl', 'low']])
    expect(advice(basis({ methods }))[0]?.reason).toContain('with 300 s at most about 71.4 %')
  })

  it('is silent where the ratio is good, and where a longer one would not help', () => {
    expect(told({ methods: [{ ttl: 30, hits: 9000, misses: 1000 }] })).toEqual([])
    expect(told({ methods: [{ ttl: 3600, keys: ['path.id'], hits: 900, misses: 2000 }] })).toEqual([])
  })

  it('uses the figures of the stage where a single method is cached', () => {
    const one = { name: '/rates', ttl: 30, hits: 1400, misses: 4650 }
    expect(told({ coarse: true, methods: [one, { cached: false, hits: 0, misses: 0 }] })).toEqual([['ttl', 'high']])
    expect(told({ coarse: true, methods: [one, { hits: 0, misses: 0 }] })).toEqual([])
  })
})

describe('advice on keys', () => {
  const shop = (...keys: string[]) => [{ name: '/shop', ttl: 300, keys, hits: 200, misses: 4000 }]

  it('names a key that is noise, and the command that removes it', () => {
    const [first] = advice(basis({ methods: shop('querystring.type', 'querystring.utm_source') }))
    expect(first).toMatchObject({ action: 'keys', confidence: 'medium' })
    expect(first?.reason).toContain('querystring.utm_source in its key differs between callers')
    expect(first?.command).toContain('keys remove GET /shop querystring.utm_source --deploy ')
  })

  it('advises no deployment of a stage that has a canary, which is refused', () => {
    const waits = 'the stage has a canary, which has to be promoted or removed before the keys can be deployed'
    const [noise] = advice(basis({ hasCanary: true, methods: shop('querystring.utm_source') }))
    const [open] = advice(basis({ hasCanary: true, methods: shop('header.User-Agent') }))
    expect(noise?.command).toContain('keys remove GET /shop querystring.utm_source --api ')
    for (const one of [noise, open]) expect(one?.reason).toContain(waits)
    expect(JSON.stringify([noise, open])).not.toContain('--deploy')
  })

  it('looks at two values first where the answer may depend on the key', () => {
    const [first] = advice(basis({ methods: shop('header.User-Agent') }))
    expect(first).toMatchObject({ action: 'keys', confidence: 'low' })
    expect(first?.command).toContain('apigw-cache verify /shop --vary header.User-Agent=1,2 ')
    expect(first?.reason).toContain('only where they are the same remove it (keys remove --deploy)')
  })

  it.each(['Authorization', 'Cookie', 'cookie', 'Accept-Language', 'X-Forwarded-For', 'X-Tenant'])(
    'never advises to remove header.%s, which may say who calls or what is answered',
    (name) => {
      const all = advice(basis({ methods: shop(`header.${name}`) }))
      expect(JSON.stringify(all)).not.toMatch(/remove|--vary/)
    },
  )

  it('never advises to remove what the authorizer reads', () => {
    const methods = shop('header.User-Agent', 'header.X-Request-Id')
    const reads = (...keys: string[]) => [{ method: 'ANY', path: '/shop', keys }]
    const [one] = advice(basis({ methods, identities: reads('header.User-Agent') }))
    expect(one?.reason).not.toContain('header.User-Agent in its key')
    expect(one?.command).toContain('keys remove ANY /shop header.X-Request-Id --deploy ')
    const none = advice(basis({ methods, identities: reads('header.User-Agent', 'header.X-Request-Id') }))
    expect(JSON.stringify(none)).not.toContain('keys remove')
  })
})

describe('the keys that tell callers apart', () => {
  const integration = (cacheKeyParameters: readonly string[], requestParameters = {}) => ({
    'x-amazon-apigateway-integration': { cacheKeyParameters, requestParameters },
  })
  const document = (get: object) => ({
    paths: { '/me': { get } },
    components: {
      securitySchemes: {
        callers: {
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': {
            identitySource: 'method.request.header.User-Agent, method.request.querystring.t',
          },
        },
      },
    },
  })
  const security = [{ callers: [] }]

  it('are those that the authorizer reads, in any case, also through a mapping', () => {
    const keys = ['method.request.header.user-agent', 'method.request.querystring.type']
    const mapped = { 'integration.request.header.X': 'method.request.querystring.t' }
    const given = { ...integration([...keys, 'integration.request.header.X'], mapped), security }
    expect(identityKeys(document(given))).toEqual([
      { method: 'GET', path: '/me', keys: ['header.user-agent', 'integration.header.X'] },
    ])
  })

  it('are none where anybody may call', () => {
    expect(identityKeys(document(integration(['method.request.header.User-Agent'])))).toEqual([
      { method: 'GET', path: '/me', keys: [] },
    ])
  })
})
