import { gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Handler } from '../../../src/sandbox/world/lambda.js'
import { gateway } from '../support/gateway.js'
import { buildAuthorizer } from '../support/world.js'

const echo: Handler = ({ body }) => ({ body: body ?? '' })

describe('throttling by the settings of a stage', () => {
  const limited = (throttlingBurstLimit: number, throttlingRateLimit: number) => {
    const run = gateway({ 'GET /a': {}, 'GET /b': {} })
    run.set('~1a/GET', { throttlingBurstLimit, throttlingRateLimit })
    const statuses = async (path: string, times: number) => {
      const seen: number[] = []
      for (let i = 0; i < times; i++) seen.push((await run.send(path)).status)
      return seen
    }
    return { ...run, statuses }
  }

  it.each([
    [0, 10],
    [10, 0],
    [0, -1],
  ])('D78 refuses everything under a burst of %d and a rate of %d', async (burst, rate) => {
    const answer = await limited(burst, rate).send('/a')
    expect([answer.status, answer.json(), answer.header('x-amzn-ErrorType')]).toEqual([
      429,
      { message: 'Too Many Requests' },
      'TooManyRequestsException',
    ])
  })

  it('D78 spends the burst, which fills at the rate, on each method alone, on hits too', async () => {
    const { statuses, clock } = limited(2, 1)
    expect(await statuses('/a', 3)).toEqual([200, 200, 429])
    expect(await statuses('/b', 3)).toEqual([200, 200, 200])
    clock.advance(1000)
    expect(await statuses('/a', 2)).toEqual([200, 429])
  })

  it('D78 heeds neither the limits of a fresh account nor -1', async () => {
    for (const [burst, rate] of [
      [5000, 10_000],
      [-1, -1],
    ] as const) {
      expect(new Set(await limited(burst, rate).statuses('/a', 20))).toEqual(new Set([200]))
    }
  })
})

describe('authorizers', () => {
  const authorizer = {
    ...buildAuthorizer('TOKEN', 'method.request.header.Authorization'),
    tokens: { good1: { principalId: 'ann', usageIdentifierKey: 'k1' }, bad: { principalId: 'bob' } },
  }
  const CUSTOM = { authorizationType: 'CUSTOM', authorizerId: 'auth' }
  const token = (value: string) => ({ headers: [['Authorization', value]] as const })

  it('D79 refuses a token that identityValidationExpression does not match as a whole', async () => {
    const strict = { ...authorizer, identityValidationExpression: 'good\\d' }
    const { send } = gateway({ 'GET /a': CUSTOM }, { snapshot: { authorizers: new Map([['auth', strict]]) } })
    expect((await send('/a', token('good1'))).status).toBe(200)
    for (const wrong of ['bad', 'good12', 'xgood1']) {
      const answer = await send('/a', token(wrong))
      expect([answer.status, answer.json()]).toEqual([401, { message: 'Unauthorized' }])
    }
  })

  it('D80 takes the API key from the authorizer where that is the source, and not from the header', async () => {
    const { send } = gateway(
      { 'GET /a': { ...CUSTOM, apiKeyRequired: true } },
      {
        snapshot: { authorizers: new Map([['auth', authorizer]]), apiKeySource: 'AUTHORIZER' },
        apiKeys: ['k1'],
      },
    )
    expect((await send('/a', token('good1'))).status).toBe(200)
    const headers = [
      ['Authorization', 'bad'],
      ['x-api-key', 'k1'],
    ] as const
    expect((await send('/a', { headers })).status).toBe(403)
  })
})

describe('compression', () => {
  const text = 'x'.repeat(200)
  const packing = (minimumCompressionSize: number | null, encoding?: string) =>
    gateway(
      { 'GET /a': { handler: 'long' }, 'POST /a': { handler: 'echo' } },
      {
        snapshot: { minimumCompressionSize },
        handlers: {
          echo,
          long: () => ({
            body: text,
            headers: encoding === undefined ? {} : { 'Content-Encoding': encoding },
          }),
        },
      },
    )

  it.each([
    [0, 'gzip', 'gzip'],
    [200, 'deflate, gzip;q=0.5', 'deflate'],
    [200, '*', 'gzip'],
    [201, 'gzip', undefined],
    [0, 'br', undefined],
    [0, 'gzip;q=0', undefined],
    [0, 'identity', undefined],
    [null, 'gzip', undefined],
  ])('D81 compresses from %s bytes for Accept-Encoding %s as %s', async (minimum, accept, coding) => {
    const { send } = packing(minimum)
    for (const _ of ['miss', 'hit']) {
      const answer = await send('/a', { headers: [['Accept-Encoding', accept]] })
      expect(answer.header('Content-Encoding')).toBe(coding)
      const read = { gzip: gunzipSync, deflate: inflateSync }[coding ?? ''] ?? ((bytes: Buffer) => bytes)
      expect(read(answer.bytes).toString('utf8')).toBe(text)
    }
  })

  it('D81 leaves an answer that is encoded already', async () => {
    const answer = await packing(0, 'br').send('/a', { headers: [['Accept-Encoding', 'gzip']] })
    expect([answer.header('Content-Encoding'), answer.body]).toEqual(['br', text])
  })

  it('D82 decodes the body of a request, and refuses an encoding that it does not know', async () => {
    const { send } = packing(0)
    const post = (coding: string, body: Buffer | string) =>
      send('/a', { method: 'POST', headers: [['Content-Encoding', coding]], body })
    expect((await post('gzip', gzipSync('hello'))).body).toBe('hello')
    expect((await post('identity', 'hello')).body).toBe('hello')
    expect([(await post('br', 'x')).status, (await post('gzip', 'no gzip')).status]).toEqual([415, 400])
    expect((await post('gzip', gzipSync(Buffer.alloc(10_485_761)))).status).toBe(400)
  })

  it('K43 stores what is not compressed yet, so that every caller gets it in an encoding of their own', async () => {
    const { send } = packing(0)
    await send('/a', { headers: [['Accept-Encoding', 'gzip']] })
    const plain = await send('/a')
    expect([plain.header('Content-Encoding'), plain.body]).toEqual([undefined, text])
  })
})
