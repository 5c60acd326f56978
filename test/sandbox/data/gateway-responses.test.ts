import { describe, expect, it } from 'vitest'
import {
  defaultGatewayResponse,
  GATEWAY_RESPONSE_TYPES,
  type GatewayResponse,
  type GatewayResponseType,
} from '../../../src/sandbox/world/gateway-response.js'
import type { RestApi } from '../../../src/sandbox/world/model.js'
import { gateway, type SendOptions } from '../support/gateway.js'
import { buildAuthorizer } from '../support/world.js'

/** Every kind gets a header that says its name. */
function named(api: RestApi): void {
  const responses = new Map<GatewayResponseType, GatewayResponse>(
    GATEWAY_RESPONSE_TYPES.map((type) => [
      type,
      { ...defaultGatewayResponse(type), responseParameters: { 'gatewayresponse.header.kind': `'${type}'` } },
    ]),
  )
  for (const [id, deployment] of api.deployments) {
    const authorizers = new Map([['auth', AUTHORIZER]])
    api.deployments.set(id, {
      ...deployment,
      snapshot: { ...deployment.snapshot, authorizers, gatewayResponses: responses },
    })
  }
}

const AUTHORIZER = {
  ...buildAuthorizer('TOKEN', 'method.request.header.Authorization'),
  tokens: { no: { principalId: 'p', deny: true } },
}
const TOKEN = { authorizationType: 'CUSTOM', authorizerId: 'auth' }

describe('gateway responses of the data plane', () => {
  it.each<[string, string, object, SendOptions, string]>([
    ['no such path', 'GET /x', {}, {}, 'MISSING_AUTHENTICATION_TOKEN 403 {"message":"Missing Authentication Token"}'],
    ['no API key', 'GET /a', { apiKeyRequired: true }, {}, 'INVALID_API_KEY 403 {"message":"Forbidden"}'],
    ['no token', 'GET /a', TOKEN, {}, 'UNAUTHORIZED 401 {"message":"Unauthorized"}'],
    [
      'a denied token',
      'GET /a',
      TOKEN,
      { headers: [['Authorization', 'no']] },
      'ACCESS_DENIED 403 {"Message":"User is not authorized to access this resource"}',
    ],
    [
      'no signature',
      'GET /a',
      { authorizationType: 'AWS_IAM' },
      { headers: [['Authorization', 'Bearer x']] },
      'INVALID_SIGNATURE 403 ',
    ],
    [
      'an address that is none',
      'GET /a',
      { integration: { type: 'HTTP_PROXY', uri: 'nowhere' } },
      {},
      'API_CONFIGURATION_ERROR 500 {"message": "Internal server error"}',
    ],
    [
      'a backend that is not there',
      'GET /a',
      { integration: { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:9/' } },
      {},
      'INTEGRATION_FAILURE 504 {"message": "Network error communicating with endpoint"}',
    ],
    [
      'a function that is not there',
      'GET /a',
      { handler: 'nobody' },
      {},
      'DEFAULT_5XX 502 {"message": "Internal server error"}',
    ],
  ])('D36 tells %s by its kind', async (_, asked, spec, options, answer) => {
    const { send, api } = gateway({ 'GET /a': { handler: 'counter', ...spec } })
    named(api)
    const got = await send(asked.replace('GET ', ''), options)

    expect(`${got.header('kind')} ${got.status} ${got.body}`).toContain(answer)
  })

  it('D36 leaves what an integration says as it is', async () => {
    const { send, api } = gateway({ 'GET /a': { handler: 'counter' } })
    named(api)

    expect((await send('/a')).header('kind')).toBeUndefined()
  })
})
