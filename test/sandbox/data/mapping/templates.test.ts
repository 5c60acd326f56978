import { describe, expect, it } from 'vitest'
import { gateway } from '../../support/gateway.js'
import { mocking } from '../../support/mapping.js'
import { origin } from '../../support/origin.js'
import { buildResponse, deploy } from '../../support/world.js'

const WRONG = [500, { message: 'Internal server error' }]

describe('templates on the way', () => {
  it('D65 answers 500 where a template fails, and stores nothing', async () => {
    const { send, api } = gateway({
      'GET /request': mocking('{}', '#set($x = $util.parseJson("{")){"statusCode": 200}'),
      'GET /response': mocking('$util.parseJson("{")'),
      'GET /syntax': mocking('#if('),
    })
    for (const path of ['/request', '/response', '/syntax']) {
      const answer = await send(path)
      expect([answer.status, answer.json()]).toEqual(WRONG)
    }
    deploy(api, 'deploy1', { 'GET /syntax': mocking('{"fixed": true}') })
    expect((await send('/syntax')).json()).toEqual({ fixed: true })
  })

  it.each([
    ['WHEN_NO_MATCH', 'application/json', '{"seen":{"a":1}}'],
    ['WHEN_NO_MATCH', 'application/json; charset=utf-8', '{"seen":{"a":1}}'],
    ['WHEN_NO_MATCH', 'text/plain', '{"a":1}'],
    ['WHEN_NO_TEMPLATES', 'application/json', '{"seen":{"a":1}}'],
    ['WHEN_NO_TEMPLATES', 'text/plain', 415],
    ['NEVER', 'application/json', '{"seen":{"a":1}}'],
    ['NEVER', 'text/plain', 415],
  ])('D66 with %s and %s sends or refuses: %s', async (passthroughBehavior, type, result) => {
    const { url, seen } = await origin((_, response) => response.end('{}'))
    const { send } = gateway({
      'POST /pets': {
        integration: {
          type: 'HTTP',
          uri: url,
          passthroughBehavior,
          requestTemplates: { 'application/json': '{"seen":$input.json("$")}' },
          responses: new Map([['200', buildResponse()]]),
        },
      },
    })
    const answer = await send('/pets', { method: 'POST', headers: [['Content-Type', type]], body: '{"a":1}' })

    if (typeof result === 'string') expect(seen.map(({ body }) => body)).toEqual([result])
    else {
      expect([answer.status, answer.json(), seen]).toEqual([result, { message: 'Unsupported Media Type' }, []])
    }
  })

  it('D66 without any template passes payloads with WHEN_NO_TEMPLATES and refuses them with NEVER', async () => {
    const { url } = await origin(({ body }, response) => response.end(body))
    const through = (passthroughBehavior: string) => ({
      integration: {
        type: 'HTTP' as const,
        uri: url,
        passthroughBehavior,
        responses: new Map([['200', buildResponse()]]),
      },
    })
    const { send } = gateway({ 'PUT /a': through('WHEN_NO_TEMPLATES'), 'PUT /b': through('NEVER') })
    expect((await send('/a', { method: 'PUT', body: 'x' })).body).toBe('x')
    expect((await send('/b', { method: 'PUT', body: 'x' })).status).toBe(415)
  })

  it.each([
    ['text/xml', 'text/xml', '<a/>'],
    ['text/html', 'application/json', '{}'],
    [null, 'application/json', '{}'],
  ])('D67 takes the response template for Accept %s from %s', async (accept, type, body) => {
    const response = buildResponse({ responseTemplates: { 'text/xml': '<a/>', 'application/json': '{}' } })
    const { integration } = mocking('')
    const { send } = gateway({
      'GET /pets': { integration: { ...integration, responses: new Map([['200', response]]) } },
    })
    const answer = await send('/pets', accept === null ? {} : { headers: [['Accept', accept]] })
    expect([answer.header('Content-Type'), answer.body]).toEqual([type, body])
  })
})

describe('overrides', () => {
  it('D71 lets a request template change what is sent, and the answer', async () => {
    const { url, seen } = await origin((_, response) => response.end('{}'))
    const { send } = gateway({
      'POST /pets/{id}': {
        integration: {
          type: 'HTTP',
          uri: `${url}/{id}`,
          requestParameters: {
            'integration.request.header.X-Old': "'mapped'",
            'integration.request.querystring.kept': "'yes'",
          },
          requestTemplates: {
            'application/json': `#set($context.requestOverride.header.x-old = "changed")
#set($context.requestOverride.querystring.q = ["1", "2"])
#set($context.requestOverride.path.id = "other")
#set($context.responseOverride.header.X-Why = "because")
{}`,
          },
          responses: new Map([
            ['200', buildResponse({ responseParameters: { 'method.response.header.x-why': "'mapped'" } })],
          ]),
        },
      },
    })
    const answer = await send('/pets/7', { method: 'POST', body: '{}' })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ url: '/other?kept=yes&q=1&q=2', headers: { 'x-old': 'changed' } })
    expect([answer.status, answer.header('X-Why')]).toEqual([200, 'because'])
  })

  it('D71 takes the status from either template, and the variables of the first in the second', async () => {
    const { send } = gateway({
      'GET /request': mocking(
        '$context.responseOverride.note',
        '#set($context.responseOverride.status = 444)#set($context.responseOverride.note = "hi"){"statusCode":200}',
      ),
      'GET /response': mocking('#set($context.responseOverride.status = 404)gone'),
      'GET /wrong': mocking(
        '#set($context.responseOverride.status = "many")#set($context.responseOverride.status = 99)x',
      ),
    })
    const [request, response, wrong] = [await send('/request'), await send('/response'), await send('/wrong')]
    expect([request.status, request.body]).toEqual([444, 'hi'])
    expect([response.status, response.body]).toEqual([404, 'gone'])
    expect(wrong.status).toBe(200)
  })

  it('K40 stores the answer as templates and overrides made it', async () => {
    const { send } = gateway({
      'GET /pets': mocking('#set($context.responseOverride.status = 404)$context.requestId'),
    })
    const [first, second] = [await send('/pets'), await send('/pets')]
    expect([second.status, second.body]).toEqual([404, first.header('x-amzn-RequestId')])
  })
})

describe('$context', () => {
  const names = ['apiId', 'stage', 'httpMethod', 'resourcePath', 'path', 'identity.sourceIp', 'deploymentId']

  it('D72 has the ids of the call, its deployment, and the caller', async () => {
    const { send } = gateway({
      'GET /pets/{id}': mocking(names.map((name) => `$context.${name}`).join(' ')),
    })
    expect((await send('/pets/7')).body).toBe('abcde12345 prod GET /pets/{id} /prod/pets/7 192.0.2.1 deploy1')
  })

  it('D72 says whether the canary serves, where the stage has one', async () => {
    const { send, api, stage } = gateway({ 'GET /pets': mocking('[$context.isCanaryRequest]') })
    stage.methodSettings.clear()
    expect((await send('/pets')).body).toBe('[]')
    deploy(api, 'deploy2', { 'GET /pets': mocking('[$context.isCanaryRequest]') })
    stage.canary = {
      percentTraffic: 100,
      deploymentId: 'deploy2',
      stageVariableOverrides: {},
      useStageCache: false,
    }
    expect((await send('/pets')).body).toBe('[true]')
    stage.canary = { ...stage.canary, percentTraffic: 0 }
    expect((await send('/pets')).body).toBe('[false]')
  })
})
