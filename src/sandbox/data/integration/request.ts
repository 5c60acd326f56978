import type { HeaderList } from '../../http/headers.js'
import { own } from '../../http/own.js'
import { formatQuery } from '../../http/query.js'
import type { Integration } from '../../world/model.js'
import type { Call } from '../call.js'
import { misconfigured, type Outcome, type Reply, unreachable } from '../gateway-responses.js'
import { compileSource } from '../mapping/expression.js'
import { AnswerTooLarge, askBackend, type BackendRequest } from './backend.js'

export type ParameterLocation = 'header' | 'querystring' | 'path'

/** The parameters that the integration maps to one location of the backend's request. */
export function mapped(
  call: Call,
  { requestParameters }: Integration,
  location: ParameterLocation,
): [string, string][] {
  const prefix = `integration.request.${location}.`
  return Object.entries(requestParameters).flatMap(([target, source]) => {
    if (!target.startsWith(prefix)) return []
    const value = compileSource(source)(call)
    return value === undefined ? [] : [[target.slice(prefix.length), value] satisfies [string, string]]
  })
}

/** Fills `{name}` from mapped path parameters, or else from the method's own. Null for an invalid address. */
export function backendUrl(
  call: Call,
  integration: Integration,
  query: readonly (readonly [string, string])[],
): URL | null {
  const parameters = new Map([...Object.entries(call.pathParameters), ...mapped(call, integration, 'path')])
  const address = filledUri(call, integration).replaceAll(/\{(\w[^}]*?)\+?\}/g, (whole, name: string) => {
    const value = parameters.get(name)
    return value === undefined ? whole : value.split('/').map(encodeURIComponent).join('/')
  })
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return null
  const url = new URL(address)
  const own = url.search.slice(1)
  url.search = [own, formatQuery(query)].filter((part) => part !== '').join('&')
  return url
}

/** The integration's URI with its stage variables filled in. */
export function filledUri({ stageVariables }: Call, { uri }: Integration): string {
  return (uri ?? '').replaceAll(
    /\$\{stageVariables\.(\w+)\}/g,
    (_, name: string) => own(stageVariables, name) ?? '',
  )
}

/** The integration's verb, or else the caller's. */
export function backendVerb({ verb }: Call, { httpMethod }: Integration): string {
  return httpMethod && httpMethod !== 'ANY' ? httpMethod : verb
}

/** Adds the headers that API Gateway sends to every HTTP backend, unless they are already there. */
export function withGatewayHeaders(headers: HeaderList, { context }: Call): HeaderList {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const added: HeaderList = [
    ['x-amzn-apigateway-api-id', context.apiId],
    ['User-Agent', `AmazonAPIGateway_${context.apiId}`],
  ]
  return [...headers, ...added.filter(([name]) => !names.has(name.toLowerCase()))]
}

/** Sends the request, and turns failures into the gateway's own answers. */
export async function exchange(
  request: BackendRequest,
  signal: AbortSignal,
  accept: (backend: Reply) => Outcome,
): Promise<Outcome> {
  try {
    return accept(await askBackend(request, signal))
  } catch (error) {
    return error instanceof AnswerTooLarge
      ? misconfigured('The answer of the endpoint is too large')
      : unreachable()
  }
}
