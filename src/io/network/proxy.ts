import { type ClientRequest, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Env } from '../aws/config.js'
import { goesDirect } from './no-proxy.js'

/** The proxy that the environment names for a URL, or null. Errors: `usage`. */
export function proxyFor({ protocol, hostname }: URL, env: Env): URL | null {
  const forProtocol = protocol === 'https:' ? (env.https_proxy ?? env.HTTPS_PROXY) : (env.http_proxy ?? env.HTTP_PROXY)
  const text = forProtocol ?? env.all_proxy ?? env.ALL_PROXY
  if (!text || goesDirect(hostname, env.no_proxy ?? env.NO_PROXY ?? '')) return null
  const url = text.includes('://') ? text : `http://${text}`
  const proxy = URL.canParse(url) ? new URL(url) : null
  if (proxy?.protocol === 'http:' || proxy?.protocol === 'https:') return proxy
  // The URL itself is not quoted: it may contain a password.
  throw new ApigwCacheError('usage', 'proxy-url', `the proxy for ${protocol}// is not an http or https URL`, {
    hint: 'check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY',
  })
}

/** The user and password of the proxy's URL; the proxy does not pass them on. */
function proxyHeaders({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** A connection to the peer through the proxy. Errors: `failure`. */
export function tunnel(proxy: URL, peer: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = requestFrom(proxy, { method: 'CONNECT', path: peer, signal }, { Host: peer })
    request.on('error', (cause) => reject(signal.aborted ? cause : proxyUnreachable(proxy, cause)))
    request.on('connect', ({ statusCode }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(proxyRefused(proxy, peer, statusCode))
    })
    request.on('response', (answer) => {
      answer.destroy()
      reject(proxyRefused(proxy, peer, answer.statusCode))
    })
    request.end()
  })
}

/** A request to the proxy itself, not yet sent. */
export function requestFrom(
  proxy: URL,
  options: RequestOptions,
  headers: Readonly<Record<string, string>> = {},
): ClientRequest {
  const secure = proxy.protocol === 'https:'
  return (secure ? requestHttps : requestHttp)({
    ...options,
    host: unbracketed(proxy.hostname),
    port: proxy.port || (secure ? '443' : '80'),
    headers: { ...headers, ...proxyHeaders(proxy) },
    agent: false,
  })
}

/** URLs write IPv6 addresses in brackets, sockets take them without. */
export function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}

export function proxyUnreachable({ host }: URL, cause: Error): ApigwCacheError {
  const code: unknown = Reflect.get(cause, 'code')
  return new ApigwCacheError(
    'failure',
    'proxy-unreachable',
    `the proxy ${host} cannot be reached (${String(code ?? cause.message)})`,
    {
      hint: 'check HTTPS_PROXY and HTTP_PROXY, or name the host in NO_PROXY',
      cause,
    },
  )
}

function proxyRefused({ host }: URL, peer: string, status: number | undefined): ApigwCacheError {
  return new ApigwCacheError(
    'failure',
    'proxy-refused',
    `the proxy ${host} refused a connection to ${peer} (status ${status})`,
    {
      hint: status === 407 ? 'it wants a user and password: http://user:password@host' : 'or name the host in NO_PROXY',
    },
  )
}
