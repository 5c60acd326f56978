import { describe, expect, it } from 'vitest'
import { sdkHandler, type WireOptions } from '../../../src/core/aws/sdk-http.js'

const REQUEST = { method: 'GET', protocol: 'http:', hostname: 'aws.example', path: '/restapis', headers: {} }

/** What the SDK is given when the endpoint answers this. */
async function answered(answersIn: WireOptions['answersIn'], status: number, type: string, body: string) {
  const handler = sdkHandler({
    service: 'API Gateway',
    answersIn,
    http: async () => ({
      status,
      rawHeaders: ['Content-Type', type],
      body: new TextEncoder().encode(body),
      truncated: false,
      latencyMs: 1,
      receivedAt: 0,
    }),
  })
  const { response } = await handler.handle(REQUEST)
  return { status: response.statusCode, body: new TextDecoder().decode(response.body) }
}

describe('an answer', () => {
  it.each([
    ['json', 200, 'application/json', '{"item":[]}'],
    ['json', 200, 'application/hal+json', ' {} '],
    ['json', 200, 'text/html; charset=utf-8', '{"item":[]}'],
    ['json', 202, '', ''],
    ['json', 403, 'application/json', '{"message":"no"}'],
    ['xml', 200, 'text/xml', '<?xml version="1.0"?><GetCallerIdentityResponse/>'],
    ['xml', 403, 'text/xml', '<ErrorResponse/>'],
  ] as const)('of AWS is handed over as it is: %s, %i, %s', async (format, status, type, body) => {
    expect(await answered(format, status, type, body)).toEqual({ status, body })
  })

  it.each([
    ['json', 200, 'text/html', '<h1>Welcome</h1>', 'text/html'],
    ['json', 200, 'text/plain; charset=utf-8', 'It works!', 'text/plain'],
    ['json', 404, 'text/plain', 'not found', 'text/plain'],
    ['json', 200, 'application/json', '{"openapi": ', 'application/json'],
    ['json', 200, 'application/yaml', 'openapi: 3.0.1', 'application/yaml'],
    ['json', 200, 'text/html', '', 'text/html'],
    ['json', 200, 'application/json', '""', 'application/json'],
    ['json', 200, 'application/json', '[]', 'application/json'],
    ['json', 200, 'application/json', 'null', 'application/json'],
    ['json', 200, 'text/html; charset=utf-8', '{}', 'text/html'],
    ['json', 499, 'text/plain', 'gone', 'text/plain'],
    ['xml', 200, 'text/plain', 'It works!', 'text/plain'],
    ['xml', 200, 'text/html', '<h1>Welcome</h1>', 'text/html'],
    ['xml', 200, 'text/xml', '<!DOCTYPE html><html>', 'text/xml'],
  ] as const)('of something else is a failure that names it: %s, %i, %s', async (format, status, type, body, named) => {
    await expect(answered(format, status, type, body)).rejects.toMatchObject({
      kind: 'failure',
      message: `http://aws.example did not answer like API Gateway: ${named}, status ${status}`,
      code: 'not-aws',
    })
  })

  it.each([
    [500, 'text/plain', 'internal error'],
    [502, 'text/html', '<h1>Bad Gateway</h1>'],
    [503, 'text/plain', 'upstream connect error'],
  ])(
    'of a load balancer that is out of order is a server error, which may pass: %i, %s',
    async (status, type, body) => {
      expect(await answered('json', status, type, body)).toEqual({ status, body: '{}' })
    },
  )
})

describe('the time for one answer', () => {
  const given = async (remainingMs: number | undefined) => {
    let timeoutMs = 0
    const handler = sdkHandler({
      service: 'API Gateway',
      ...(remainingMs === undefined ? {} : { remainingMs: () => remainingMs }),
      http: async (request) => {
        timeoutMs = request.timeoutMs
        const body = new TextEncoder().encode('{}')
        return { status: 200, rawHeaders: [], body, truncated: false, latencyMs: 1, receivedAt: 0 }
      },
    })
    await handler.handle(REQUEST)
    return timeoutMs
  }

  it.each([
    [undefined, 30_000],
    [Number.POSITIVE_INFINITY, 30_000],
    [30_001, 30_000],
    [5000, 5000],
    [0, 1000],
    [-9000, 1000],
  ])('with %s ms left of the run is %i ms', async (left, expected) => {
    expect(await given(left)).toBe(expected)
  })

  it('is not begun after Ctrl-C', async () => {
    const handler = sdkHandler({
      service: 'API Gateway',
      turn: () => Promise.reject(new Error('aborted')),
      http: () => Promise.reject(new Error('nothing may be sent')),
    })

    await expect(handler.handle(REQUEST, { abortSignal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'interrupted-unsent',
    })
  })
})
