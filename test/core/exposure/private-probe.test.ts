import { describe, expect, it } from 'vitest'
import { isIdentityName, unkeyedIdentityOf } from '../../../src/core/exposure/private-probe.js'

describe('a header or query parameter', () => {
  it.each([
    'authorization',
    'cookie',
    'x-api-key',
    'x-amz-security-token',
    'my-auth-header',
    'tenant_ref',
    'sig',
    'signature',
    'accesstoken',
    'access-token',
    'session-id',
    'api-key',
    // Compound words within longer names.
    'x-accesstoken',
    'x-sessionid',
    'app.clientsecret',
    'my_username',
    'x-refreshtoken-v2',
  ])('that is named %s usually carries an identity', (name) => {
    expect(isIdentityName(name)).toBe(true)
  })

  it.each([
    'user-agent',
    'accept-language',
    'id',
    'key',
    'name',
    'page',
    'authors',
    'x-access',
    'x-sessions',
    'x-productid',
    'x-accesstokens',
  ])('that is named %s does not', (name) => {
    expect(isIdentityName(name)).toBe(false)
  })

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

    expect(unkeyedIdentityOf({ ...sent, method: null })).toEqual([
      'header.X-AccessToken',
      'querystring.my.sessionId',
    ])
    expect(
      unkeyedIdentityOf({
        ...sent,
        method: { ...method, keys: ['header.x-accesstoken', 'querystring.my.sessionid'] },
      }),
    ).toEqual([])
  })
})
