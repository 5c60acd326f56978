import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../src/core/base/http.js'
import { createHttp } from '../../../src/io/network/http.js'
import { FakeClock } from '../../support/clock.js'

const open: Server[] = []

afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve))
})

async function listen(server: Server): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return isAddress(address) ? address.port : 0
}

const isAddress = (address: AddressInfo | string | null): address is AddressInfo => typeof address === 'object'

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const { method, url, rawHeaders } = request
    response.end(JSON.stringify({ method, url, rawHeaders, body: Buffer.concat(chunks).toString() }))
  })
}

async function ask(url: string, request: Partial<HttpRequest> = {}) {
  const clock = new FakeClock()
  const sent = { method: 'GET', url, headers: [], maxBytes: 1000, timeoutMs: 5000, ...request }
  return clock.during(createHttp(clock)(sent))
}

const said = async (url: string, request: Partial<HttpRequest> = {}) =>
  JSON.parse(Buffer.from((await ask(url, request)).body).toString())

describe('what goes out', () => {
  it('is the given headers and Host, nothing else', async () => {
    const port = await listen(createServer(echo))
    const headers = [
      ['X-One', '1'],
      ['accept', 'a'],
      ['X-ONE', '2'],
    ] as const

    expect(await said(`http://127.0.0.1:${port}/pets?a=%20b`, { headers })).toEqual({
      method: 'GET',
      url: '/pets?a=%20b',
      rawHeaders: ['Host', `127.0.0.1:${port}`, 'X-One', '1', 'X-One', '2', 'accept', 'a'],
      body: '',
    })
  })

  it('is a body with its length', async () => {
    const port = await listen(createServer(echo))
    const { body, rawHeaders } = await said(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'käse' })

    expect(body).toBe('käse')
    expect(rawHeaders.slice(2)).toEqual(['Content-Length', '5'])
  })

  it('keeps the Host of the URL, or the given one, when it connects elsewhere', async () => {
    const port = await listen(createServer(echo))
    const connectTo = `127.0.0.1:${port}`
    const hostOf = async (request: Partial<HttpRequest>) =>
      (await said('http://api.invalid/', { connectTo, ...request })).rawHeaders

    expect(await hostOf({})).toEqual(['Host', 'api.invalid'])
    expect(await hostOf({ headers: [['host', 'other']] })).toEqual(['host', 'other'])
  })
})

describe('what comes back', () => {
  it('is the answer as it was sent: status, raw headers, undecoded body, real latency', async () => {
    const port = await listen(
      createServer((_, response) => {
        response.sendDate = false
        response.writeHead(404, { 'X-Two': ['a', 'b'], 'Content-Encoding': 'gzip' }).end('not really')
      }),
    )
    const reply = await ask(`http://127.0.0.1:${port}/`)

    expect(reply).toMatchObject({ status: 404, truncated: false, receivedAt: Date.UTC(2026, 0, 1) })
    expect(reply.rawHeaders.slice(0, 6)).toEqual(['X-Two', 'a', 'X-Two', 'b', 'Content-Encoding', 'gzip'])
    expect(Buffer.from(reply.body).toString()).toBe('not really')
    expect(reply.latencyMs).toBeGreaterThan(0)
  })

  it('is a redirect where there is one', async () => {
    let asked = 0
    const port = await listen(
      createServer((_, response) => {
        asked++
        response.writeHead(302, { Location: '/elsewhere' }).end()
      }),
    )

    expect((await ask(`http://127.0.0.1:${port}/`)).status).toBe(302)
    expect(asked).toBe(1)
  })

  it('stops at the size that was allowed, even where the body never ends', async () => {
    const port = await listen(
      createServer((_, response) => {
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
        }
        response.on('drain', more)
        more()
      }),
    )
    const reply = await ask(`http://127.0.0.1:${port}/`, { maxBytes: 100_000 })

    expect(reply.truncated).toBe(true)
    expect(reply.body).toHaveLength(100_000)
  })

  it('is complete where it has exactly the size that was allowed', async () => {
    const port = await listen(createServer((_, response) => void response.end('x'.repeat(1000))))

    expect(await ask(`http://127.0.0.1:${port}/`)).toMatchObject({ truncated: false })
  })
})

describe('failures', () => {
  it('name a port where nothing listens', async () => {
    const server = createTcp()
    const port = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    open.pop()

    await expect(ask(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      kind: 'failure',
      message: `nothing listens at 127.0.0.1:${port}`,
      hint: expect.stringContaining('sandbox'),
    })
  })

  it('name a host that does not exist', async () => {
    await expect(ask('http://api.invalid/')).rejects.toMatchObject({
      kind: 'failure',
      message: expect.stringContaining('api.invalid'),
      hint: expect.stringContaining('--connect-to'),
    })
    await expect(ask('http://api.invalid/', { keepAlive: true })).rejects.toMatchObject({
      hint: 'check the region, the endpoint and DNS',
    })
  })

  it('name a server that hangs up', async () => {
    const port = await listen(createTcp((socket) => void socket.resume().end()))

    await expect(ask(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      kind: 'failure',
      message: `127.0.0.1:${port} closed the connection without a complete answer`,
    })
  })

  it('name a server that does not speak HTTP, or not TLS', async () => {
    const port = await listen(createTcp((socket) => void socket.resume().end('SSH-2.0-OpenSSH\r\n')))

    await expect(ask(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      message: expect.stringContaining('does not answer in HTTP'),
    })
    await expect(ask(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({
      message: expect.stringContaining('no TLS connection with'),
      hint: 'is it http instead of https?',
    })
  })

  it('come after the time that was allowed', async () => {
    const port = await listen(createTcp((socket) => void socket.resume().on('error', () => {})))
    const clock = new FakeClock()
    const url = `http://127.0.0.1:${port}/`
    // Not wrapped in `during`: the fake clock moves on although the call is in flight.
    const asked = createHttp(clock)({ method: 'GET', url, headers: [], maxBytes: 1, timeoutMs: 35_000 })

    await expect(asked).rejects.toMatchObject({
      kind: 'failure',
      message: `no complete answer from 127.0.0.1:${port} within 35 s`,
    })
  })

  it('are the reason of an abort', async () => {
    const stop = new AbortController()
    const port = await listen(createServer(() => stop.abort(new Error('enough'))))

    await expect(ask(`http://127.0.0.1:${port}/`, { signal: stop.signal })).rejects.toThrow('enough')
    await expect(ask(`http://127.0.0.1:${port}/`, { signal: stop.signal })).rejects.toThrow('enough')
  })

  it.each([
    ['a header with a line break', { headers: [['X-A', 'a\r\nX-B: b']] }, /a header cannot be sent/],
    ['a header name with a space', { headers: [['X A', 'a']] }, /a header cannot be sent/],
    ['a URL of another kind', { url: 'file:///etc/passwd' }, /"file:\/\/\/etc\/passwd" is no http or https URL/],
    ['a peer without a name', { connectTo: ':80' }, /":80" is no host to connect to/],
    ['a port that is none', { connectTo: 'localhost:99999' }, /"localhost:99999" is no host to connect to/],
    ['port 0', { connectTo: 'localhost:0' }, /"localhost:0" is no host to connect to/],
  ] as const)('come before anything is sent for %s', async (_, request, message) => {
    await expect(ask('http://127.0.0.1:9/', request)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(message),
    })
  })
})
