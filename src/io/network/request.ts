import { type Agent, type ClientRequest, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps, type Agent as TlsAgent } from 'node:https'
import { isIP } from 'node:net'
import { connect as startTls } from 'node:tls'
import type { HttpRequest } from '../../core/base/http.js'
import { requestFrom, unbracketed } from './proxy.js'
import type { Peer, Route } from './route.js'

export interface Agents {
  readonly plain: Agent
  readonly tls: TlsAgent
}

/** The request with exactly the given headers, not yet sent. */
export function openRequest(
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

/** The request without headers, to the peer or to a proxy. */
function start(
  options: RequestOptions,
  url: URL,
  { socket, proxy, trust }: Route,
  { plain, tls }: { readonly plain: Agent | false; readonly tls: TlsAgent | false },
): ClientRequest {
  if (proxy) return requestFrom(proxy, { ...options, path: `${url.origin}${options.path}` })
  if (url.protocol === 'http:') {
    return requestHttp({ ...options, ...(socket ? { createConnection: () => socket } : { agent: plain }) })
  }
  const name = unbracketed(url.hostname)
  const identity = { servername: isIP(name) ? '' : name, ...(trust ? { secureContext: trust } : {}) }
  // The certificate must match the URL's host, even if that is an address, which SNI cannot carry.
  const secured = () => startTls({ ...identity, host: name, ...(socket ? { socket } : {}) })
  return requestHttps({
    ...options,
    ...(socket ? { createConnection: secured } : { ...identity, agent: tls }),
  })
}

/** Node sends an array of values as repeated header lines. */
function grouped(headers: HttpRequest['headers']): Iterable<[string, string | string[]]> {
  const names = new Map<string, { readonly name: string; readonly values: string[] }>()
  for (const [name, value] of headers) {
    const known = names.get(name.toLowerCase())
    if (known) known.values.push(value)
    else names.set(name.toLowerCase(), { name, values: [value] })
  }
  return [...names.values()].map(({ name, values }) => [name, values.length === 1 ? (values[0] ?? '') : values])
}
