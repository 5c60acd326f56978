import { defaultIntegration } from '../control/integrations/integrations.js'
import type { IntegrationType } from '../world/enums.js'
import { type Account, lambdaUri } from '../world/lambda.js'
import type { Integration, IntegrationResponse } from '../world/model.js'
import type { OpenApiIntegration } from './document.js'
import { functionOf, ORIGIN } from './example-function.js'
import type { Operation } from './operations.js'

const TYPES: Readonly<Record<string, IntegrationType>> = {
  aws: 'AWS_PROXY',
  aws_proxy: 'AWS_PROXY',
  http: 'HTTP',
  http_proxy: 'HTTP_PROXY',
  mock: 'MOCK',
}

/** An operation without an integration, and one with an AWS service behind it, get the sandbox's own function. */
export function integrationOf(account: Account, resourceId: string, { operation }: Operation): Integration {
  const given = operation['x-amazon-apigateway-integration']
  if (!given) return atOrigin(account, defaultIntegration('AWS_PROXY', resourceId))
  const type = TYPES[given.type.toLowerCase()] ?? 'MOCK'
  const defaults = defaultIntegration(type, given.cacheNamespace ?? resourceId)
  const integration: Integration = {
    ...defaults,
    httpMethod: given.httpMethod ?? null,
    uri: typeof given.uri === 'string' ? given.uri : null,
    credentials: typeof given.credentials === 'string' ? given.credentials : null,
    requestParameters: { ...given.requestParameters },
    requestTemplates: { ...given.requestTemplates },
    passthroughBehavior: given.passthroughBehavior?.toUpperCase() ?? defaults.passthroughBehavior,
    responseTransferMode: given.responseTransferMode ?? 'BUFFERED',
    timeoutInMillis: given.timeoutInMillis ?? defaults.timeoutInMillis,
    cacheKeyParameters: [...(given.cacheKeyParameters ?? [])],
    responses: responsesOf(given),
  }
  const known = given.type.toLowerCase() === 'aws_proxy' && functionOf(operation) !== null
  return type === 'AWS_PROXY' && !known ? atOrigin(account, integration) : integration
}

function atOrigin(account: Account, integration: Integration): Integration {
  return { ...integration, httpMethod: 'POST', uri: lambdaUri(account, ORIGIN) }
}

/** By pattern in the document, and by status in API Gateway. */
function responsesOf({ responses = {} }: OpenApiIntegration): Map<string, IntegrationResponse> {
  return new Map(
    Object.entries(responses).map(([pattern, response]) => {
      const statusCode = String(response.statusCode)
      const selectionPattern = pattern === 'default' ? null : pattern
      const { responseParameters = {}, responseTemplates = {} } = response
      return [statusCode, { statusCode, selectionPattern, responseParameters, responseTemplates }]
    }),
  )
}
