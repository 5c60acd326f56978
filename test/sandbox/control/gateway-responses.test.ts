import {
  CreateDeploymentCommand,
  DeleteGatewayResponseCommand,
  type GatewayResponseType,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  ImportRestApiCommand,
  PutGatewayResponseCommand,
  UpdateGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, refused, replace, running } from '../support/sandbox.js'

const MISSING = { restApiId: API, responseType: 'MISSING_AUTHENTICATION_TOKEN' } as const
const STANDARD = {
  responseParameters: {},
  responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
}
const CORS = { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" }

describe('gateway responses', () => {
  it('C97 are all there by default, whatever the page size, and are set and deleted', async () => {
    const { gateway } = await running({ pageSize: 4 })
    const get = () => gateway.send(new GetGatewayResponseCommand(MISSING))

    const { items = [] } = await gateway.send(new GetGatewayResponsesCommand({ restApiId: API }))
    expect(items).toHaveLength(21)
    expect(items.find(({ responseType }) => responseType === 'DEFAULT_4XX')).toEqual({
      ...STANDARD,
      responseType: 'DEFAULT_4XX',
      defaultResponse: true,
    })
    expect(await get()).toMatchObject({ ...STANDARD, statusCode: '403', defaultResponse: true })

    const put = await gateway.send(new PutGatewayResponseCommand({ ...MISSING, statusCode: '404' }))
    expect([put.$metadata.httpStatusCode, put.statusCode, put.defaultResponse]).toEqual([201, '404', false])
    expect(await get()).toMatchObject({ ...STANDARD, statusCode: '404', defaultResponse: false })

    const remove = () => gateway.send(new DeleteGatewayResponseCommand(MISSING))
    expect((await remove()).$metadata.httpStatusCode).toBe(202)
    expect(await get()).toMatchObject({ statusCode: '403', defaultResponse: true })
    expect(await refused(remove())).toBe('404 NotFoundException: Gateway response type not defined on api')
  })

  it('C221 have no pages: limit and position are passed over', async () => {
    const { gateway } = await running()
    const asked = new GetGatewayResponsesCommand({ restApiId: API, limit: 1, position: 'none' })
    const { items, position } = await gateway.send(asked)
    expect([items?.length, position]).toEqual([21, undefined])
  })

  it('C97 have what the default of their family was given, unless they have their own', async () => {
    const { gateway } = await running()
    const put = (responseType: GatewayResponseType, more: object) =>
      gateway.send(new PutGatewayResponseCommand({ restApiId: API, responseType, ...more }))
    await put('DEFAULT_5XX', { statusCode: '599', responseParameters: CORS })
    await put('AUTHORIZER_FAILURE', {})

    const { items = [] } = await gateway.send(new GetGatewayResponsesCommand({ restApiId: API }))
    const shown = Object.fromEntries(items.map(({ responseType, ...rest }) => [responseType, rest]))
    expect(shown).toMatchObject({
      INTEGRATION_TIMEOUT: { statusCode: '599', responseParameters: CORS, defaultResponse: true },
      AUTHORIZER_FAILURE: { statusCode: '500', responseParameters: {}, defaultResponse: false },
      THROTTLED: { statusCode: '429', responseParameters: {}, defaultResponse: true },
    })
  })

  it('C97 are patched, and what was not set becomes its own', async () => {
    const { gateway } = await running()
    const of = { restApiId: API, responseType: 'DEFAULT_4XX' } as const
    const patch = (...patchOperations: object[]) =>
      gateway.send(new UpdateGatewayResponseCommand({ ...of, patchOperations }))
    const header = '/responseParameters/gatewayresponse.header.X'

    expect(await patch(replace('/statusCode', '444'), { op: 'add', path: header, value: "'x'" })).toMatchObject({
      statusCode: '444',
      responseParameters: { 'gatewayresponse.header.X': "'x'" },
      responseTemplates: STANDARD.responseTemplates,
      defaultResponse: false,
    })
    expect(
      await patch({ op: 'remove', path: header }, replace('/responseTemplates/application~1json', '{}')),
    ).toMatchObject({ responseParameters: {}, responseTemplates: { 'application/json': '{}' } })

    for (const [operation, words] of [
      [{ op: 'add', path: '/statusCode', value: '444' }, '400 BadRequestException: Invalid patch path /statusCode'],
      [{ op: 'remove', path: '/statusCode' }, '400 BadRequestException: Invalid patch path /statusCode'],
      [replace('/statusCode', '99'), '400 BadRequestException: Invalid status code specified'],
      [replace(header, "'y'"), '404 NotFoundException: Invalid parameter name specified'],
      [{ op: 'add', path: header }, '400 BadRequestException: Invalid null or empty value in responseParameters'],
      [
        { op: 'add', path: header, value: 'nonsense' },
        '400 BadRequestException: Invalid mapping expression specified: nonsense',
      ],
    ] as const) {
      expect(await refused(patch(operation))).toBe(words)
    }
  })

  it('C97 are refused with another type, status or header than there is', async () => {
    const { gateway } = await running()
    const put = (more: object) => refused(gateway.send(new PutGatewayResponseCommand({ ...MISSING, ...more })))

    expect(await put({ responseType: 'NOPE', statusCode: '99' })).toMatch(
      /^400 ValidationException: 2 validation errors detected: Value 'NOPE' at 'responseType' .*; Value '99' at /,
    )
    expect(await put({ responseParameters: { 'method.response.header.X': "'x'" } })).toBe(
      '400 BadRequestException: Invalid mapping expression specified: method.response.header.X',
    )
    expect(await put({ restApiId: 'nope' })).toBe(
      '404 NotFoundException: Invalid API identifier specified 000000000000:nope',
    )
  })

  it('C98 come from a document', async () => {
    const { gateway } = await running()
    const imported = (types: object) =>
      gateway.send(
        new ImportRestApiCommand({
          body: Buffer.from(
            JSON.stringify({
              openapi: '3.0.1',
              info: { title: 'cors', version: '1' },
              paths: {},
              'x-amazon-apigateway-gateway-responses': types,
            }),
          ),
        }),
      )
    const { id } = await imported({ DEFAULT_4XX: { statusCode: 418, responseParameters: CORS } })
    const of = { restApiId: id, responseType: 'UNAUTHORIZED' } as const

    expect(await gateway.send(new GetGatewayResponseCommand(of))).toMatchObject({
      statusCode: '418',
      responseParameters: CORS,
      defaultResponse: true,
    })
    expect(await refused(imported({ NOPE: {} }))).toBe(
      '400 BadRequestException: Errors found during import:\n\tInvalid gateway response type specified: NOPE',
    )
  })
})

describe('refusals of the data plane', () => {
  const TEMPLATE =
    '{"m":$context.error.messageString,"t":"$context.error.responseType","s":"$context.stage","p":"$input.params(\'q\')"}'

  async function shaped(more: object) {
    const { gateway, sandbox } = await running()
    const deploy = () => gateway.send(new CreateDeploymentCommand({ restApiId: API, stageName: 'prod' }))
    await gateway.send(new PutGatewayResponseCommand({ ...MISSING, ...more }))
    const ask = (headers: Record<string, string> = {}) =>
      fetch(`${sandbox.apis[0]?.stages[0]?.invokeUrl}/nowhere?q=Rex`, { headers })
    return { deploy, ask }
  }

  it('D35 have status, headers and body of the gateway response, once it is deployed', async () => {
    const { deploy, ask } = await shaped({
      statusCode: '404',
      responseParameters: {
        ...CORS,
        'gatewayresponse.header.X-Query': 'method.request.querystring.q',
        'gatewayresponse.header.X-Why': 'context.error.responseType',
        'gatewayresponse.header.X-Absent': 'method.request.header.absent',
        'gatewayresponse.header.x-amzn-errortype': "'Mine'",
      },
      responseTemplates: { 'application/json': TEMPLATE, 'text/plain': '$context.error.message' },
    })
    expect((await ask()).status).toBe(403)
    await deploy()
    const json = await ask()

    expect([json.status, json.headers.get('content-type'), await json.json()]).toEqual([
      404,
      'application/json',
      { m: 'Missing Authentication Token', t: 'MISSING_AUTHENTICATION_TOKEN', s: 'prod', p: 'Rex' },
    ])
    expect(
      ['access-control-allow-origin', 'x-query', 'x-why', 'x-absent', 'x-amzn-errortype'].map((name) =>
        json.headers.get(name),
      ),
    ).toEqual(['*', 'Rex', 'MISSING_AUTHENTICATION_TOKEN', null, 'Mine'])

    const plain = await ask({ accept: 'text/html, text/plain;q=0.5' })
    expect([plain.headers.get('content-type'), await plain.text()]).toEqual([
      'text/plain',
      'Missing Authentication Token',
    ])
  })

  it('D35 leave out a header that HTTP does not carry, and a status that ends no answer', async () => {
    const { deploy, ask } = await shaped({
      statusCode: '100',
      responseParameters: { 'gatewayresponse.header.X-Long': "'a\nb'" },
      responseTemplates: { 'application/xml': '<e>$context.error.message</e>' },
    })
    await deploy()
    const answer = await ask()

    expect([answer.status, answer.headers.get('x-long'), answer.headers.get('content-type')]).toEqual([
      403,
      null,
      'application/xml',
    ])
    expect(await answer.text()).toBe('<e>Missing Authentication Token</e>')
  })
})
