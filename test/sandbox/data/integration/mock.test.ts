import { describe, expect, it } from 'vitest'
import { gateway } from '../../support/gateway.js'
import { buildResponse, type MethodSpec } from '../../support/world.js'

const mock = (requestTemplate: string | null, responses: Parameters<typeof buildResponse>[0][]): MethodSpec => ({
  integration: {
    type: 'MOCK',
    requestTemplates: requestTemplate === null ? {} : { 'application/json': requestTemplate },
    responses: new Map(responses.map((response) => [response?.statusCode ?? '200', buildResponse(response)])),
  },
})

describe('MOCK integrations', () => {
  it('D14 answers with the integration response for the status that the request template names', async () => {
    const { send } = gateway({
      'GET /pets': mock('{"statusCode": 404}', [
        { statusCode: '200' },
        {
          statusCode: '404',
          responseParameters: { 'method.response.header.X-Reason': "'lost'" },
          responseTemplates: { 'application/json': '{"found": false}' },
        },
      ]),
    })
    const answer = await send('/pets')
    expect([answer.status, answer.json(), answer.header('X-Reason')]).toEqual([404, { found: false }, 'lost'])
    expect(answer.header('Content-Type')).toBe('application/json')
  })

  it('D14 falls back to the response without a pattern, and to 500 where the template names no status', async () => {
    const { send } = gateway({
      'GET /other': mock('{"statusCode": 418}', [{ statusCode: '200', responseTemplates: { 'text/plain': 'tea' } }]),
      'GET /none': mock(null, [{ statusCode: '200' }]),
      'GET /nonsense': mock('{', [{ statusCode: '200' }]),
    })
    const other = await send('/other')
    expect([other.status, other.body, other.header('Content-Type')]).toEqual([200, 'tea', 'text/plain'])
    for (const path of ['/none', '/nonsense']) {
      const answer = await send(path)
      expect([answer.status, answer.json()]).toEqual([500, { message: 'Internal server error' }])
    }
  })

  it('D14 reads names without quotation marks, and a payload that passes through', async () => {
    const { send } = gateway({
      'GET /lenient': mock('{statusCode: 202}', [{ statusCode: '200' }, { statusCode: '202' }]),
      'POST /through': mock(null, [{ statusCode: '200' }, { statusCode: '203' }]),
    })
    expect((await send('/lenient')).status).toBe(202)
    expect((await send('/through', { method: 'POST', body: '{"statusCode": 203}' })).status).toBe(203)
  })

  it('D15 fills request id, time, parameters, stage variables and body into templates', async () => {
    const template =
      "$context.requestId|$context.requestTimeEpoch|$input.params('id')|$input.params('q')|$input.params('X-H')|$stageVariables.env|$input.body|#set($a = 1)$a"
    const { send, stage } = gateway({
      'POST /pets/{id}': mock('{"statusCode": 200, "seen": "$input.params(\'id\')"}', [
        { statusCode: '200', responseTemplates: { 'text/plain': template } },
      ]),
    })
    stage.variables.env = 'blue'
    const answer = await send('/pets/7?q=a%20b', { method: 'POST', headers: [['x-h', 'yes']], body: 'hello' })

    const [id, time, ...rest] = answer.body.split('|')
    expect(id).toBe(answer.header('x-amzn-RequestId'))
    expect(time).toBe(String(Date.UTC(2026, 0, 1)))
    expect(rest).toEqual(['7', 'a b', 'yes', 'blue', '{}', '1'])
  })
})
