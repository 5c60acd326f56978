import { describe, expect, it } from 'vitest'
import type { MethodSetting } from '../../../../src/sandbox/world/model.js'
import { gateway } from '../../support/gateway.js'
import { API_ID, AVAILABLE, type MethodSpecs } from '../../support/world.js'

const ID = `(${'x'.repeat(36)}) `
const GROUP = `API-Gateway-Execution-Logs_${API_ID}/prod`

/** A stage whose methods have this setting, and what was written of each request since the last look. */
function logging(setting: Partial<MethodSetting>, methods: MethodSpecs = { 'GET /pets/{id}': {} }) {
  const run = gateway(methods, {
    handlers: {
      late: async (_, { clock }) => {
        await clock.sleep(40)
        return { statusCode: 200, body: '{"late":true}' }
      },
      broken: () => ({ statusCode: 1 }),
      echo: ({ headers }) => ({ statusCode: 200, body: JSON.stringify(headers) }),
    },
  })
  run.set('*/*', { cachingEnabled: false, ...setting })
  let seen = 0
  const events = () => run.world.logs.groups.get(GROUP)?.events ?? []
  const lines = () => {
    const fresh = events().slice(seen)
    seen += fresh.length
    return fresh.map(({ message }) => message.replace(/^\([\da-f-]{36}\) /, ''))
  }
  return { ...run, events, lines }
}

describe('the execution log of a stage', () => {
  it('G60 has the steps of each request, under the id that the caller was told', async () => {
    const { send, clock, events, lines } = logging({ loggingLevel: 'INFO' }, { 'GET /pets/{id}': { handler: 'late' } })
    const sent = send('/pets/7?q=1')
    await clock.advance(40)
    const answer = await sent
    const id = answer.header('x-amzn-requestid')

    expect(new Set(events().map(({ message }) => message.slice(0, ID.length)))).toEqual(new Set([`(${id}) `]))
    expect(new Set(events().map(({ timestamp }) => timestamp))).toEqual(new Set([clock.now()]))
    expect(events()[0]?.stream).toMatch(/^[\da-f]{32}$/)
    expect(lines()).toEqual([
      `Extended Request Id: ${answer.header('x-amz-apigw-id')}`,
      `Verifying Usage Plan for request: ${id}. API Key: API Stage: ${API_ID}/prod`,
      "API Key authorized because method 'GET /pets/{id}' does not require API Key. Request will not contribute to throttle or quota limits",
      `Usage Plan check succeeded for API Key and API Stage ${API_ID}/prod`,
      `Starting execution for request: ${id}`,
      'HTTP Method: GET, Resource Path: /pets/7',
      expect.stringMatching(/^Sending request to https:\/\/lambda\..*invocations$/),
      'Received response. Status: 200, Integration latency: 40 ms',
      'Successfully completed execution',
      'Method completed with status: 200',
    ])
  })

  it('G60 writes nothing without a level, and nothing where no method is found', async () => {
    const off = logging({ loggingLevel: 'OFF', dataTraceEnabled: true })
    await off.send('/pets/7')
    const unset = logging({ dataTraceEnabled: true })
    await unset.send('/pets/7')
    const info = logging({ loggingLevel: 'INFO', dataTraceEnabled: true })
    await info.send('/nowhere')

    expect([off.world.logs.groups.size, unset.world.logs.groups.size]).toEqual([0, 0])
    expect(info.lines()).toEqual([])
  })

  it('G61 has parameters, headers and bodies where data is traced', async () => {
    const { send, lines } = logging(
      { loggingLevel: 'INFO', dataTraceEnabled: true },
      { 'POST /pets/{id}': { handler: 'echo' } },
    )
    await send('/pets/7?q=1&r=2', { method: 'POST', headers: [['X-A', 'b']], body: 'text' })

    expect(lines()).toEqual(
      expect.arrayContaining([
        'Method request path: {id=7}',
        'Method request query string: {q=1, r=2}',
        'Method request headers: {X-A=b}',
        'Method request body before transformations: text',
        expect.stringMatching(/^Endpoint request URI: https:\/\/lambda\./),
        expect.stringMatching(/^Endpoint request body after transformations: \{"resource":"\/pets\/\{id\}"/),
        expect.stringMatching(/^Endpoint request headers: \{x-amzn-lambda-integration-tag=.*\*{8} \[TRUNCATED\]$/),
        expect.stringMatching(/^Endpoint response headers: \{Date=.*, X-Amz-Executed-Version=\$LATEST, /),
        expect.stringMatching(/^Endpoint response body before transformations: \{"statusCode":200/),
        expect.stringMatching(/^Method response body after transformations: \{"X-A":"b"/),
        'Method response headers: {Content-Type=application/json}',
      ]),
    )
  })

  it('G62 has of the level ERROR only what went wrong', async () => {
    const { send, lines, set } = logging(
      { loggingLevel: 'ERROR' },
      { 'GET /well': {}, 'GET /broken': { handler: 'broken' } },
    )
    await send('/well')
    expect(lines()).toEqual([])

    await send('/broken')
    expect(lines()).toEqual([
      expect.stringMatching(/^Extended Request Id: /),
      'Execution failed due to configuration error: Malformed Lambda proxy response',
      'Gateway response type: DEFAULT_5XX with status code: 502',
    ])

    set('*/*', { loggingLevel: 'ERROR', dataTraceEnabled: true, cachingEnabled: false })
    await send('/well')
    expect(lines()).toContain('Method request path: {}')
    expect(lines()).not.toContain('Successfully completed execution')
  })

  it('G62 has who was turned away, of whom no execution begins', async () => {
    const { send, lines } = logging({ loggingLevel: 'INFO' }, { 'GET /pets': { apiKeyRequired: true } })
    await send('/pets')

    expect(lines()).toEqual([
      expect.stringMatching(/^Extended Request Id: /),
      'Gateway response type: INVALID_API_KEY with status code: 403',
      'Method completed with status: 403',
    ])
  })

  it('G63 tells a hit by a response without latency, for which nothing was sent', async () => {
    const { send, lines, stage } = logging({ loggingLevel: 'INFO', cachingEnabled: true }, { 'GET /pets': {} })
    stage.cluster = AVAILABLE
    await send('/pets')
    expect(lines().filter((line) => line.startsWith('Sending'))).toHaveLength(1)

    await send('/pets')
    const hit = lines()
    expect(hit).toContain('Received response. Status: 200, Integration latency: 0 ms')
    expect(hit.filter((line) => line.startsWith('Sending'))).toEqual([])
    expect(hit.at(-1)).toBe('Method completed with status: 200')
  })

  it('G64 shows no more than the end of what a caller proves itself with, wherever it went', async () => {
    const token = 'Bearer eyJ"secret"0123456789'
    const { send, lines } = logging(
      { loggingLevel: 'INFO', dataTraceEnabled: true },
      { 'GET /pets': { handler: 'echo' } },
    )
    await send('/pets?X-Amz-Signature=abcdefabcdefabcdef', {
      headers: [
        ['Authorization', token],
        ['x-api-key', 'short'],
      ],
    })
    const all = lines().join('\n')

    expect(all).not.toContain('secret')
    expect(all).not.toContain('short')
    expect(all).not.toContain('abcdefabcdefabcdef')
    expect(all).toContain(`Authorization=${'*'.repeat(token.length - 6)}456789`)
    expect(all).toContain('x-api-key=*****')
  })

  it('G65 cuts off an event after 1,024 bytes, and not inside a character', async () => {
    const { send, events } = logging({ loggingLevel: 'INFO', dataTraceEnabled: true }, { 'POST /pets': {} })
    const prefix = `${ID}Method request body before transformations: `.length
    const bodyOf = async (body: string) => {
      const before = events().length
      await send('/pets', { method: 'POST', body })
      return events()
        .slice(before)
        .map(({ message }) => message.slice(ID.length))
        .find((message) => message.includes('Method request body'))
    }

    const fits = await bodyOf('a'.repeat(1024 - prefix))
    expect(fits).toHaveLength(1024 - ID.length)
    expect(fits).not.toContain('TRUNCATED')
    expect(await bodyOf('a'.repeat(1025 - prefix))).toBe(`${fits} [TRUNCATED]`)
    expect(await bodyOf(`${'a'.repeat(1023 - prefix)}ä`)).toBe(`${fits?.slice(0, -1)} [TRUNCATED]`)
  })
})
