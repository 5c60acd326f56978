import { endToEnd, type HeaderList, hasHeader, pairs } from '../../http/headers.js'
import { isSignature } from '../../iam/credential.js'
import type { Integration } from '../../world/model.js'
import type { Call } from '../call.js'
import { misconfigured, NO_RESPONSE, type Outcome } from '../gateway-responses.js'
import { renderTemplate, templateFor } from '../mapping/template.js'
import { backendUrl, backendVerb, exchange, mapped, withGatewayHeaders } from './request.js'
import { mapResponse, selectResponse, toClient } from './response.js'

const INVALID_ADDRESS = 'Invalid endpoint address'

/** A custom HTTP integration: only mapped headers and parameters pass, in both directions. */
export function callHttp(
  call: Call,
  integration: Integration,
  signal: AbortSignal,
): Outcome | Promise<Outcome> {
  const url = backendUrl(call, integration, mapped(call, integration, 'querystring'))
  if (!url) return misconfigured(INVALID_ADDRESS)

  const contentType = call.request.headers['content-type']
  const template = templateFor(integration.requestTemplates, contentType)
  const body =
    template === undefined ? call.request.body : Buffer.from(renderTemplate(template, call, call.bodyText))
  const headers = mapped(call, integration, 'header')
  if (!hasHeader(headers, 'content-type') && body.length > 0)
    headers.push(['Content-Type', contentType ?? 'application/json'])

  const method = backendVerb(call, integration)
  return exchange({ method, url, headers: withGatewayHeaders(headers, call), body }, signal, (backend) => {
    const response = selectResponse(integration, String(backend.status))
    return response
      ? { reply: mapResponse(response, backend, call), gateway: false }
      : misconfigured(NO_RESPONSE)
  })
}

/** Passes headers, query and body to the backend and its answer back. Mapped parameters replace the caller's. */
export function callHttpProxy(
  call: Call,
  integration: Integration,
  signal: AbortSignal,
): Outcome | Promise<Outcome> {
  const query = override(call.query, mapped(call, integration, 'querystring'), (name) => name)
  const url = backendUrl(call, integration, query)
  if (!url) return misconfigured(INVALID_ADDRESS)

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
