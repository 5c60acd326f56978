import { endToEnd, type HeaderList, hasHeader, headerOf, isSendable } from '../../http/headers.js'
import type { Integration, IntegrationResponse } from '../../world/model.js'
import { misconfigured, NO_RESPONSE, type Outcome, type Reply } from '../gateway-responses.js'
import { dig } from '../mapping/body-path.js'
import { compileSource } from '../mapping/expression.js'
import type { Mapper } from '../mapping/mapper.js'
import { isBinary, mediaType, NO_BASE64, NO_TEXT, toCaller } from './payload.js'
import { isSelectedBy } from './selection.js'

// API Gateway writes these itself, and renames a proxy's.
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

/** Mapped headers of which API Gateway renames more. */
const REMAPPED_WHERE_MAPPED = new Set([
  ...REMAPPED,
  'content-md5',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'trailer',
  'upgrade',
  'user-agent',
])

/** The answer of a non-proxy integration, by the integration response for what the backend said. */
export function respond(
  mapper: Mapper,
  integration: Integration,
  backend: Reply,
  text: string | null = String(backend.status),
): Outcome {
  const response = selectResponse(integration, text)
  return response ? mapResponse(mapper, response, backend) : misconfigured(NO_RESPONSE)
}

/** The integration response whose pattern matches the text, or else, and without a text, the one without a pattern. */
export function selectResponse(integration: Integration, text: string | null): IntegrationResponse | undefined {
  const responses = [...integration.responses.values()]
  return (
    responses.find((one) => text !== null && one.selectionPattern && isSelectedBy(one, text)) ??
    responses.find(({ selectionPattern }) => !selectionPattern)
  )
}

/** Mapped headers, and the body through its template. */
export function mapResponse(mapper: Mapper, response: IntegrationResponse, backend: Reply): Outcome {
  const { call } = mapper
  const { accept } = call.request.headers
  const backendType = headerOf(backend.headers, 'content-type')
  const payload = toCaller(
    backend.body,
    {
      binary: backendType !== undefined && isBinary(call, backendType),
      accepted: accept !== undefined && isBinary(call, accept),
    },
    response.contentHandling,
  )
  if (!payload) return misconfigured(NO_BASE64)
  const chosen = templateOf(response, accept)
  if (chosen && response.contentHandling === 'CONVERT_TO_BINARY') return misconfigured(NO_TEXT)
  const body = chosen ? Buffer.from(mapper.render(chosen.template, payload.body.toString('utf8'))) : payload.body
  const mapped = Object.entries(response.responseParameters).flatMap(([target, source]) => {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1]
    const value = responseValue(source, backend, mapper)
    return name === undefined || value === undefined ? [] : [[name, value] satisfies [string, string]]
  })
  const sendable = mapper.responseHeaders(mapped).filter(isSendable)
  const contentType = chosen?.type ?? backendType ?? 'application/json'
  const headers = renamed(
    hasHeader(sendable, 'content-type') ? sendable : [['Content-Type', contentType], ...sendable],
    REMAPPED_WHERE_MAPPED,
  ).filter(([name]) => name.toLowerCase() !== 'transfer-encoding')
  const status = mapper.statusOverride ?? Number(response.statusCode)
  return { reply: { status, headers, body }, gateway: false }
}

/** The filled template for the type that the caller accepts, or else JSON's, or else the first. */
function templateOf(
  { responseTemplates }: IntegrationResponse,
  accept: string | undefined,
): { readonly type: string; readonly template: string } | null {
  const filled = Object.entries(responseTemplates).filter(([, template]) => template)
  const wanted = mediaType(accept)
  const [type, template] =
    filled.find(([name]) => name === wanted) ?? filled.find(([name]) => name === 'application/json') ?? filled[0] ?? []
  return type === undefined || template === undefined ? null : { type, template }
}

function responseValue(source: string, { headers, body }: Reply, { call }: Mapper): string | undefined {
  const [, several, header, path] =
    /^integration\.response\.(?:(multivalue)?header\.(.+)|body\.(.+))$/.exec(source) ?? []
  if (header !== undefined) {
    const name = header.toLowerCase()
    if (!several) return headerOf(headers, name)
    const values = headers.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value)
    return values.length > 0 ? values.join(',') : undefined
  }
  if (path !== undefined) return dig(body.toString('utf8'), path)
  return source === 'integration.response.body' ? body.toString('utf8') : compileSource(source)(call)
}

/** Renames and drops the headers of a backend or function as API Gateway does for its clients. */
export function proxied(headers: HeaderList): HeaderList {
  return endToEnd(renamed(headers, REMAPPED))
}

function renamed(headers: HeaderList, names: ReadonlySet<string>): HeaderList {
  return headers.map(
    ([name, value]) => [names.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value] as const,
  )
}
