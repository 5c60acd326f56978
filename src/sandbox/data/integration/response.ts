import { endToEnd, type HeaderList, hasHeader, headerOf, isSendable } from '../../http/headers.js'
import type { Integration, IntegrationResponse } from '../../world/model.js'
import type { Call } from '../call.js'
import type { Reply } from '../gateway-responses.js'
import { compileSource, dig } from '../mapping/expression.js'
import { renderTemplate } from '../mapping/template.js'

// API Gateway writes these itself, and renames the backend's.
const REMAPPED = new Set([
  'authorization',
  'connection',
  'content-length',
  'date',
  'server',
  'www-authenticate',
  'x-amz-apigw-id',
  'x-amzn-requestid',
])

/** The integration response whose pattern matches the text, or else the one without a pattern. */
export function selectResponse(integration: Integration, text: string): IntegrationResponse | undefined {
  const responses = [...integration.responses.values()]
  return (
    responses.find(({ selectionPattern }) => selectionPattern && matches(selectionPattern, text)) ??
    responses.find(({ selectionPattern }) => !selectionPattern)
  )
}

/** The answer of a non-proxy integration: mapped headers, and the body through its template. */
export function mapResponse(response: IntegrationResponse, backend: Reply, call: Call): Reply {
  const text = backend.body.toString('utf8')
  const [type, template] = Object.entries(response.responseTemplates).find(([, filled]) => filled) ?? []
  const contentType = type ?? headerOf(backend.headers, 'content-type') ?? 'application/json'
  const mapped = Object.entries(response.responseParameters).flatMap(([target, source]) => {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1]
    const value = responseValue(source, backend, text, call)
    return name === undefined || value === undefined ? [] : [[name, value] satisfies [string, string]]
  })
  const sendable = mapped.filter(isSendable)
  return {
    status: Number(response.statusCode),
    headers: toClient(
      hasHeader(sendable, 'content-type') ? sendable : [['Content-Type', contentType], ...sendable],
    ),
    body: template === undefined ? backend.body : Buffer.from(renderTemplate(template, call, text)),
  }
}

function responseValue(source: string, { headers }: Reply, body: string, call: Call): string | undefined {
  const [, header, path] = /^integration\.response\.(?:header\.(.+)|body\.(.+))$/.exec(source) ?? []
  if (header !== undefined) return headerOf(headers, header.toLowerCase())
  if (path !== undefined) return dig(body, path)
  return source === 'integration.response.body' ? body : compileSource(source)(call)
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 's').test(text)
  } catch {
    return false
  }
}

/** Renames and drops the backend's headers as API Gateway does for its clients. */
export function toClient(headers: HeaderList): HeaderList {
  const remapped = headers.map(
    ([name, value]) => [REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value] as const,
  )
  return endToEnd(remapped)
}
