import type { HeaderList } from '../../http/headers.js'
import { formatQuery } from '../../http/query.js'
import type { Integration } from '../../world/model.js'
import type { Call } from '../call.js'
import { internalError, type Outcome, type Reply, unreachable } from '../gateway-responses.js'
import { compileSource } from '../mapping/expression.js'
import { AnswerTooLarge, askBackend, type BackendRequest } from './backend.js'

export type Place = 'header' | 'querystring' | 'path'

/** What an integration's request parameters put into one place of the backend's request. */
export function mapped(call: Call, { requestParameters }: Integration, place: Place): [string, string][] {
  const prefix = `integration.request.${place}.`
  return Object.entries(requestParameters).flatMap(([target, source]) => {
    if (!target.startsWith(prefix)) return []
    const value = compileSource(source)(call)
    return value === undefined ? [] : [[target.slice(prefix.length), value] satisfies [string, string]]
  })
}

/** The backend's address: `{name}` from mapped path parameters, or else from the method's own. Null if it is none. */
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

/** The integration's URI with the values of the stage variables that it names. */
export function filledUri({ stageVariables }: Call, { uri }: Integration): string {
  return (uri ?? '').replaceAll(
    /\$\{stageVariables\.(\w+)\}/g,
    (_, name: string) => stageVariables[name] ?? '',
  )
}

/** The verb of the backend's request: the caller's, unless the integration has one of its own. */
export function backendVerb({ verb }: Call, { httpMethod }: Integration): string {
  return httpMethod && httpMethod !== 'ANY' ? httpMethod : verb
}

/** The headers that API Gateway adds to every request to an HTTP backend, unless they are already there. */
export function withGatewayHeaders(headers: HeaderList, { context }: Call): HeaderList {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const added: HeaderList = [
    ['x-amzn-apigateway-api-id', context.apiId],
    ['User-Agent', `AmazonAPIGateway_${context.apiId}`],
  ]
  return [...headers, ...added.filter(([name]) => !names.has(name.toLowerCase()))]
}

/** Sends the request and turns what can go wrong into the gateway's own answers. */
export async function exchange(
  request: BackendRequest,
  signal: AbortSignal,
  accept: (backend: Reply) => Outcome,
): Promise<Outcome> {
  try {
    return accept(await askBackend(request, signal))
  } catch (error) {
    return error instanceof AnswerTooLarge ? internalError(500) : unreachable()
  }
}
