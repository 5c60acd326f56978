import { describe, expect, it } from 'vitest'
import type { Handler } from '../../../src/sandbox/world/lambda.js'
import { gateway } from '../support/gateway.js'

describe('answers', () => {
  it('D11 sends a fresh x-amzn-RequestId and x-amz-apigw-id with every answer, replayed or refused', async () => {
    const { send } = gateway({ 'GET /pets': {} })
    const answers = [await send('/pets'), await send('/pets'), await send('/nothing')]

    expect(answers.slice(0, 2).map(({ body }) => body)).toEqual(['{"call":1}', '{"call":1}'])
    for (const name of ['x-amzn-RequestId', 'x-amz-apigw-id']) {
      expect(new Set(answers.map(({ header }) => header(name))).size).toBe(3)
    }
    expect(answers[0]?.header('x-amzn-RequestId')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(answers[0]?.header('x-amz-apigw-id')).toMatch(/^[A-Za-z0-9+/]{11}=$/)
  })

  it('D12 sends no body for HEAD', async () => {
    const { send } = gateway({ 'HEAD /pets': {} })
    const answer = await send('/pets', { method: 'HEAD' })
    expect([answer.status, answer.body, answer.header('X-Call')]).toEqual([200, '', '1'])
  })

  it("D13 shows the backend's Date, Server and the like under x-amzn-Remapped- names and drops connection headers", async () => {
    const named: Handler = () => ({
      statusCode: 200,
      headers: {
        Date: 'Thu, 01 Jan 2026 00:00:00 GMT',
        Server: 'origin',
        'Transfer-Encoding': 'chunked',
        Connection: 'close',
      },
    })
    const { send } = gateway({ 'GET /pets': { handler: 'named' } }, { handlers: { named } })
    const { ownHeaders } = await send('/pets')

    expect(ownHeaders.map(([name]) => name)).toEqual([
      'Content-Type',
      'x-amzn-Remapped-Date',
      'x-amzn-Remapped-Server',
      'x-amzn-Remapped-Connection',
    ])
  })
})
