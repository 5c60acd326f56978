import { checkContentTypes } from '../control/content-types.js'
import { defaultIntegration } from '../control/integrations/integrations.js'
import { isStatusCode } from '../control/methods/status.js'
import type { IntegrationType } from '../world/enums.js'
import { type Account, EXAMPLE_FUNCTION, lambdaUri } from '../world/lambda.js'
import type { Integration, IntegrationResponse } from '../world/model.js'
import type { OpenApiIntegration } from './document.js'
import { functionOf } from './example-function.js'
import type { Operation } from './operations.js'

const TYPES: Readonly<Record<string, IntegrationType>> = {
  aws: 'AWS',
  aws_proxy: 'AWS_PROXY',
  http: 'HTTP',
  http_proxy: 'HTTP_PROXY',
  mock: 'MOCK',
}

/** With stand-ins, operations without an integration or a function that the sandbox could find get the example function. */
export function integrationOf(
  account: Account,
  resourceId: string,
  { operation }: Operation,
  standIns: boolean,
  warn: (name: string, value: unknown) => void,
): Integration | null {
  const given = operation['x-amazon-apigateway-integration']
  if (!given) return standIns ? withExamples(account, defaultIntegration('AWS_PROXY', resourceId)) : null
  const type = TYPES[given.type.toLowerCase()] ?? 'MOCK'
  const defaults = defaultIntegration(type, given.cacheNamespace ?? resourceId)
  const integration: Integration = {
    ...defaults,
    httpMethod: type === 'MOCK' ? null : (given.httpMethod ?? null),
    uri: given.uri ?? null,
    credentials: given.credentials ?? null,
    connectionType: given.connectionType ?? defaults.connectionType,
    connectionId: given.connectionId ?? null,
    integrationTarget: given.integrationTarget ?? null,
    contentHandling: given.contentHandling ?? null,
    tlsConfig: given.tlsConfig ? { insecureSkipVerification: given.tlsConfig.insecureSkipVerification ?? false } : null,
    requestParameters: textsIn(given.requestParameters, warn),
    requestTemplates: { ...given.requestTemplates },
    passthroughBehavior: given.passthroughBehavior?.toUpperCase() ?? defaults.passthroughBehavior,
    responseTransferMode: given.responseTransferMode ?? 'BUFFERED',
    timeoutInMillis: given.timeoutInMillis ?? defaults.timeoutInMillis,
    cacheKeyParameters: [...(given.cacheKeyParameters ?? [])],
    responses: responsesOf(given),
  }
  const known = functionOf(operation) !== null
  return standIns && type === 'AWS_PROXY' && !known ? withExamples(account, integration) : integration
}

/** What is no text is left out with a warning. */
function textsIn(
  given: Readonly<Record<string, unknown>> = {},
  warn: (name: string, value: unknown) => void,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      if (typeof value === 'string') return [[name, value]]
      warn(name, value)
      return []
    }),
  )
}

function withExamples(account: Account, integration: Integration): Integration {
  return { ...integration, httpMethod: 'POST', uri: lambdaUri(account, EXAMPLE_FUNCTION) }
}

/** The document has them by pattern, API Gateway by status. */
function responsesOf({ responses = {} }: OpenApiIntegration): Map<string, IntegrationResponse> {
  return new Map(
    Object.entries(responses).map(([pattern, response]) => {
      const statusCode = String(response.statusCode)
      const selectionPattern = pattern === 'default' ? null : pattern
      const { responseParameters = {}, responseTemplates = {} } = response
      const contentHandling = response.contentHandling ?? null
      if (!isStatusCode(statusCode)) throw new Error(`Invalid status code specified: ${statusCode}`)
      checkContentTypes(responseTemplates)
      return [statusCode, { statusCode, selectionPattern, contentHandling, responseParameters, responseTemplates }]
    }),
  )
}
