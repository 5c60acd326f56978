import { hasHeader } from '../../http/headers.js'
import type { Integration } from '../../world/model.js'
import type { Call } from '../call.js'
import { internalError, type Outcome } from '../gateway-responses.js'
import { renderTemplate, templateFor } from '../mapping/template.js'
import { backendUrl, backendVerb, exchange, mapped, withGatewayHeaders } from './request.js'
import { mapResponse, selectResponse } from './response.js'

/** A custom HTTP integration: only what is mapped passes, in both directions. */
export function callHttp(
  call: Call,
  integration: Integration,
  signal: AbortSignal,
): Outcome | Promise<Outcome> {
  const url = backendUrl(call, integration, mapped(call, integration, 'querystring'))
  if (!url) return internalError(500)

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
    return response ? { reply: mapResponse(response, backend, call), gateway: false } : internalError(500)
  })
}
