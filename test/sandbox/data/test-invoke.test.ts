import { describe, expect, it } from 'vitest'
import { testInvoke } from '../../../src/sandbox/data/test-invoke.js'
import type { Handler } from '../../../src/sandbox/world/lambda.js'
import { gateway } from '../support/gateway.js'
import { buildSnapshot } from '../support/world.js'

const echo: Handler = ({
  httpMethod,
  pathParameters,
  queryStringParameters,
  headers,
  stageVariables,
  body,
}) => ({
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
      headers: { 'X-A': '1', 'Cache-Control': 'max-age=0' },
      stageVariables: { env: 'blue' },
      body: 'text',
    })
    expect(result.headers).toEqual({ 'Content-Type': 'application/json', 'X-Two': 'b' })
    expect(result.multiValueHeaders['X-Two']).toEqual(['a', 'b'])
    expect(result.log).toMatch(/^Execution log for request [\w-]+\nThu Jan 01 00:00:00 UTC 2026 : Starting/)
    expect(result.log).toContain('Method completed with status: 200')
    expect(result.latency).toBe(0)
    expect([...world.counters.series()]).toHaveLength(before)
  })
})
