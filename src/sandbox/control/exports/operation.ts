import { type Integration, type IntegrationResponse, type Method, pathVariables } from '../../world/model.js'
import { DEFAULT_TIMEOUT_MS } from '../integrations/integrations.js'
import { present } from '../view.js'
import type { Exported } from './exported.js'

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
}

const LOCATIONS: Readonly<Record<string, string>> = { querystring: 'query', header: 'header', path: 'path' }

/** OpenAPI wants every variable of the path declared, even if the method declares none. */
export function parametersOf(path: string, { requestParameters }: Method): readonly Parameter[] {
  const declared = Object.entries(requestParameters).map(([expression, required]) => {
    const [, location = '', name = ''] = expression.match(/^method\.request\.([^.]+)\.(.+)$/) ?? []
    const where = LOCATIONS[location] ?? location
    return { name, in: where, required: required || where === 'path' }
  })
  const missing = pathVariables(path).filter(
    (name) => !declared.some((known) => known.in === 'path' && known.name === name),
  )
  return [...declared, ...missing.map((name) => ({ name, in: 'path', required: true }))]
}

/** `x-amazon-apigateway-…` members of an operation. */
export function extensionsOf(
  { deployment, extensions }: Exported,
  resourceId: string,
  { authorizationType, requestValidatorId, integration }: Method,
): object {
  const validator = deployment.snapshot.requestValidators.get(requestValidatorId ?? '')
  return present({
    'x-amazon-apigateway-request-validator': extensions.settings ? validator?.name : null,
    'x-amazon-apigateway-auth':
      extensions.authorizers && authorizationType === 'AWS_IAM' ? { type: authorizationType } : null,
    'x-amazon-apigateway-integration':
      extensions.integrations && integration ? integrationOf(integration, resourceId) : null,
  })
}

/** What an integration has unless told is left out. */
function integrationOf(integration: Integration, resourceId: string): object {
  const { type, cacheKeyParameters, cacheNamespace, timeoutInMillis, connectionType } = integration
  return present({
    type: type.toLowerCase(),
    httpMethod: integration.httpMethod,
    uri: type === 'MOCK' ? null : integration.uri,
    credentials: integration.credentials,
    connectionType: connectionType === 'INTERNET' ? null : connectionType,
    connectionId: integration.connectionId,
    integrationTarget: integration.integrationTarget,
    contentHandling: integration.contentHandling,
    tlsConfig: integration.tlsConfig,
    responses: Object.fromEntries([...integration.responses.values()].map(integrationResponse)),
    requestParameters: integration.requestParameters,
    requestTemplates: integration.requestTemplates,
    passthroughBehavior: integration.passthroughBehavior.toLowerCase(),
    timeoutInMillis: timeoutInMillis === DEFAULT_TIMEOUT_MS ? null : timeoutInMillis,
    cacheNamespace: cacheNamespace === resourceId ? null : cacheNamespace,
    cacheKeyParameters: cacheKeyParameters.length > 0 ? cacheKeyParameters : null,
    responseTransferMode: integration.responseTransferMode === 'STREAM' ? 'STREAM' : null,
  })
}

function integrationResponse(response: IntegrationResponse): readonly [string, object] {
  const { selectionPattern, statusCode, contentHandling, responseParameters, responseTemplates } = response
  return [
    selectionPattern || 'default',
    present({ statusCode, contentHandling, responseParameters, responseTemplates }),
  ]
}
