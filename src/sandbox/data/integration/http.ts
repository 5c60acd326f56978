import { endToEnd, type HeaderList, hasHeader, pairs } from '../../http/headers.js'
import { isSignature } from '../../iam/credential.js'
import type { Integration } from '../../world/model.js'
import type { Call } from '../call.js'
import { isSeen } from '../caller-headers.js'
import { misconfigured, type Outcome } from '../gateway-responses.js'
import type { Mapper } from '../mapping/mapper.js'
import { fromProxied, mediaType, toProxied } from './payload.js'
import { backendUrl, backendVerb, exchange, requestBody, withGatewayHeaders } from './request.js'
import { proxied, respond } from './response.js'

const INVALID_ADDRESS = 'Invalid endpoint address'

/** A custom HTTP integration: only mapped headers and parameters pass, in both directions, and `Accept`. */
export function callHttp(mapper: Mapper, integration: Integration, signal: AbortSignal): Outcome | Promise<Outcome> {
  const { call } = mapper
  const body = requestBody(mapper, integration)
  if (!Buffer.isBuffer(body)) return body
  const url = backendUrl(mapper, integration, mapper.mapped(integration, 'querystring'))
  if (!url) return misconfigured(INVALID_ADDRESS)

  const headers = mapper.mapped(integration, 'header')
  if (framesMessage(headers)) return misconfigured('Invalid mapping of a header of the message')
  const { accept, 'content-type': contentType = 'application/json' } = call.request.headers
  if (!hasHeader(headers, 'accept')) headers.push(['Accept', accepted(integration, accept)])
  if (!hasHeader(headers, 'content-type') && body.length > 0) headers.push(['Content-Type', contentType])

  const request = { method: backendVerb(call, integration), url, body }
  const sent = { ...request, headers: withGatewayHeaders(headers, call) }
  return exchange(call, sent, signal, (backend) => respond(mapper, integration, backend))
}

/** Passes headers, query and body to the backend and its answer back. Mapped parameters replace the caller's. */
export function callHttpProxy(
  mapper: Mapper,
  integration: Integration,
  signal: AbortSignal,
): Outcome | Promise<Outcome> {
  const { call } = mapper
  const query = override(call.query, mapper.mapped(integration, 'querystring'), (name) => name)
  const url = backendUrl(mapper, integration, query)
  if (!url) return misconfigured(INVALID_ADDRESS)

  const mapped = mapper.mapped(integration, 'header')
  if (framesMessage(mapped)) return misconfigured('Invalid mapping of a header of the message')
  const headers = withGatewayHeaders(
    override(forwarded(call), mapped, (name) => name.toLowerCase()),
    call,
  )
  const method = backendVerb(call, integration)
  const sent = { method, url, headers, body: toProxied(call) }
  return exchange(call, sent, signal, ({ status, headers, body }) => ({
    reply: { status, headers: proxied(headers), body: fromProxied(call, headers, body) },
    gateway: false,
  }))
}

/** The type that a response template makes of the answer; without templates what the caller accepts. */
function accepted({ responses }: Integration, accept = 'application/json'): string {
  const types = [...responses.values()].flatMap(({ responseTemplates }) => Object.keys(responseTemplates))
  const wanted = mediaType(accept)
  if (types.length === 0 || types.includes(wanted)) return accept
  return types.find((type) => type === 'application/json') ?? types[0] ?? accept
}

const KEPT_BACK = /^(?:host|content-length|content-encoding|x-forwarded-for|x-amzn-trace-id)$/i

function forwarded({ request }: Call): HeaderList {
  const kept = endToEnd(pairs(request.rawHeaders)).filter(
    (header) => isSeen(header[0].toLowerCase()) && !isSignature(header) && !KEPT_BACK.test(header[0]),
  )
  const before = request.headers['x-forwarded-for']
  return [...kept, ['X-Forwarded-For', before ? `${before}, ${request.sourceIp}` : request.sourceIp]]
}

/** Headers that say where the message ends are the connection's own. */
function framesMessage(headers: HeaderList): boolean {
  return headers.some(([name]) => /^(?:content-length|transfer-encoding)$/i.test(name))
}

function override(
  base: HeaderList,
  over: readonly (readonly [string, string])[],
  fold: (name: string) => string,
): HeaderList {
  if (over.length === 0) return base
  const names = new Set(over.map(([name]) => fold(name)))
  return [...base.filter(([name]) => !names.has(fold(name))), ...over]
}
