import { defaultIntegration } from '../control/integrations/integrations.js'
import { type Account, lambdaUri } from '../world/lambda.js'
import type { Integration, Method } from '../world/model.js'
import type { SeedIntegration } from './seed.js'

/** Also declares the headers of a mock on the method. */
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
  if (seed.type === 'HTTP') addResponse(integration, method, '200', {}, {})
  return { ...integration, httpMethod, uri: seed.uri }
}

function mock(
  integration: Integration,
  { status = 200, body = '', headers = {} }: Extract<SeedIntegration, { type: 'MOCK' }>,
  method: Method,
): Integration {
  addResponse(integration, method, String(status), headers, { 'application/json': body })
  return { ...integration, requestTemplates: { 'application/json': JSON.stringify({ statusCode: status }) } }
}

function addResponse(
  integration: Integration,
  method: Method,
  statusCode: string,
  headers: Readonly<Record<string, string>>,
  responseTemplates: Record<string, string>,
): void {
  const mapped = Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`])
  const responseParameters: Record<string, string> = Object.fromEntries(mapped)
  integration.responses.set(statusCode, {
    statusCode,
    selectionPattern: null,
    contentHandling: null,
    responseParameters,
    responseTemplates,
  })
  const declared = Object.keys(responseParameters).map((name) => [name, false])
  method.responses.set(statusCode, {
    statusCode,
    responseParameters: Object.fromEntries(declared),
    responseModels: {},
  })
}
