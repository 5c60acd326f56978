import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type SandboxOptions, startSandbox } from '../../../src/sandbox/index.js'
import { FakeClock } from '../../support/clock.js'
import { origin } from '../support/origin.js'

const API = 'a1b2c3d4e5'
const PETS = `/restapis/${API}/prod/_user_request_/pets`

/** A sandbox on a clock that moves by itself, with `GET`, `HEAD` and `PUT /pets` in front of an HTTP backend. */
async function proxying(uri: string, options: SandboxOptions = {}) {
  const clock = new FakeClock()
  const integration = { type: 'HTTP_PROXY', uri, httpMethod: 'ANY' } as const
  const sandbox = await startSandbox({
    clock: clock.served,
    seed: {
      apis: [
        {
          id: API,
          name: 'pets',
          methods: {
            'GET /pets': { integration },
            'HEAD /pets': { integration },
            'PUT /pets': { integration },
          },
          stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
        },
      ],
    },
    ...options,
  })
  onTestFinished(() => sandbox.close())
  const send = (method: string, path = PETS, headers: Record<string, string> = {}, body?: string) =>
    clock.during(exchange(`${sandbox.url}${path}`, method, headers, body))
  return { sandbox, clock, send }
}

async function exchange(url: string, method: string, headers: Record<string, string>, body?: string) {
  const outgoing = request(url, { method, headers })
  outgoing.end(body)
  const message = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject)
  })
  return { status: message.statusCode, headers: message.headers, body: await text(message) }
}

describe('the data plane over HTTP', () => {
  it('D17 carries requests to a real backend and back, whole', async () => {
    const backend = await origin(({ method, body }, response) => {
      response.setHeader('Content-Encoding', 'br')
      response.end(`${method} ${body}`)
    })
    const { send } = await proxying(`${backend.url}/pets`)
    const put = await send('PUT', PETS, { 'Transfer-Encoding': 'chunked' }, 'Rex')

    expect([put.status, put.body, put.headers['content-encoding']]).toEqual([200, 'PUT Rex', 'br'])
    expect(backend.seen[0]?.headers).not.toHaveProperty('transfer-encoding')
  })

  it('D22 holds the clock while a backend is at work, so that no time-out fires early', async () => {
    const backend = await origin((_, response) => response.end('slow'))
    const { send, clock } = await proxying(backend.url)
    const before = clock.now()
    expect((await send('GET')).status).toBe(200)
    expect(clock.now()).toBe(before)
  })

  it('D24 and the time-out run on the same clock as everything else', async () => {
    const backend = await origin((_, response) => response.end('slow'))
    const { send, clock, sandbox } = await proxying(backend.url, { faults: { backendDelayMs: 28_000 } })
    const before = clock.now()
    expect((await send('GET')).body).toBe('slow')
    expect(clock.now()).toBe(before + 28_000)

    sandbox.faults.backendDelayMs = 30_000
    const late = await send('PUT')
    expect([late.status, late.body]).toEqual([504, '{"message": "Endpoint request timed out"}'])
    expect(clock.now()).toBe(before + 57_000)
  })

  it('D1 serves the same stage, and the same entries, under its execute-api host name', async () => {
    let calls = 0
    const backend = await origin((_, response) => response.end(String(++calls)))
    const { send } = await proxying(backend.url)
    expect((await send('GET')).body).toBe('1')
    expect((await send('GET', '/prod/pets', { Host: `${API}.execute-api.localhost` })).body).toBe('1')
  })

  it('D12 sends no body for HEAD, and the Date of its own clock beside the remapped one', async () => {
    const backend = await origin((_, response) => response.end('body'))
    const { send } = await proxying(backend.url)
    const head = await send('HEAD')
    expect([head.status, head.body]).toEqual([200, ''])
    expect(head.headers.date).toBe('Thu, 01 Jan 2026 00:00:00 GMT')
    expect(head.headers['x-amzn-remapped-date']).toBeDefined()
  })
})
