import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
  validateHeaderName,
  validateHeaderValue,
} from 'node:http'
import { request as requestHttps, Agent as TlsAgent } from 'node:https'
import { isIP } from 'node:net'
import { connect as startTls } from 'node:tls'
import type { Http, HttpReply, HttpRequest } from '../../core/answer/exchange.js'
import type { Clock } from '../../core/base/clock.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Env } from '../aws/config.js'
import { explainHttp } from './http-errors.js'
import { addressOf, notReached, proxyHeaders } from './proxy.js'
import { createRoutes, type Peer, type Route, type Routes } from './route.js'

/**
 * The one network door. Latency comes from `monotonic` so that it is real even where the clock is not. A
 * connection is kept open only where the request says so: otherwise each answer pays for its own, and
 * latencies can be compared.
 */
export function createHttp(
  clock: Clock,
  monotonic: () => number = () => performance.now(),
  env: Env = {},
): Http {
  const agents: Agents = { plain: new Agent({ keepAlive: true }), tls: new TlsAgent({ keepAlive: true }) }
  const routes = createRoutes(env)
  return async (request) => {
    request.signal?.throwIfAborted()
    const url = urlOf(request)
    const end = new AbortController()
    const abort = () => end.abort(request.signal?.reason)
    request.signal?.addEventListener('abort', abort, { once: true })
    const timeout = expire(clock, request, url, end.signal)
    try {
      return await Promise.race([
        exchange(request, url, end.signal, { clock, monotonic, agents, routes }),
        timeout,
      ])
    } catch (error) {
      request.signal?.throwIfAborted()
      throw explainHttp(error, request, url)
    } finally {
      request.signal?.removeEventListener('abort', abort)
      end.abort()
    }
  }
}

function urlOf({ url: text }: HttpRequest): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new ApigwCacheError('usage', 'url-scheme', `"${text}" is no http or https URL`)
}

/** Never settles once the exchange has ended. */
function expire(clock: Clock, { timeoutMs }: HttpRequest, url: URL, ended: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    clock.sleep(timeoutMs, ended).then(
      () => {
        const message = `no complete answer from ${url.host} within ${timeoutMs / 1000} s`
        reject(
          new ApigwCacheError('failure', 'no-answer', message, {
            hint: 'check the backend, or the network on the way to it',
            // What waited for the answer decides whether to ask again.
            cause: Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }),
          }),
        )
      },
      () => undefined,
    )
  })
}

interface Agents {
  readonly plain: Agent
  readonly tls: TlsAgent
}

interface Means {
  readonly clock: Clock
  readonly monotonic: () => number
  readonly agents: Agents
  readonly routes: Routes
}

async function exchange(
  request: HttpRequest,
  url: URL,
  signal: AbortSignal,
  { clock, monotonic, agents, routes }: Means,
): Promise<HttpReply> {
  const peer = peerOf(request.connectTo, url)
  // Before there is a request that could be left half made.
  for (const [header, value] of request.headers) {
    validateHeaderName(header)
    validateHeaderValue(header, value)
  }
  const started = monotonic()
  const route = await routes(url, peer, request.connectTo !== undefined, signal)
  return new Promise((resolve, reject) => {
    const outgoing = open(request, url, peer, route, agents, signal)
    const { proxy } = route
    outgoing.on('error', (cause) => reject(proxy && !signal.aborted ? notReached(proxy, cause) : cause))
    outgoing.on('response', (incoming) => {
      read(incoming, request.maxBytes).then(({ body, truncated }) => {
        resolve({
          status: incoming.statusCode ?? 0,
          rawHeaders: incoming.rawHeaders,
          body,
          truncated,
          latencyMs: Math.round((monotonic() - started) * 1000) / 1000,
          receivedAt: clock.now(),
          ...(proxy ? { byProxy: true } : {}),
        })
      }, reject)
    })
    outgoing.end(request.body)
  })
}

function open(
  { method, headers, body, keepAlive }: HttpRequest,
  url: URL,
  peer: Peer,
  route: Route,
  agents: Agents,
  signal: AbortSignal,
): ClientRequest {
  const options = { ...peer, method, path: url.pathname + url.search, setHost: false, signal }
  const outgoing = start(options, url, route, keepAlive ? agents : { plain: false, tls: false })
  if (!headers.some(([other]) => /^host$/i.test(other))) outgoing.setHeader('Host', url.host)
  for (const [header, values] of grouped(headers)) outgoing.setHeader(header, values)
  if (!headers.some(([other]) => /^connection$/i.test(other))) outgoing.removeHeader('Connection')
  if (body !== undefined && !headers.some(([other]) => /^(content-length|transfer-encoding)$/i.test(other))) {
    outgoing.setHeader('Content-Length', Buffer.byteLength(body))
  }
  return outgoing
}

/** Without headers yet, straight to the peer or by way of a proxy. */
function start(
  options: RequestOptions,
  url: URL,
  { socket, proxy, trust }: Route,
  { plain, tls }: { readonly plain: Agent | false; readonly tls: TlsAgent | false },
): ClientRequest {
  if (proxy) {
    const request = proxy.protocol === 'https:' ? requestHttps : requestHttp
    const path = `${url.origin}${options.path}`
    return request({ ...options, ...addressOf(proxy), path, headers: proxyHeaders(proxy), agent: false })
  }
  if (url.protocol === 'http:') {
    return requestHttp({ ...options, ...(socket ? { createConnection: () => socket } : { agent: plain }) })
  }
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const identity = { servername: isIP(name) ? '' : name, ...(trust ? { secureContext: trust } : {}) }
  // Whose certificate it must be is the URL's host, also where there is no name to ask for.
  const secured = () => startTls({ ...identity, host: name, ...(socket ? { socket } : {}) })
  return requestHttps({
    ...options,
    ...(socket ? { createConnection: secured } : { ...identity, agent: tls }),
  })
}

/** A repeated header goes out as repeated lines. */
function grouped(headers: HttpRequest['headers']): Iterable<[string, string | string[]]> {
  const names = new Map<string, { readonly name: string; readonly values: string[] }>()
  for (const [name, value] of headers) {
    const known = names.get(name.toLowerCase())
    if (known) known.values.push(value)
    else names.set(name.toLowerCase(), { name, values: [value] })
  }
  return [...names.values()].map(({ name, values }) => [
    name,
    values.length === 1 ? (values[0] ?? '') : values,
  ])
}

function peerOf(connectTo: string | undefined, { hostname, port }: URL): Peer {
  if (connectTo === undefined) return { host: hostname.replace(/^\[|\]$/g, ''), port }
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(connectTo)
  const host = match?.[1] ?? match?.[2]
  const wanted = match?.[3] ?? port
  if (host && (wanted === '' || (Number(wanted) >= 1 && Number(wanted) <= 65_535)))
    return { host, port: wanted }
  throw new ApigwCacheError('usage', 'connect-to', `"${connectTo}" is no host to connect to`, {
    hint: 'use HOST or HOST:PORT',
  })
}

async function read(incoming: IncomingMessage, maxBytes: number) {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming) {
    chunks.push(chunk)
    length += chunk.length
    if (length > maxBytes) break
  }
  return { body: Buffer.concat(chunks).subarray(0, maxBytes), truncated: length > maxBytes }
}
