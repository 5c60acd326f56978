import { describe, expect, it } from 'vitest'
import { unkeyedIdentityOf } from '../../../src/core/exposure/private-probe.js'
import { deployedMethod } from '../../../src/core/gateway/export.js'

describe('a header or query parameter', () => {
  it.each(['api_key', 'X-Api_Key', 'password', 'key', 'code', 'otp', 'sessionId'])(
    'that is named %s is missing from the key, and one for everybody is not',
    (name) => {
      const sent = {
        deployed: null,
        method: null,
        headers: [
          [name, 'a'],
          ['Accept', 'b'],
        ] as const,
      }
      const url = `https://x.example/pets?${name}=1&keyword=2&country_code=3`
      expect(unkeyedIdentityOf({ ...sent, url })).toEqual([`header.${name}`, `querystring.${name}`])
    },
  )

  it('of a compound name is missing from the key, unless it is there', () => {
    const sent = {
      url: 'https://x.example/pets?my.sessionId=2&page=1',
      headers: [['X-AccessToken', 'a']] as const,
      deployed: null,
    }
    const method = {
      ...({ method: 'GET', path: '/pets', source: 'stage-default', cached: true } as const),
      ...({ pendingKeys: null, caching: true, ttlSeconds: 60, encrypted: false } as const),
      ...({ requireAuthorization: true, unauthorized: 'FAIL_WITH_403' } as const),
    }

    expect(unkeyedIdentityOf({ ...sent, method: null })).toEqual(['header.X-AccessToken', 'querystring.my.sessionId'])
    expect(
      unkeyedIdentityOf({
        ...sent,
        method: { ...method, keys: ['header.x-accesstoken', 'querystring.my.sessionId'] },
      }),
    ).toEqual([])
    // The names of a query differ by case.
    expect(unkeyedIdentityOf({ ...sent, method: { ...method, keys: ['querystring.my.sessionid'] } })).toContain(
      'querystring.my.sessionId',
    )
  })

  it.each([
    ['MOCK', {}, []],
    ['AWS', {}, []],
    ['HTTP', { requestParameters: { 'integration.request.header.A': 'method.request.header.Accept' } }, []],
    [
      'HTTP',
      { requestParameters: { 'integration.request.header.A': 'method.request.header.X-API-Key' } },
      ['header.x-api-key'],
    ],
    [
      'HTTP',
      { requestParameters: { 'integration.request.header.A': 'context.identity.apiKey' } },
      ['header.x-api-key'],
    ],
    ['AWS', { requestTemplates: { 'application/json': '#set($all = $input.params())' } }, ['header.x-api-key']],
    ['AWS', { requestTemplates: { 'application/json': '{"ip":"$context.identity.sourceIp"}' } }, []],
    ['AWS_PROXY', {}, ['header.x-api-key']],
    ['http_proxy', {}, ['header.x-api-key']],
  ])('that is an API key counts where the backend sees it: %s %o', (type, integration, missing) => {
    const ref = { method: 'GET', path: '/pets' }
    const deployed = deployedMethod(ref, { type, ...integration }, null, true)
    const sent = { url: 'https://x.example/pets', headers: [['x-api-key', 'a']] as const, method: null }

    expect(unkeyedIdentityOf({ ...sent, deployed })).toEqual(missing)
    expect(unkeyedIdentityOf({ ...sent, deployed: null })).toEqual(['header.x-api-key'])
    expect(unkeyedIdentityOf({ ...sent, deployed, identities: ['X-Api-Key'] })).toEqual(['header.x-api-key'])
  })

  it('is not missing where a key is mapped from it', () => {
    const mapping = {
      'integration.request.header.Caller': 'method.request.header.Authorization',
      'integration.request.querystring.who': 'method.request.querystring.token',
    }
    const deployed = deployedMethod(
      { method: 'GET', path: '/pets' },
      { cacheKeyParameters: Object.keys(mapping), requestParameters: mapping },
      { sources: ['method.request.header.Authorization'], signed: false },
    )
    const sent = { url: 'https://x.example/pets?token=1', headers: [['Authorization', 'a']] as const }

    expect(unkeyedIdentityOf({ ...sent, method: null, deployed })).toEqual([])
    expect(unkeyedIdentityOf({ ...sent, headers: [['Cookie', 'a']], method: null, deployed })).toEqual([
      'header.Cookie',
    ])
  })
})
