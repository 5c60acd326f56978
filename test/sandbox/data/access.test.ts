import { describe, expect, it } from 'vitest'
import { gateway } from '../support/gateway.js'
import { buildAuthorizer, buildSetting, buildSnapshot } from '../support/world.js'

describe('access', () => {
  it('D8 refuses an AWS_IAM method without an Authorization header and lets any signature through', async () => {
    const { send } = gateway({ 'GET /orders': { authorizationType: 'AWS_IAM' } })
    const refused = await send('/orders')
    expect([refused.status, refused.header('x-amzn-ErrorType')]).toEqual([
      403,
      'MissingAuthenticationTokenException',
    ])

    const signed = await send('/orders', { headers: [['Authorization', 'AWS4-HMAC-SHA256 Credential=a/b']] })
    expect(signed.status).toBe(200)
  })

  it('D9 refuses a method that needs an API key without one', async () => {
    const { send } = gateway({ 'GET /pets': { apiKeyRequired: true } })
    const refused = await send('/pets')
    expect([refused.status, refused.json()]).toEqual([403, { message: 'Forbidden' }])
    expect((await send('/pets', { headers: [['X-Api-Key', 'any']] })).status).toBe(200)
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

  it('K27 checks access on cached methods too', async () => {
    const { send, stage } = gateway({ 'GET /pets': { apiKeyRequired: true } })
    stage.methodSettings.set('*/*', buildSetting())
    const withKey = { headers: [['x-api-key', 'any']] } as const
    await send('/pets', withKey)
    expect((await send('/pets', withKey)).json()).toEqual({ call: 1 })
    expect((await send('/pets')).status).toBe(403)
  })
})
