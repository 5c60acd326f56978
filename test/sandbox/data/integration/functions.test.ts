import { describe, expect, it } from 'vitest'
import { dataTarget } from '../../../../src/sandbox/data/target.js'
import type { Handler } from '../../../../src/sandbox/world/lambda.js'
import { lambdaUri } from '../../../../src/sandbox/world/lambda.js'
import type { Integration } from '../../../../src/sandbox/world/model.js'
import { buildRequest, gateway } from '../../support/gateway.js'
import { buildResponse } from '../../support/world.js'

const ACCOUNT = { region: 'us-east-1', accountId: '000000000000' }
const echo: Handler = (event) => ({ statusCode: 200, body: JSON.stringify(event) })
const BROKEN = [500, '{"message": "Internal server error"}']

/** `POST /pets`, which is not cached, of an integration that calls the function. */
function calling(handler: Handler, changes: Partial<Integration> = {}) {
  const uri = lambdaUri(ACCOUNT, 'pets')
  const integration = { type: 'AWS_PROXY' as const, uri, ...changes }
  const made = gateway({ 'POST /pets': { integration } }, { handlers: { pets: handler } })
  const send: typeof made.send = (path, options) => made.send(path, { method: 'POST', ...options })
  return { ...made, send }
}

describe('functions', () => {
  it('D90 do not see what callers say to API Gateway alone, and neither do templates', async () => {
    const kept = ['Connection', 'Expect', 'Max-Forwards', 'Server', 'TE', 'Trailer', 'Upgrade', 'Content-MD5']
    const headers = [...kept, 'WWW-Authenticate', 'Proxy-Authenticate', 'Range', 'Via'].map(
      (name) => [name, 'x'] as const,
    )
    const seen = (await calling(echo).send('/pets', { headers })).json()
    const template = `{"statusCode": 200, "seen": "${kept.map((name) => `$input.params('${name}')`).join('')}$input.params('Range')"}`
    const custom = calling((event) => event as never, {
      type: 'AWS',
      requestTemplates: { 'application/json': template },
      requestParameters: { 'integration.request.header.X-Te': 'method.request.header.TE' },
      responses: new Map([['200', buildResponse({})]]),
    })

    expect(Object.keys((seen as { headers: object }).headers)).toEqual([
      'Range',
      'Via',
      'X-Amzn-Trace-Id',
      'X-Forwarded-For',
      'X-Forwarded-Port',
      'X-Forwarded-Proto',
    ])
    expect((await custom.send('/pets', { headers })).json()).toEqual({ statusCode: 200, seen: 'x' })
  })

  it.each(['AWS', 'AWS_PROXY'] as const)(
    'D91 are not called where an integration of type %s maps a header that is signed',
    async (type) => {
      let calls = 0
      const count: Handler = () => {
        calls++
        return { statusCode: 200 }
      }
      for (const name of ['Authorization', 'connection', 'Content-Length', 'Expect', 'TE']) {
        const requestParameters = { [`integration.request.header.${name}`]: "'x'" }
        const { status, body } = await calling(count, { type, requestParameters }).send('/pets')
        expect([status, body]).toEqual(BROKEN)
      }
      expect(calls).toBe(0)
      const requestParameters = { 'integration.request.header.X-Own': "'x'" }
      await calling(count, { requestParameters }).send('/pets')
      expect(calls).toBe(1)
    },
  )

  it('D92 are invoked by POST only', async () => {
    const { status, body } = await calling(echo, { httpMethod: 'GET' }).send('/pets')
    const custom = calling(echo, {
      type: 'AWS',
      httpMethod: 'GET',
      responses: new Map([['200', buildResponse({})]]),
    })

    expect([status, body]).toEqual(BROKEN)
    expect((await custom.send('/pets')).body).toContain('Unable to determine service/operation name')
  })

  it('D94 are told Authorization and User-Agent as CloudFront spells them, where it is in front of the API', async () => {
    const { send, world, api } = calling(echo)
    const names = async () => {
      const headers = [
        ['aUThorization', 'a'],
        ['user-Agent', 'b'],
        ['tEsT', 'c'],
      ] as const
      const event = (await send('/pets', { headers })).json() as { multiValueHeaders: object }
      return Object.keys(event.multiValueHeaders).slice(0, 3)
    }
    world.apis.set(api.id, { ...api, endpointTypes: ['EDGE'] })
    expect(await names()).toEqual(['Authorization', 'User-Agent', 'tEsT'])
    world.apis.set(api.id, { ...api, endpointTypes: ['REGIONAL'] })
    expect(await names()).toEqual(['aUThorization', 'user-Agent', 'tEsT'])
  })

  it('D76 answer a body that is no base 64, and is to be decoded, with 500', async () => {
    const binaryMediaTypes = ['image/png', '*/odd']
    const bytes = (body: string): Handler => {
      return () => ({ statusCode: 200, body, isBase64Encoded: true })
    }
    const asked = async (body: string, accept: string) => {
      const { send } = gateway(
        { 'GET /a': { handler: 'bytes' } },
        { snapshot: { binaryMediaTypes }, handlers: { bytes: bytes(body) } },
      )
      const answer = await send('/a', { headers: [['Accept', accept]] })
      return [answer.status, answer.body]
    }

    expect(await asked('èé+à)(', 'image/png')).toEqual(BROKEN)
    expect(await asked('aGk=', 'image/png')).toEqual([200, 'hi'])
    for (const accept of ['*/odd', 'an/odd', 'image', '*/*']) {
      expect(await asked('aGk=', accept)).toEqual([200, 'aGk='])
    }
  })

  it('D73 that succeed are answered by the integration response without a pattern', async () => {
    const responses = new Map([
      ['200', buildResponse({})],
      ['502', buildResponse({ statusCode: '502', selectionPattern: '.+' })],
      ['504', buildResponse({ statusCode: '504', selectionPattern: '200' })],
    ])
    const { send } = calling(() => 'Pass' as never, { type: 'AWS', responses })
    const answer = await send('/pets')
    expect([answer.status, answer.json()]).toEqual([200, 'Pass'])
  })

  it('D70 answer with the parent of the trace, the given one where there is one', async () => {
    const { send } = calling(echo)
    const told = async (given: string) =>
      (await send('/pets', { headers: [['X-Amzn-Trace-Id', given]] })).header('X-Amzn-Trace-Id')
    const root = 'Root=1-3152b799-8954dae64eda91bc9a23a7e8'

    expect(await told(root)).toMatch(new RegExp(`^${root};Parent=[0-9a-f]{16};Sampled=0$`))
    expect(await told(`${root};Parent=7fa8c0f79203be72;Sampled=1`)).toBe(`${root};Parent=7fa8c0f79203be72;Sampled=1`)
  })
})

it('D5 several slashes before the stage are one', () => {
  const request = buildRequest('//prod//pets', { headers: [['Host', 'abcde12345.execute-api.localhost']] })
  expect(dataTarget(request)).toEqual({ apiId: 'abcde12345', stage: 'prod', rawPath: '//pets' })
})
