import { describe, expect, it } from 'vitest'
import { gateway } from '../../support/gateway.js'
import { origin } from '../../support/origin.js'
import { buildResponse } from '../../support/world.js'

const integration = (uri: string, requestParameters: Record<string, string>) => ({
  type: 'HTTP' as const,
  uri,
  requestParameters,
  responses: new Map([['200', buildResponse()]]),
})

describe('parameter mappings', () => {
  it('D68 reads several values, paths into the body, the context, stage variables and literals', async () => {
    const { url, seen } = await origin((_, response) => response.end('{}'))
    const { send, stage } = gateway({
      'POST /pets': {
        integration: integration(url, {
          'integration.request.querystring.all': 'method.request.multivaluequerystring.tag',
          'integration.request.querystring.last': 'method.request.querystring.tag',
          'integration.request.header.X-Color': "method.request.body.pets[1]['fur.color']",
          'integration.request.header.X-Stage': 'context.stage',
          'integration.request.header.X-Env': 'stageVariables.env',
          'integration.request.header.X-Fixed': "'it''s'",
          'integration.request.header.X-Many': 'method.request.body.pets[*].name',
          'integration.request.header.X-None': 'stageVariables.constructor',
        }),
      },
    })
    stage.variables.env = 'blue'
    await send('/pets?tag=a&tag=b', { method: 'POST', body: '{"pets":[{},{"fur.color":"brown"}]}' })

    expect(seen[0]?.url).toBe('/?all=a&all=b&last=b')
    expect(seen[0]?.headers).toMatchObject({
      'x-color': 'brown',
      'x-stage': 'prod',
      'x-env': 'blue',
      'x-fixed': "it''s",
    })
    expect(seen[0]?.headers).not.toHaveProperty('x-many')
    expect(seen[0]?.headers).not.toHaveProperty('x-none')
  })

  it('D68 fills path parameters in as they came, and encodes those that come from elsewhere', async () => {
    const { url, seen } = await origin((_, response) => response.end('{}'))
    const { send } = gateway({
      'GET /{kind}/{id}': {
        integration: integration(`${url}/{kind}/{name}`, {
          'integration.request.path.name': 'method.request.querystring.name',
        }),
      },
    })
    await send('/a%2Fb/7?name=x+y/z')
    expect(seen[0]?.url).toBe('/a%2Fb/x%20y/z')
  })

  it('D68 maps all values of a header of the answer, and paths into its body', async () => {
    const { url } = await origin((_, response) => {
      response.writeHead(200, [
        ['X-A', '1'],
        ['X-A', '2'],
      ])
      response.end('{"ids":[{"id":7}]}')
    })
    const { send } = gateway({
      'GET /pets': {
        integration: {
          ...integration(url, {}),
          responses: new Map([
            [
              '200',
              buildResponse({
                responseParameters: {
                  'method.response.header.all': 'integration.response.multivalueheader.X-A',
                  'method.response.header.last': 'integration.response.header.X-A',
                  'method.response.header.id': 'integration.response.body.ids[0].id',
                },
              }),
            ],
          ]),
        },
      },
    })
    const { header } = await send('/pets')
    expect([header('all'), header('last'), header('id')]).toEqual(['1,2', '2', '7'])
  })
})

describe('headers', () => {
  it('D69 gives an HTTP backend the Accept of the caller, and no other header that is not mapped', async () => {
    const { url, seen } = await origin((_, response) => response.end('{}'))
    const { send } = gateway({ 'GET /pets': { integration: integration(url, {}) } })
    await send('/pets', {
      headers: [
        ['Accept', 'text/xml'],
        ['User-Agent', 'me'],
        ['X-Own', 'no'],
        ['Authorization', 'no'],
      ],
    })
    expect(new Set(Object.keys(seen[0]?.headers ?? {}))).toEqual(
      new Set([
        'accept',
        'connection',
        'content-length',
        'host',
        'user-agent',
        'x-amzn-apigateway-api-id',
        'x-amzn-trace-id',
      ]),
    )
    expect(seen[0]?.headers).toMatchObject({
      accept: 'text/xml',
      'user-agent': 'AmazonAPIGateway_abcde12345',
    })
  })

  it.each([
    [['application/json'], 'text/xml', 'application/json'],
    [['text/css', 'text/html'], 'text/xml', 'text/css'],
    [['application/json', 'text/xml'], 'text/xml', 'text/xml'],
    [[], undefined, 'application/json'],
  ])('D93 asks an HTTP backend for the type of a response template: %j, %s', async (types, accept, asked) => {
    const { url, seen } = await origin((_, response) => response.end('{}'))
    const responseTemplates = Object.fromEntries(types.map((type) => [type, 'x']))
    const responses = new Map([['200', buildResponse({ responseTemplates })]])
    const { send } = gateway({ 'GET /pets': { integration: { ...integration(url, {}), responses } } })
    await send('/pets', { headers: accept === undefined ? [] : [['Accept', accept]] })
    expect(seen[0]?.headers.accept).toBe(asked)
  })

  it.each(['HTTP', 'HTTP_PROXY'] as const)(
    'D69 answers 500 where %s maps a header that says where the message ends',
    async (type) => {
      const { url, seen } = await origin((_, response) => response.end('{}'))
      for (const name of ['Content-Length', 'transfer-encoding']) {
        const mapped = { [`integration.request.header.${name}`]: "''" }
        const { send } = gateway({ 'GET /pets': { integration: { ...integration(url, mapped), type } } })
        const answer = await send('/pets')
        expect([answer.status, answer.header('x-amzn-ErrorType')]).toEqual([500, 'InternalServerErrorException'])
      }
      expect(seen).toEqual([])
    },
  )

  it('D69 keeps from a proxied backend what is about the connection or the encoding, unless it is mapped', async () => {
    const { url, seen } = await origin((_, response) => response.end('{}'))
    const { send } = gateway({
      'GET /pets': {
        integration: {
          ...integration(url, { 'integration.request.header.Max-Forwards': "'2'" }),
          type: 'HTTP_PROXY',
        },
      },
    })
    const names = ['Content-Encoding', 'Content-MD5', 'Expect', 'Max-Forwards', 'Proxy-Authenticate', 'Server']
    await send('/pets', {
      headers: [...names, 'WWW-Authenticate', 'Accept', 'Range', 'Via'].map((name) => [name, 'x'] as const),
    })
    const { headers = {} } = seen[0] ?? {}
    expect(headers).toMatchObject({ accept: 'x', range: 'x', via: 'x', 'max-forwards': '2' })
    for (const name of names) if (name !== 'Max-Forwards') expect(headers).not.toHaveProperty(name.toLowerCase())
  })

  it('D69 renames mapped headers of the answer that HTTP or API Gateway writes', async () => {
    const { url } = await origin((_, response) => response.end('{}'))
    const renamed = ['Host', 'Expect', 'Content-MD5', 'User-Agent', 'Trailer', 'Upgrade', 'Date', 'Connection']
    const passed = ['TE', 'Via', 'Age', 'Accept']
    const responseParameters = Object.fromEntries(
      [...renamed, ...passed, 'Transfer-Encoding'].map((name) => [`method.response.header.${name}`, "'x'"]),
    )
    const { send } = gateway({
      'GET /pets': {
        integration: {
          ...integration(url, {}),
          responses: new Map([['200', buildResponse({ responseParameters })]]),
        },
      },
    })
    expect((await send('/pets')).ownHeaders.map(([name]) => name)).toEqual([
      'Content-Type',
      ...renamed.map((name) => `x-amzn-Remapped-${name}`),
      ...passed,
    ])
  })
})

describe('trace ids', () => {
  const seenBy = async (type: 'HTTP' | 'HTTP_PROXY', headers: readonly (readonly [string, string])[] = []) => {
    const { url, seen } = await origin((_, response) => response.end('{}'))
    const { send } = gateway({ 'GET /pets': { integration: { ...integration(url, {}), type } } })
    const answer = await send('/pets', { headers })
    return { sent: seen[0]?.headers['x-amzn-trace-id'], told: answer.header('X-Amzn-Trace-Id'), send }
  }

  it('D70 gives backends a new trace id, and tells the caller of an integration that is no proxy', async () => {
    const { sent, told } = await seenBy('HTTP')
    expect(sent).toMatch(/^Root=1-[\da-f]{8}-[\da-f]{24}$/)
    expect(told).toBe(sent)
    const proxy = await seenBy('HTTP_PROXY')
    expect([proxy.sent?.slice(0, 5), proxy.told]).toEqual(['Root=', undefined])
  })

  it('D70 goes on with the trace of the caller', async () => {
    const trace = 'Root=1-67891233-abcdef012345678912345678;Sampled=1'
    expect((await seenBy('HTTP', [['X-Amzn-Trace-Id', trace]])).sent).toBe(trace)
  })

  it('K41 sends no trace id with an entry of the cache, and none that was stored', async () => {
    const { told, send } = await seenBy('HTTP')
    expect(told).toBeDefined()
    const hit = await send('/pets')
    expect([hit.header('X-Amzn-Trace-Id'), hit.status]).toEqual([undefined, 200])
  })
})
