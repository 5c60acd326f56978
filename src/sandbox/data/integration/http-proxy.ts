import { endToEnd, type HeaderList, pairs } from '../../http/headers.js'
import { isSignature } from '../../iam/credential.js'
import type { Integration } from '../../world/model.js'
import type { Call } from '../call.js'
import { internalError, type Outcome } from '../gateway-responses.js'
import { backendUrl, backendVerb, exchange, mapped, withGatewayHeaders } from './request.js'
import { toClient } from './response.js'

/** Passes headers, query and body to the backend, and its answer back, except for what is mapped over. */
export function callHttpProxy(
  call: Call,
  integration: Integration,
  signal: AbortSignal,
): Outcome | Promise<Outcome> {
  const query = override(call.query, mapped(call, integration, 'querystring'), (name) => name)
  const url = backendUrl(call, integration, query)
  if (!url) return internalError(500)

  const sent = override(forwarded(call), mapped(call, integration, 'header'), (name) => name.toLowerCase())
  const headers = withGatewayHeaders(sent, call)
  const method = backendVerb(call, integration)
  return exchange({ method, url, headers, body: call.request.body }, signal, ({ status, headers, body }) => ({
    reply: { status, headers: toClient(headers), body },
    gateway: false,
  }))
}

function forwarded({ request }: Call): HeaderList {
  const kept = endToEnd(pairs(request.rawHeaders)).filter(
    (header) => !isSignature(header) && !/^(?:host|content-length|x-forwarded-for)$/i.test(header[0]),
  )
  const before = request.headers['x-forwarded-for']
  return [...kept, ['X-Forwarded-For', before ? `${before}, ${request.sourceIp}` : request.sourceIp]]
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
