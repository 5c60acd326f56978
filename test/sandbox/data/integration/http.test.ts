import { describe, expect, it } from 'vitest'
import { gateway } from '../../support/gateway.js'
import { origin } from '../../support/origin.js'
import { buildResponse } from '../../support/world.js'

const responses = (...list: Parameters<typeof buildResponse>[0][]) =>
  new Map(list.map((response) => [response?.statusCode ?? '200', buildResponse(response)]))

describe('HTTP integrations', () => {
  it('D16 sends only mapped headers and query parameters, and the body as it came', async () => {
    const { url, seen } = await origin((_, response) => response.end('ok'))
    const { send, stage } = gateway({
      'POST /pets/{id}': {
        integration: {
          type: 'HTTP',
          httpMethod: 'PUT',
          uri: `${url}/\${stageVariables.env}/{key}?fixed=1`,
          requestParameters: {
            'integration.request.path.key': 'method.request.path.id',
            'integration.request.querystring.kind': 'method.request.querystring.type',
            'integration.request.querystring.gone': 'method.request.querystring.absent',
            'integration.request.header.X-Source': "'gateway'",
            'integration.request.header.X-Name': 'method.request.body.pet.name',
          },
          responses: responses({}),
        },
      },
    })
    stage.variables.env = 'blue'
    const body = '{"pet":{"name":"Rex"}}'
    await send('/pets/a%2Fb?type=x%26y&other=1', { method: 'POST', headers: [['X-Own', 'no']], body })

    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({
      method: 'PUT',
      url: '/blue/a%2Fb?fixed=1&kind=x%26y',
      body,
      headers: { 'x-source': 'gateway', 'x-name': 'Rex', 'content-type': 'application/json' },
    })
    expect(seen[0]?.headers).not.toHaveProperty('x-own')
  })

  it('D65 answers 500, as nothing is wrong with the backend, where the template for its answer fails', async () => {
    const { url } = await origin((_, response) => response.end('ok'))
    const responseTemplates = { 'application/json': '#if(' }
    const integration = {
      type: 'HTTP' as const,
      httpMethod: 'GET',
      uri: url,
      responses: responses({ responseTemplates }),
    }
    const { send } = gateway({ 'GET /pets': { integration } })

    const answer = await send('/pets')
    expect([answer.status, answer.body]).toEqual([500, '{"message": "Internal server error"}'])
  })

  it('D16 selects the integration response by status and returns only its mapped headers', async () => {
    const { url } = await origin((_, response) => {
      response.writeHead(503, { 'Content-Type': 'text/plain', 'X-Up': 'up', 'X-Hidden': 'h' })
      response.end('busy')
    })
    const integration = {
      type: 'HTTP' as const,
      httpMethod: 'GET',
      uri: url,
      responses: responses(
        { statusCode: '200' },
        {
          statusCode: '502',
          selectionPattern: '5\\d{2}',
          responseParameters: {
            'method.response.header.X-Up': 'integration.response.header.x-up',
            'method.response.header.X-Text': 'integration.response.body',
            'method.response.header.X-None': 'integration.response.header.X-None',
          },
        },
      ),
    }
    const { send } = gateway({ 'GET /pets': { integration } })
    const answer = await send('/pets')

    expect([answer.status, answer.body]).toEqual([502, 'busy'])
    expect(answer.ownHeaders).toEqual([
      ['Content-Type', 'text/plain'],
      ['X-Up', 'up'],
      ['X-Text', 'busy'],
    ])
  })

  it('D16 answers 500 where no integration response fits', async () => {
    const { url } = await origin((_, response) => response.end('ok'))
    const integration = {
      type: 'HTTP' as const,
      uri: url,
      responses: responses({ selectionPattern: '4\\d{2}' }, { statusCode: '500', selectionPattern: '(' }),
    }
    const { send } = gateway({ 'GET /pets': { integration } })
    expect((await send('/pets')).status).toBe(500)
  })
})

describe('HTTP_PROXY integrations', () => {
  it('D17 passes headers, query and body both ways, except those of the connection', async () => {
    const { url, seen } = await origin((_, response) => {
      response.writeHead(201, [
        ['Content-Type', 'text/plain'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['Keep-Alive', 'timeout=1'],
      ])
      response.end('made')
    })
    const { send } = gateway({
      'ANY /{proxy+}': {
        integration: {
          type: 'HTTP_PROXY',
          httpMethod: 'ANY',
          uri: `${url}/base/{proxy}`,
          requestParameters: { 'integration.request.header.X-Added': "'yes'" },
        },
      },
    })
    const answer = await send('/a/b%20c?x=1&x=2', {
      method: 'PATCH',
      headers: [
        ['Accept', 'text/plain'],
        ['X-Many', 'one'],
        ['X-Many', 'two'],
        ['Connection', 'X-Drop'],
        ['X-Drop', 'gone'],
        ['Host', 'gateway.example.com'],
        ['Authorization', 'AWS4-HMAC-SHA256 Credential=x'],
      ],
      body: 'text',
    })

    expect(seen[0]).toMatchObject({ method: 'PATCH', url: '/base/a/b%20c?x=1&x=2', body: 'text' })
    const { headers } = seen[0] ?? { headers: {} }
    expect(headers).toMatchObject({
      accept: 'text/plain',
      'x-many': 'one, two',
      'x-added': 'yes',
      'x-forwarded-for': '192.0.2.1',
      'x-amzn-apigateway-api-id': 'abcde12345',
      host: new URL(url).host,
    })
    expect(headers).not.toHaveProperty('x-drop')
    expect(headers).not.toHaveProperty('authorization')

    expect([answer.status, answer.body]).toEqual([201, 'made'])
    expect(answer.ownHeaders.filter(([name]) => !name.startsWith('x-amzn-Remapped-'))).toEqual([
      ['Content-Type', 'text/plain'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ])
  })

  it('D18 returns a redirect instead of following it', async () => {
    const { url, seen } = await origin((_, response) => response.writeHead(302, { Location: '/elsewhere' }).end())
    const { send } = gateway({ 'GET /pets': { integration: { type: 'HTTP_PROXY', uri: `${url}/pets` } } })
    const answer = await send('/pets')
    expect([answer.status, answer.header('Location'), seen.length]).toEqual([302, '/elsewhere', 1])
  })

  it('D22 answers 504 when the backend takes longer than the integration allows, and stores nothing', async () => {
    const backend = await origin(() => undefined)
    const { send, clock, world } = gateway({
      'GET /pets': { integration: { type: 'HTTP_PROXY', uri: backend.url, timeoutInMillis: 5_000 } },
    })
    const waiting = send('/pets')
    await backend.firstRequest
    clock.advance(5_000)
    const answer = await waiting

    expect([answer.status, answer.json()]).toEqual([504, { message: 'Endpoint request timed out' }])
    world.faults.backendDelayMs = 5_001
    const again = send('/pets')
    clock.advance(5_000)
    expect((await again).status).toBe(504)
  })

  it('D23 answers 504 when nobody listens, and 500 when the address is none', async () => {
    const { send } = gateway({
      'GET /closed': { integration: { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:1/' } },
      'GET /none': { integration: { type: 'HTTP_PROXY', uri: 'ftp://127.0.0.1/' } },
    })
    expect((await send('/closed')).json()).toEqual({ message: 'Network error communicating with endpoint' })
    expect((await send('/closed')).status).toBe(504)
    expect((await send('/none')).status).toBe(500)
  })

  it('D24 waits the backend delay before every integration call, on the sandbox clock', async () => {
    const { send, clock, world } = gateway({ 'GET /pets': {} })
    world.faults.backendDelayMs = 700
    const waiting = send('/pets')
    clock.advance(700)
    expect((await waiting).json()).toEqual({ call: 1 })
    // A hit calls no backend, so it waits for nothing.
    expect((await send('/pets')).json()).toEqual({ call: 1 })
  })

  it('D30 answers 500 instead of a backend answer above 10 MiB', async () => {
    const { url } = await origin((_, response) => response.end(Buffer.alloc(10_485_761)))
    const { send } = gateway({ 'GET /pets': { integration: { type: 'HTTP_PROXY', uri: url } } })
    expect((await send('/pets')).status).toBe(500)
  })
})

describe('other integrations', () => {
  it('D27 refuses a service that the sandbox does not emulate, names it, and stores nothing', async () => {
    const uri = 'arn:aws:apigateway:us-east-1:dynamodb:action/GetItem'
    const { send } = gateway({ 'GET /pets': { integration: { type: 'AWS', uri } } })
    for (const _ of [1, 2]) {
      const answer = await send('/pets')
      expect([answer.status, answer.json(), answer.header('x-amzn-ErrorType')]).toEqual([
        501,
        { message: 'the sandbox does not emulate dynamodb:action/GetItem' },
        'NotImplementedException',
      ])
    }
  })
})
