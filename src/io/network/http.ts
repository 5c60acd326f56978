import { Agent, type IncomingMessage, validateHeaderName, validateHeaderValue } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import type { Clock } from '../../core/base/clock.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Http, HttpReply, HttpRequest } from '../../core/base/http.js'
import type { Env } from '../aws/config.js'
import { explainHttp } from './http-errors.js'
import { proxyUnreachable } from './proxy.js'
import { type Agents, openRequest } from './request.js'
import { createRoutes, peerOf, type Routes } from './route.js'

/**
 * The only way to the network. Latency is measured with `monotonic`, so that it is real even if the clock is not.
 * Unless the request asks for keep-alive, each one pays for its own connection, so that latencies can be compared.
 */
export function createHttp(clock: Clock, monotonic: () => number = () => performance.now(), env: Env = {}): Http {
  const agents: Agents = { plain: new Agent({ keepAlive: true }), tls: new TlsAgent({ keepAlive: true }) }
  const routes = createRoutes(env)
  return async (request) => {
    request.signal?.throwIfAborted()
    const url = urlOf(request)
    const end = new AbortController()
    const abort = () => end.abort(request.signal?.reason)
    request.signal?.addEventListener('abort', abort, { once: true })
    const timeout = timeoutOf(clock, request, url, end.signal)
    try {
      return await Promise.race([exchange(request, url, end.signal, { clock, monotonic, agents, routes }), timeout])
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

/** Rejects after the timeout; never settles once the exchange has ended. */
function timeoutOf(clock: Clock, { timeoutMs }: HttpRequest, url: URL, ended: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    clock.sleep(timeoutMs, ended).then(
      () => {
        const message = `no complete answer from ${url.host} within ${Math.round(timeoutMs / 100) / 10} s`
        reject(
          new ApigwCacheError('failure', 'no-answer', message, {
            hint: 'check the backend, or the network on the way to it',
            // The caller decides by this code whether to try again.
            cause: Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }),
          }),
        )
      },
      () => undefined,
    )
  })
}

interface Dependencies {
  readonly clock: Clock
  readonly monotonic: () => number
  readonly agents: Agents
  readonly routes: Routes
}

async function exchange(
  request: HttpRequest,
  url: URL,
  signal: AbortSignal,
  { clock, monotonic, agents, routes }: Dependencies,
): Promise<HttpReply> {
  const peer = peerOf(request.connectTo, url)
  // Checked first, so that no half-built request is left behind.
  for (const [header, value] of request.headers) {
    validateHeaderName(header)
    validateHeaderValue(header, value)
  }
  const started = monotonic()
  const route = await routes(url, peer, request.connectTo !== undefined, signal)
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(request, url, peer, route, agents, signal)
    const { proxy } = route
    outgoing.on('error', (cause) => reject(proxy && !signal.aborted ? proxyUnreachable(proxy, cause) : cause))
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
