import { describe, expect, it } from 'vitest'
import type { Handler, LambdaProxyEvent } from '../../../../src/sandbox/world/lambda.js'
import { gateway } from '../../support/gateway.js'

const echo: Handler = (event) => ({ statusCode: 200, body: JSON.stringify(event) })

describe('AWS_PROXY integrations', () => {
  it('D19 gives the function a REST API proxy event, version 1', async () => {
    const { send, stage } = gateway({ 'ANY /pets/{id}': { handler: 'echo' } }, { handlers: { echo } })
    stage.variables.env = 'blue'
    const answer = await send('/pets/a%20b?x=1&x=2&y=', {
      method: 'POST',
      headers: [
        ['X-Two', 'first'],
        ['X-Two', 'second'],
        ['User-Agent', 'test'],
        ['Host', 'abc.example.com'],
      ],
      body: 'text',
    })
    const trace = answer.header('X-Amzn-Trace-Id')?.split(';')[0] ?? ''
    expect(JSON.parse(answer.body)).toEqual({
      resource: '/pets/{id}',
      path: '/pets/a%20b',
      httpMethod: 'POST',
      headers: {
        'X-Two': 'second',
        'User-Agent': 'test',
        Host: 'abc.example.com',
        'X-Amzn-Trace-Id': trace,
        'X-Forwarded-For': '192.0.2.1',
        'X-Forwarded-Port': '443',
        'X-Forwarded-Proto': 'https',
      },
      multiValueHeaders: {
        'X-Two': ['first', 'second'],
        'User-Agent': ['test'],
        Host: ['abc.example.com'],
        'X-Amzn-Trace-Id': [trace],
        'X-Forwarded-For': ['192.0.2.1'],
        'X-Forwarded-Port': ['443'],
        'X-Forwarded-Proto': ['https'],
      },
      queryStringParameters: { x: '2', y: '' },
      multiValueQueryStringParameters: { x: ['1', '2'], y: [''] },
      pathParameters: { id: 'a%20b' },
      stageVariables: { env: 'blue' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'abcde12345',
        deploymentId: 'deploy1',
        resourceId: 'res/pets/{id}',
        resourcePath: '/pets/{id}',
        httpMethod: 'POST',
        path: '/prod/pets/a%20b',
        stage: 'prod',
        requestId: answer.header('x-amzn-RequestId') ?? '',
        extendedRequestId: answer.header('x-amz-apigw-id') ?? '',
        requestTime: '01/Jan/2026:00:00:00 +0000',
        requestTimeEpoch: Date.UTC(2026, 0, 1),
        protocol: 'HTTP/1.1',
        domainName: 'abc.example.com',
        domainPrefix: 'abc',
        identity: {
          cognitoIdentityPoolId: null,
          cognitoIdentityId: null,
          cognitoAuthenticationType: null,
          cognitoAuthenticationProvider: null,
          principalOrgId: null,
          accountId: null,
          caller: null,
          user: null,
          accessKey: null,
          userArn: null,
          sourceIp: '192.0.2.1',
          userAgent: 'test',
        },
      },
      body: 'text',
      isBase64Encoded: false,
    } satisfies LambdaProxyEvent)
  })

  it('D19 gives null for what a request does not have', async () => {
    const { send } = gateway({ 'GET /pets': { handler: 'echo' } }, { handlers: { echo } })
    expect((await send('/pets')).json()).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      body: null,
    })
  })

  it('D20 takes status, headers, lists of headers and the body from the result, each of which may be left out', async () => {
    const rich: Handler = () => ({
      statusCode: 201,
      headers: { 'X-One': 1, 'set-cookie': 'c=3', 'Content-Type': 'text/plain' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: 'héllo',
    })
    const empty: Handler = () => ({})
    const { send } = gateway(
      { 'GET /rich': { handler: 'rich' }, 'GET /empty': { handler: 'empty' } },
      { handlers: { rich, empty } },
    )
    const answer = await send('/rich')
    expect([answer.status, answer.body]).toEqual([201, 'héllo'])
    expect(answer.ownHeaders).toEqual([
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['X-One', '1'],
      ['set-cookie', 'c=3'],
      ['Content-Type', 'text/plain'],
    ])
    const nothing = await send('/empty')
    expect([nothing.status, nothing.body, nothing.header('Content-Type')]).toEqual([200, '', 'application/json'])
  })

  it('D21 answers 502 for an unknown function, a thrown error and a malformed result, and stores none of them', async () => {
    let calls = 0
    const fail = () => {
      calls++
      throw new Error('boom')
    }
    const shapes: Record<string, unknown> = {
      text: 'hello',
      unknownField: { statusCode: 200, cookies: [] },
      nothing: null,
      wrongStatus: { statusCode: 'fine' },
      objectBody: { statusCode: 200, body: { a: 1 } },
      wrongHeaders: { statusCode: 200, headers: { a: { b: 1 } } },
      twoLines: { statusCode: 200, headers: { a: 'x\ny: z' } },
    }
    const malformed = Object.entries(shapes).map(([name, shape]) => [name, () => shape as never] as const)
    const handlers = {
      fail,
      reject: () => Promise.reject(new Error('boom')),
      ...Object.fromEntries(malformed),
    }
    const names = [...Object.keys(handlers), 'unknown']
    const { send } = gateway(Object.fromEntries(names.map((handler) => [`GET /${handler}`, { handler }])), {
      handlers,
    })
    for (const name of names) {
      const answer = await send(`/${name}`)
      expect([name, answer.status, answer.body]).toEqual([name, 502, '{"message": "Internal server error"}'])
      expect(answer.header('x-amzn-ErrorType')).toBe('InternalServerErrorException')
    }
    await send('/fail')
    expect(calls).toBe(2)
  })

  it('D28 splits a query at semicolons, reads + as a space, and keeps malformed percent signs', async () => {
    const { send } = gateway({ 'GET /pets': { handler: 'echo' } }, { handlers: { echo } })
    expect((await send('/pets?a=1;b=x+y%26z&c=100%&d')).json()).toMatchObject({
      queryStringParameters: { a: '1', b: 'x y&z', c: '100%', d: '' },
    })
  })

  it('D29 keeps a SigV4 signature from the backend, and passes other Authorization headers', async () => {
    const { send } = gateway(
      { 'GET /pets': { handler: 'echo', keys: ['method.request.header.Authorization'] } },
      { handlers: { echo } },
    )
    const bearer = await send('/pets', { headers: [['Authorization', 'Bearer t']] })
    expect(bearer.json()).toMatchObject({ headers: { Authorization: 'Bearer t' } })
    const signed = await send('/pets', { headers: [['Authorization', 'AWS4-HMAC-SHA256 Credential=x']] })
    expect(signed.json()).not.toHaveProperty('headers.Authorization')
  })
})
