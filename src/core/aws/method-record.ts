import type {
  Authorizer,
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
  Resource,
} from '@aws-sdk/client-api-gateway'
import type {
  AuthorizerRecord,
  IntegrationRecord,
  IntegrationResponseRecord,
  MethodPlace,
  MethodRecord,
} from '../gateway/record.js'

const DEFAULT_TIMEOUT_MS = 29_000

/** Reads every method of a resource that has its methods embedded. */
export function methodRecords(resource: Resource): MethodRecord[] {
  const { id = '', path = '/', resourceMethods = {} } = resource
  return Object.entries(resourceMethods).map(([method, details]) =>
    methodRecord({ resourceId: id, path, method }, details),
  )
}

export function methodRecord({ resourceId, path, method }: MethodPlace, details: Method): MethodRecord {
  const { methodIntegration: integration, methodResponses = {} } = details
  return {
    resourceId,
    path,
    method,
    cacheKeyParameters: integration?.cacheKeyParameters ?? [],
    parameters: details.requestParameters ?? {},
    authorizationType: details.authorizationType ?? 'NONE',
    authorizerId: details.authorizerId ?? null,
    apiKeyRequired: details.apiKeyRequired ?? false,
    responses: mapValues(methodResponses, ({ responseParameters = {} }: MethodResponse) =>
      Object.keys(responseParameters),
    ),
    integration: integration ? integrationRecord(integration) : null,
  }
}

export function authorizerRecord({ id = '', name = '', identitySource = '' }: Authorizer): AuthorizerRecord {
  return { id, name, identitySource }
}

function integrationRecord(integration: Integration): IntegrationRecord {
  const responses = Object.values(integration.integrationResponses ?? {})
  return {
    type: integration.type ?? '',
    httpMethod: integration.httpMethod ?? null,
    uri: integration.uri ?? null,
    credentials: integration.credentials ?? null,
    requestParameters: integration.requestParameters ?? {},
    requestTemplates: integration.requestTemplates ?? {},
    passthroughBehavior: integration.passthroughBehavior ?? 'WHEN_NO_MATCH',
    contentHandling: integration.contentHandling ?? null,
    timeoutMs: integration.timeoutInMillis ?? DEFAULT_TIMEOUT_MS,
    transferMode: integration.responseTransferMode ?? 'BUFFERED',
    cacheNamespace: integration.cacheNamespace ?? null,
    responses: Object.fromEntries(
      responses.map((response) => [response.selectionPattern || 'default', responseRecord(response)]),
    ),
  }
}

function responseRecord(response: IntegrationResponse): IntegrationResponseRecord {
  return {
    status: response.statusCode ?? '',
    parameters: response.responseParameters ?? {},
    templates: response.responseTemplates ?? {},
  }
}

function mapValues<A, B>(values: Readonly<Record<string, A>>, to: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, to(value)]))
}
