import { describe, expect, it } from 'vitest'
import { testInvoke } from '../../../src/sandbox/data/test-invoke.js'
import type { Handler } from '../../../src/sandbox/world/lambda.js'
import { gateway } from '../support/gateway.js'
import { origin } from '../support/origin.js'
import { buildSnapshot } from '../support/world.js'

const echo: Handler = ({ httpMethod, pathParameters, queryStringParameters, headers, stageVariables, body }) => ({
  statusCode: 200,
  multiValueHeaders: { 'X-Two': ['a', 'b'] },
  body: JSON.stringify({ httpMethod, pathParameters, queryStringParameters, headers, stageVariables, body }),
})

describe('TestInvokeMethod', () => {
  it('D26 runs the method that it is given, past access checks, cache and metrics', async () => {
    const { world, api, send } = gateway({ 'GET /pets': {} }, { handlers: { echo } })
    await send('/pets')
    const before = [...world.counters.series()].length

    const specs = {
      'GET /pets/{id}': { handler: 'echo', apiKeyRequired: true, authorizationType: 'AWS_IAM' },
    }
    const [resource] = buildSnapshot(specs).resources.values()
    const method = resource?.methods.get('GET')
    if (!resource || !method) throw new Error('the snapshot has the method')
    const result = await testInvoke(world, api, resource, method, {
      verb: 'GET',
      pathWithQueryString: '/pets/7?q=1',
      headers: { 'X-A': '1', 'Cache-Control': 'max-age=0' },
      stageVariables: { env: 'blue' },
      body: 'text',
    })

    expect(result.status).toBe(200)
    expect(JSON.parse(result.body)).toEqual({
      httpMethod: 'GET',
      pathParameters: { id: '7' },
      queryStringParameters: { q: '1' },
      headers: expect.objectContaining({ 'X-A': '1', 'Cache-Control': 'max-age=0' }),
      stageVariables: { env: 'blue' },
      body: 'text',
    })
    expect(result.headers).toEqual({
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=/),
      'Content-Type': 'application/json',
      'X-Two': 'b',
    })
    expect(result.multiValueHeaders['X-Two']).toEqual(['a', 'b'])
    expect(result.log).toMatch(/^Execution log for request [\w-]+\nThu Jan 01 00:00:00 UTC 2026 : Starting/)
    expect(result.log).toContain('Method completed with status: 200')
    expect(result.latency).toBe(0)
    expect([...world.counters.series()]).toHaveLength(before)
  })

  async function logged(type: 'MOCK' | 'HTTP_PROXY', more: object, input: object) {
    const { world, api } = gateway({})
    const [resource] = buildSnapshot({
      'ANY /pets/{id}': { integration: { type, ...more } },
    }).resources.values()
    const method = resource?.methods.get('ANY')
    if (!resource || !method) throw new Error('the snapshot has the method')
    const result = await testInvoke(world, api, resource, method, { verb: 'POST', ...input })
    return {
      ...result,
      lines: result.log
        .replaceAll(/^.* UTC \d{4} : /gm, '')
        .split('\n')
        .slice(2),
    }
  }

  it('C65 logs the request, the answer and how it ended', async () => {
    const response = {
      statusCode: '200',
      selectionPattern: null,
      contentHandling: null,
      responseParameters: {},
      responseTemplates: { 'application/json': '{"id":"$input.params(\'id\')"}' },
    }
    const { lines } = await logged(
      'MOCK',
      {
        requestTemplates: { 'application/json': '{"statusCode":200}' },
        responses: new Map([['200', response]]),
      },
      { pathWithQueryString: '/pets/7?q=1&r=2', headers: { 'X-A': 'b' }, body: '{"a":1}' },
    )

    expect(lines).toEqual([
      'HTTP Method: POST, Resource Path: /pets/7',
      'Method request path: {id=7}',
      'Method request query string: {q=1, r=2}',
      'Method request headers: {X-A=b}',
      'Method request body before transformations: {"a":1}',
      'Method response body after transformations: {"id":"7"}',
      'Method response headers: {Content-Type=application/json}',
      'Successfully completed execution',
      'Method completed with status: 200',
      '',
    ])
  })

  it('C65 logs why it failed', async () => {
    const { lines, status, headers, body } = await logged('HTTP_PROXY', { uri: 'https://' }, {})

    expect(lines.slice(5)).toEqual([
      'Execution failed due to configuration error: Invalid endpoint address',
      'Method completed with status: 500',
      '',
    ])
    expect([status, headers, body]).toEqual([
      500,
      { 'x-amzn-ErrorType': 'InternalServerErrorException' },
      '{"message": "Internal server error"}',
    ])
  })

  it('D83 logs what went to the backend and what came back', async () => {
    const { url } = await origin((_, response) => {
      response.sendDate = false
      response.writeHead(203, { 'Content-Type': 'text/plain' }).end('made')
    })
    const more = { uri: `${url}/{id}`, httpMethod: 'PUT' }
    const { lines } = await logged('HTTP_PROXY', more, { pathWithQueryString: '/pets/7', body: 'text' })

    expect(lines[5]).toBe(`Endpoint request URI: ${url}/7`)
    expect(lines[6]).toMatch(/^Endpoint request headers: \{.*User-Agent=AmazonAPIGateway_abcde12345/)
    expect(lines.slice(7, 10)).toEqual([
      'Endpoint request body after transformations: text',
      `Sending request to ${url}/7`,
      'Received response. Status: 203, Integration latency: 0 ms',
    ])
    expect(lines[10]).toMatch(/^Endpoint response headers: \{Content-Type=text\/plain, /)
    expect(lines.slice(11, 13)).toEqual([
      'Endpoint response body before transformations: made',
      'Method response body after transformations: made',
    ])
  })

  it('D83 logs the event and the result of a function', async () => {
    const { world, api } = gateway({}, { handlers: { echo } })
    const [resource] = buildSnapshot({ 'GET /pets': { handler: 'echo' } }).resources.values()
    const method = resource?.methods.get('GET')
    if (!resource || !method) throw new Error('the snapshot has the method')
    const { log } = await testInvoke(world, api, resource, method, { verb: 'GET' })
    expect(log).toMatch(/Endpoint request URI: https:\/\/lambda\.us-east-1\.amazonaws\.com\/2015-03-31\/functions\//)
    expect(log).toContain('Endpoint request body after transformations: {"resource":"/pets",')
    expect(log).toContain('Endpoint response body before transformations: {"statusCode":200,')
    expect(log).toMatch(
      /Endpoint request headers: \{x-amzn-lambda-integration-tag=[-\w]+, Authorization=\*{8}, X-Amz-Date=20260101T000000Z, x-amzn-apigateway-api-id=abcde12345, Accept=application\/json, User-Agent=AmazonAPIGateway_abcde12345, X-Amz-Security-Token=\*{8} \[TRUNCATED\]\n/,
    )
    expect(log).toMatch(/Endpoint response headers: \{Date=Thu, 01 Jan 2026 00:00:00 GMT, Content-Type=/)
  })

  it('D83 refuses what the request validator of the method refuses', async () => {
    const { world, api } = gateway({})
    api.requestValidators.set('v', {
      id: 'v',
      name: null,
      validateRequestBody: false,
      validateRequestParameters: true,
    })
    const [resource] = buildSnapshot({
      'GET /pets': { requestValidatorId: 'v', requestParameters: { 'method.request.querystring.q': true } },
    }).resources.values()
    const method = resource?.methods.get('GET')
    if (!resource || !method) throw new Error('the snapshot has the method')
    const { status, log } = await testInvoke(world, api, resource, method, { verb: 'GET' })
    expect(status).toBe(400)
    expect(log).toContain('Execution failed due to Missing required request parameters: [q]')
  })
})
