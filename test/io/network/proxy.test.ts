import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTls } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { HttpRequest } from '../../../src/core/base/http.js'
import type { Env } from '../../../src/io/aws/config.js'
import { createHttp } from '../../../src/io/network/http.js'
import { FakeClock } from '../../support/clock.js'

const CERTIFICATE = fileURLToPath(new URL('../../support/tls/certificate.pem', import.meta.url))
const KEY = fileURLToPath(new URL('../../support/tls/key.pem', import.meta.url))

async function listen(server: Server): Promise<number> {
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const answer = (request: IncomingMessage, response: { end(text: string): void }) =>
  response.end(`origin: ${request.headers.host} ${request.url}`)

const plainOrigin = () => listen(createServer(answer))
const tlsOrigin = () => listen(createTls({ key: readFileSync(KEY), cert: readFileSync(CERTIFICATE) }, answer))

/** A proxy that takes every peer for the origin, and tells what it was asked. */
async function proxyBefore(origin: number, status = 200) {
  const asked: string[] = []
  const note = ({ method, url, headers }: IncomingMessage) =>
    asked.push([method, url, headers['proxy-authorization']].filter(Boolean).join(' '))
  const server = createServer((request, response) => {
    note(request)
    response.end('proxied')
  })
  server.on('connect', (request, socket) => {
    note(request)
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)
    const peer = connect(origin, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    peer.on('error', () => socket.destroy())
    socket.on('error', () => peer.destroy())
    return peer.pipe(socket).pipe(peer)
  })
  return { asked, port: await listen(server) }
}

async function ask(url: string, env: Env, request: Partial<HttpRequest> = {}): Promise<string> {
  const clock = new FakeClock()
  const sent = { method: 'GET', url, headers: [], maxBytes: 1000, timeoutMs: 5000, ...request }
  const { body } = await clock.during(createHttp(clock, undefined, env)(sent))
  return Buffer.from(body).toString()
}

describe('behind a proxy', () => {
  it('HTTPS goes through a tunnel, and the certificate must still be that of the host', async () => {
    const { asked, port } = await proxyBefore(await tlsOrigin())
    const env = { HTTPS_PROXY: `http://user:p%40ss@127.0.0.1:${port}`, AWS_CA_BUNDLE: CERTIFICATE }

    expect(await ask('https://api.invalid/pets?a=1', env)).toBe('origin: api.invalid /pets?a=1')
    expect(asked).toEqual([`CONNECT api.invalid:443 Basic ${btoa('user:p@ss')}`])
    await expect(ask('https://other.invalid/', env)).rejects.toMatchObject({
      kind: 'failure',
      message: expect.stringContaining('certificate of other.invalid is not trusted'),
    })
  })

  it('plain HTTP is asked of the proxy itself, unless it must connect elsewhere', async () => {
    const { asked, port } = await proxyBefore(await plainOrigin())
    const env = { http_proxy: `127.0.0.1:${port}` }

    expect(await ask('http://api.invalid/pets?a=1', env)).toBe('proxied')
    expect(await ask('http://api.invalid/', env, { connectTo: 'other.invalid:81' })).toBe('origin: api.invalid /')
    expect(asked).toEqual(['GET http://api.invalid/pets?a=1', 'CONNECT other.invalid:81'])
  })

  it('an answer that the proxy may have given itself says so', async () => {
    const { port } = await proxyBefore(await tlsOrigin())
    const proxy = `http://127.0.0.1:${port}`
    const clock = new FakeClock()
    const door = createHttp(clock, undefined, { ALL_PROXY: proxy, AWS_CA_BUNDLE: CERTIFICATE })
    const request = { method: 'GET', headers: [], maxBytes: 1000, timeoutMs: 5000 }

    expect((await clock.during(door({ ...request, url: 'http://api.invalid/' }))).byProxy).toBe(true)
    expect((await clock.during(door({ ...request, url: 'https://api.invalid/' }))).byProxy).toBeUndefined()
  })

  it.each([
    ['HTTPS_PROXY is for HTTPS only', 'HTTPS_PROXY', {}],
    ['NO_PROXY names the host', 'HTTP_PROXY', { NO_PROXY: 'invalid' }],
    ['the lower-case variable is empty', 'HTTP_PROXY', { http_proxy: '' }],
  ])('it is left out where %s', async (_, variable, more) => {
    const { asked, port } = await proxyBefore(0)
    const env = { [variable]: `http://127.0.0.1:${port}`, ...more }
    const origin = await plainOrigin()

    await ask('http://api.invalid/', env, { connectTo: `127.0.0.1:${origin}` })
    expect(asked).toEqual([])
  })

  it('this machine is reached without it', async () => {
    const { asked, port } = await proxyBefore(0)

    expect(await ask(`http://127.0.0.1:${await plainOrigin()}/a`, { ALL_PROXY: `http://127.0.0.1:${port}` })).toContain(
      '/a',
    )
    expect(asked).toEqual([])
  })

  it.each([
    ['http://api.invalid/', 'HTTP_PROXY'],
    ['https://api.invalid/', 'HTTPS_PROXY'],
  ])('a proxy that is not there is named: %s', async (url, variable) => {
    await expect(ask(url, { [variable]: 'http://user:secret@127.0.0.1:1' })).rejects.toMatchObject({
      kind: 'failure',
      message: 'the proxy 127.0.0.1:1 cannot be reached (ECONNREFUSED)',
    })
  })

  it('a refusal of the proxy is told', async () => {
    const { port } = await proxyBefore(0, 407)

    await expect(ask('https://api.invalid/', { HTTPS_PROXY: `http://127.0.0.1:${port}` })).rejects.toMatchObject({
      kind: 'failure',
      message: `the proxy 127.0.0.1:${port} refused a connection to api.invalid:443 (status 407)`,
      hint: expect.stringContaining('user and password'),
    })
  })

  it.each(['socks5://user:secret@127.0.0.1:1080', 'http://user:secret@:x'])(
    'another kind of proxy is refused without its password: %s',
    async (HTTP_PROXY) => {
      const refusal = ask('http://api.invalid/', { HTTP_PROXY })
      await expect(refusal).rejects.toMatchObject({ kind: 'usage' })
      await expect(refusal).rejects.not.toMatchObject({ message: expect.stringContaining('secret') })
    },
  )
})

describe('AWS_CA_BUNDLE', () => {
  const connectTo = async () => ({ connectTo: `127.0.0.1:${await tlsOrigin()}` })

  it('adds to whom is trusted', async () => {
    expect(await ask('https://api.invalid/', { AWS_CA_BUNDLE: CERTIFICATE }, await connectTo())).toContain('origin')
    await expect(ask('https://api.invalid/', {}, await connectTo())).rejects.toMatchObject({
      message: expect.stringContaining('is not trusted'),
    })
  })

  it.each(['/nowhere/bundle.pem', KEY.replace('key.pem', ''), fileURLToPath(import.meta.url)])(
    'that has no certificates is a usage error: %s',
    async (AWS_CA_BUNDLE) => {
      await expect(ask('https://api.invalid/', { AWS_CA_BUNDLE })).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining(AWS_CA_BUNDLE),
      })
    },
  )
})
