import type { HeaderList } from '../../http/headers.js'
import { own } from '../../http/own.js'
import { formatQuery } from '../../http/query.js'
import { withStageVariables } from '../../world/called.js'
import type { Integration } from '../../world/model.js'
import type { Call } from '../call.js'
import { misconfigured, type Outcome, type Reply, unreachable, unsupportedMediaType } from '../gateway-responses.js'
import type { Mapper } from '../mapping/mapper.js'
import { AnswerTooLarge, askBackend, type BackendRequest } from './backend.js'
import { isBinary, mediaType, NO_BASE64, NO_TEXT, toIntegration } from './payload.js'

/** The payload for the integration: through the template for its type, or as it came. */
export function requestBody(mapper: Mapper, integration: Integration): Buffer | Outcome {
  const { call } = mapper
  const contentType = call.request.headers['content-type']
  const chosen = templateFor(integration, contentType)
  if (chosen === 'refused') return { reply: unsupportedMediaType(), gateway: true }
  const payload = toIntegration(call.request.body, isBinary(call, contentType), integration.contentHandling)
  if (!payload) return misconfigured(NO_BASE64)
  if (chosen === null) return payload.body
  if (payload.binary) return misconfigured(NO_TEXT)
  return Buffer.from(mapper.render(chosen.template, payload.body.toString('utf8')))
}

/** Null where the payload passes through. Parameters of the content type do not count. */
function templateFor(
  { requestTemplates, passthroughBehavior }: Integration,
  contentType: string | undefined,
): { readonly template: string } | 'refused' | null {
  const type = mediaType(contentType)
  const template = own(requestTemplates, type)
  if (template !== undefined) return { template }
  const hasTemplates = Object.keys(requestTemplates).length > 0
  const refused = passthroughBehavior === 'NEVER' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && hasTemplates)
  return refused ? 'refused' : null
}

/** Fills `{name}` from mapped path parameters, or else from the method's own. Null for an invalid address. */
export function backendUrl(
  mapper: Mapper,
  integration: Integration,
  query: readonly (readonly [string, string])[],
): URL | null {
  const { call } = mapper
  const parameters = new Map([...Object.entries(call.pathParameters), ...mapper.mapped(integration, 'path')])
  const address = filledUri(call, integration).replaceAll(/\{(\w[^}]*?)\+?\}/g, (whole, name: string) => {
    const value = parameters.get(name)
    return value === undefined ? whole : encodedPath(value)
  })
  if (!/^https?:\/\/[^/]/.test(address) || !URL.canParse(address)) return null
  const url = new URL(address)
  const fixed = url.search.slice(1)
  url.search = [fixed, formatQuery(query)].filter((part) => part !== '').join('&')
  return url
}

/** The integration's URI with its stage variables filled in. */
export function filledUri({ stageVariables }: Call, { uri }: Pick<Integration, 'uri'>): string {
  return withStageVariables(uri, stageVariables)
}

/** The integration's verb, or else the caller's. */
export function backendVerb({ verb }: Call, { httpMethod }: Integration): string {
  return httpMethod && httpMethod !== 'ANY' ? httpMethod : verb
}

/** Adds the headers that API Gateway sends to every HTTP backend, unless they are already there. */
export function withGatewayHeaders(headers: HeaderList, { context, traceId }: Call): HeaderList {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const added: HeaderList = [
    ['x-amzn-apigateway-api-id', context.apiId],
    ['User-Agent', `AmazonAPIGateway_${context.apiId}`],
    ...(traceId === null ? [] : [['X-Amzn-Trace-Id', traceId] as const]),
  ]
  return [...headers, ...added.filter(([name]) => !names.has(name.toLowerCase()))]
}

/** Sends the request, and turns failures into the gateway's own answers. */
export async function exchange(
  call: Call,
  request: BackendRequest,
  signal: AbortSignal,
  accept: (backend: Reply) => Outcome,
): Promise<Outcome> {
  const backend = await askBackend(request, signal).catch(noAnswer)
  if ('gateway' in backend) return backend
  call.answered(backend.status)
  call.watch?.({
    uri: request.url.href,
    headers: request.headers,
    body: request.body.toString('utf8'),
    status: backend.status,
    responseHeaders: backend.headers,
    responseBody: backend.body.toString('utf8'),
  })
  return accept(backend)
}

function noAnswer(error: unknown): Outcome {
  return error instanceof AnswerTooLarge ? misconfigured('The answer of the endpoint is too large') : unreachable()
}

/** A parameter of the path is still encoded; one from elsewhere is encoded here. */
function encodedPath(value: string): string {
  return value
    .split(/(%[\da-f]{2}|\/)/i)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join('')
}
