import { describe, expect, it } from 'vitest'
import type { Authorizer } from '../../../src/sandbox/world/model.js'
import { gateway } from '../support/gateway.js'
import { claimed } from '../support/signed.js'
import { buildAuthorizer, buildSetting, buildSnapshot } from '../support/world.js'

describe('access', () => {
  it('D8 refuses an AWS_IAM method without an Authorization header, and one that is no signature', async () => {
    const { send } = gateway({ 'GET /orders': { authorizationType: 'AWS_IAM' } })
    const refused = await send('/orders')
    expect([refused.status, refused.header('x-amzn-ErrorType')]).toEqual([403, 'MissingAuthenticationTokenException'])

    for (const [value, missing] of [
      ['Bearer x', 'Credential'],
      ['', 'Credential'],
      ['AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=x', 'SignedHeaders'],
    ] as const) {
      const broken = await send('/orders', { headers: [['Authorization', value]] })
      expect([broken.status, broken.header('x-amzn-ErrorType')]).toEqual([403, 'IncompleteSignatureException'])
      expect(broken.body).toContain(`Authorization header requires '${missing}' parameter.`)
    }
  })

  it('D8 lets any signature through while IAM is not enforced, and says whose it is', async () => {
    const { send } = gateway(
      { 'GET /orders': { authorizationType: 'AWS_IAM', handler: 'who' } },
      {
        handlers: {
          who: ({ requestContext: { identity } }) => ({ statusCode: 200, body: JSON.stringify(identity) }),
        },
      },
    )

    expect((await send('/orders', { headers: [claimed('AKIDELSE')] })).json()).toMatchObject({
      accessKey: 'AKIDELSE',
      userArn: 'arn:aws:iam::000000000000:user/AKIDELSE',
    })
  })

  it('D8 lets mapping expressions read who signed, so that it can be a part of the cache key', async () => {
    const { send } = gateway({
      'GET /orders': {
        authorizationType: 'AWS_IAM',
        keys: ['integration.request.header.User'],
        integration: { requestParameters: { 'integration.request.header.User': 'context.identity.userArn' } },
      },
    })
    const ask = async (key: string) => (await send('/orders', { headers: [claimed(key)] })).json()

    expect([await ask('ANN'), await ask('BOB'), await ask('ANN')]).toEqual([{ call: 1 }, { call: 2 }, { call: 1 }])
  })

  it('D9 refuses a method that needs an API key without one', async () => {
    const { send } = gateway({ 'GET /pets': { apiKeyRequired: true } })
    const refused = await send('/pets')
    expect([refused.status, refused.json()]).toEqual([403, { message: 'Forbidden' }])
    expect((await send('/pets', { headers: [['X-Api-Key', 'any']] })).status).toBe(200)
  })

  it('D9 accepts only the keys of the seed where it has some', async () => {
    const { send } = gateway({ 'GET /pets': { apiKeyRequired: true } }, { apiKeys: ['one', 'two'] })
    const statuses = []
    for (const key of ['one', 'two', 'any', '']) {
      statuses.push((await send('/pets', { headers: [['X-Api-Key', key]] })).status)
    }
    expect(statuses).toEqual([200, 200, 403, 403])
  })

  it('D10 does not ask for a required parameter, because no request validator does', async () => {
    const { send } = gateway({
      'GET /pets': { requestParameters: { 'method.request.querystring.type': true } },
    })
    expect((await send('/pets')).status).toBe(200)
  })

  it('D31 refuses a method with an authorizer without each value of its identity source, and takes any value', async () => {
    const { send, api } = gateway({})
    const authorizers = new Map([
      ['t', buildAuthorizer('TOKEN', 'method.request.header.Auth')],
      ['r', buildAuthorizer('REQUEST', 'method.request.header.Auth, method.request.querystring.user')],
      ['n', buildAuthorizer('REQUEST', null)],
    ])
    const method = (authorizerId: string) => ({ authorizationType: 'CUSTOM', authorizerId })
    const snapshot = buildSnapshot(
      { 'GET /token': method('t'), 'GET /request': method('r'), 'GET /none': method('n') },
      authorizers,
    )
    api.deployments.set('deploy1', { id: 'deploy1', description: null, createdDate: 0, snapshot })
    const auth = (value: string) => ({ headers: [['auth', value]] as const })

    const refused = await send('/token')
    expect([refused.status, refused.json(), refused.header('x-amzn-ErrorType')]).toEqual([
      401,
      { message: 'Unauthorized' },
      'UnauthorizedException',
    ])
    const statuses = [
      await send('/token', auth('')),
      await send('/token', auth('anything')),
      await send('/request', auth('x')),
      await send('/request?user=u'),
      await send('/request?user=u', auth('x')),
      await send('/none'),
    ].map(({ status }) => status)
    expect(statuses).toEqual([401, 200, 401, 401, 200, 200])
  })

  const TOKENS = {
    'alice-token': { principalId: 'alice', context: { tier: 'gold', visits: 3, admin: true } },
    'bob-token': { principalId: 'bob' },
    'mallory-token': { principalId: 'mallory', deny: true },
  }
  /** One method behind an authorizer that knows these tokens; its function answers with what it was told. */
  function guarded(type: Authorizer['type'], identitySource: string, handler = 'who') {
    const made = gateway({}, { handlers: { who: ({ requestContext }) => shown(requestContext.authorizer) } })
    const authorizers = new Map([['a', { ...buildAuthorizer(type, identitySource), tokens: TOKENS }]])
    const method = {
      authorizationType: 'CUSTOM',
      authorizerId: 'a',
      handler,
      keys: ['integration.request.header.User'],
      integration: {
        requestParameters: { 'integration.request.header.User': 'context.authorizer.principalId' },
      },
    }
    const snapshot = buildSnapshot({ 'GET /me': method }, authorizers)
    made.api.deployments.set('deploy1', { id: 'deploy1', description: null, createdDate: 0, snapshot })
    return made
  }
  const shown = (value: unknown) => ({ statusCode: 200, body: JSON.stringify(value ?? null) })

  it.each([
    ['alice-token', [200, { principalId: 'alice', tier: 'gold', visits: '3', admin: 'true' }]],
    ['Bearer alice-token', [200, { principalId: 'alice', tier: 'gold', visits: '3', admin: 'true' }]],
    ['toString', [401, { message: 'Unauthorized' }]],
    ['nobody-token', [401, { message: 'Unauthorized' }]],
    ['mallory-token', [403, { Message: 'User is not authorized to access this resource' }]],
  ])('D32 maps a token to an identity where the authorizer has tokens: %s', async (token, expected) => {
    const { send } = guarded('TOKEN', 'method.request.header.Authorization')

    const answer = await send('/me', { headers: [['Authorization', token]] })

    expect([answer.status, answer.json()]).toEqual(expected)
  })

  it('D32 reads the first value of a request authorizer’s source', async () => {
    const source = 'method.request.querystring.token, method.request.header.Device'
    const { send } = guarded('REQUEST', source)
    const device = { headers: [['Device', 'd']] } as const

    expect((await send('/me?token=alice-token', device)).status).toBe(200)
    expect((await send('/me?token=alice-token')).status).toBe(401)
    expect((await send('/me?token=d', device)).status).toBe(401)
  })

  it('D99 wants a token of a user pool with one of the scopes of its method', async () => {
    const tokens = {
      reader: { principalId: 'r', context: { scope: 'pets/read profile' } },
      writer: { principalId: 'w', context: { scope: 'pets/write' } },
    }
    const made = gateway({})
    const source = 'method.request.header.Authorization'
    const authorizers = new Map([['a', { ...buildAuthorizer('COGNITO_USER_POOLS', source), tokens }]])
    const method = { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'a', handler: 'counter' }
    const snapshot = buildSnapshot({ 'GET /me': { ...method, authorizationScopes: ['pets/read'] } }, authorizers)
    made.api.deployments.set('deploy1', { id: 'deploy1', description: null, createdDate: 0, snapshot })
    const ask = async (token: string) => (await made.send('/me', { headers: [['Authorization', token]] })).status

    expect([await ask('reader'), await ask('writer')]).toEqual([200, 401])
  })

  it('D33 gives functions what the authorizer said, a user pool’s as claims', async () => {
    const { send } = guarded('COGNITO_USER_POOLS', 'method.request.header.Authorization')

    const answer = await send('/me', { headers: [['Authorization', 'Bearer alice-token']] })

    expect(answer.json()).toEqual({ claims: { sub: 'alice', tier: 'gold', visits: '3', admin: 'true' } })
  })

  it('D33 lets mapping expressions read the identity, so that it can be a part of the cache key', async () => {
    const { send } = guarded('TOKEN', 'method.request.header.Authorization', 'counter')
    const ask = async (token: string) => (await send('/me', { headers: [['Authorization', token]] })).json()

    expect(await ask('alice-token')).toEqual({ call: 1 })
    expect(await ask('bob-token')).toEqual({ call: 2 })
    expect(await ask('Bearer alice-token')).toEqual({ call: 1 })
  })

  it('K27 runs the authorizer before a hit as well', async () => {
    const { send, api } = guarded('TOKEN', 'method.request.header.Authorization')
    const method = [...(api.deployments.get('deploy1')?.snapshot.resources.values() ?? [])][0]?.methods.get('GET')
    if (method?.integration) method.integration.cacheKeyParameters = []
    await send('/me', { headers: [['Authorization', 'alice-token']] })

    expect((await send('/me')).status).toBe(401)
    expect((await send('/me', { headers: [['Authorization', 'nobody-token']] })).status).toBe(401)
  })

  it('K27 checks access on cached methods too', async () => {
    const { send, stage } = gateway({ 'GET /pets': { apiKeyRequired: true } })
    stage.methodSettings.set('*/*', buildSetting())
    const withKey = { headers: [['x-api-key', 'any']] } as const
    await send('/pets', withKey)
    expect((await send('/pets', withKey)).json()).toEqual({ call: 1 })
    expect((await send('/pets')).status).toBe(403)
  })
})
