import { defaultIntegration } from '../control/integrations/integrations.js'
import { type Account, lambdaUri } from '../world/lambda.js'
import type { Integration, IntegrationResponse, Method } from '../world/model.js'
import type { SeedIntegration } from './seed.js'

/** A seed's integration; a mock's headers are declared on the method too. */
export function integrationOf(
  account: Account,
  seed: SeedIntegration,
  cacheNamespace: string,
  method: Method,
): Integration {
  const integration = {
    ...defaultIntegration(seed.type, cacheNamespace),
    requestParameters: { ...seed.requestParameters },
  }
  if (seed.type === 'AWS_PROXY') {
    return { ...integration, httpMethod: 'POST', uri: lambdaUri(account, seed.handler) }
  }
  if (seed.type === 'MOCK') return mock(integration, seed, method)
  const httpMethod = seed.httpMethod ?? method.httpMethod
  if (seed.type === 'HTTP') respond(integration, method, response('200', {}, null))
  return { ...integration, httpMethod, uri: seed.uri }
}

function mock(
  integration: Integration,
  { status = 200, body = '', headers = {} }: Extract<SeedIntegration, { type: 'MOCK' }>,
  method: Method,
): Integration {
  const statusCode = String(status)
  respond(integration, method, response(statusCode, headers, body))
  return { ...integration, requestTemplates: { 'application/json': JSON.stringify({ statusCode: status }) } }
}

function response(
  statusCode: string,
  headers: Readonly<Record<string, string>>,
  body: string | null,
): IntegrationResponse {
  const mapped = Object.entries(headers).map(([name, value]) => [
    `method.response.header.${name}`,
    `'${value}'`,
  ])
  return {
    statusCode,
    selectionPattern: null,
    responseParameters: Object.fromEntries(mapped),
    responseTemplates: body === null ? {} : { 'application/json': body },
  }
}

function respond(integration: Integration, method: Method, response: IntegrationResponse): void {
  const { statusCode, responseParameters } = response
  integration.responses.set(statusCode, response)
  method.responses.set(statusCode, {
    statusCode,
    responseParameters: Object.fromEntries(Object.keys(responseParameters).map((name) => [name, false])),
    responseModels: {},
  })
}
