import { INVALID_CACHE_KEY, undeclaredKey } from '../../control/integrations/parameters.js'
import type { Json } from '../document.js'
import { orMeant } from '../nearest.js'
import type { Make, Making } from './make.js'
import { type Fields, FLAG_MAP, renamed, TEXT_MAP, TEXTS } from './shape.js'

export const METHOD: Fields = {
  ApiKeyRequired: 'flag',
  AuthorizationScopes: TEXTS,
  AuthorizationType: 'text',
  AuthorizerId: 'text',
  HttpMethod: 'text',
  Integration: {
    fields: {
      CacheKeyParameters: TEXTS,
      CacheNamespace: 'text',
      ConnectionId: 'text',
      ConnectionType: 'text',
      ContentHandling: 'text',
      Credentials: 'text',
      IntegrationHttpMethod: renamed('httpMethod', 'text'),
      IntegrationResponses: {
        list: {
          fields: {
            ContentHandling: 'text',
            ResponseParameters: TEXT_MAP,
            ResponseTemplates: TEXT_MAP,
            SelectionPattern: 'text',
            StatusCode: 'text',
          },
        },
      },
      IntegrationTarget: 'text',
      PassthroughBehavior: 'text',
      RequestParameters: TEXT_MAP,
      RequestTemplates: TEXT_MAP,
      ResponseTransferMode: 'text',
      TimeoutInMillis: 'number',
      Type: 'text',
      Uri: 'text',
    },
  },
  MethodResponses: { list: { fields: { ResponseModels: TEXT_MAP, ResponseParameters: FLAG_MAP, StatusCode: 'text' } } },
  OperationName: 'text',
  RequestModels: TEXT_MAP,
  RequestParameters: FLAG_MAP,
  RequestValidatorId: 'text',
  ResourceId: 'text',
  RestApiId: 'text',
}

/** The method, its responses, its integration and that one's responses, each by its own operation. */
export const makeMethod: Make = ({ properties, required, refusal, call }) => {
  const { integration, methodResponses, restApiId: _, resourceId: __, httpMethod: ___, ...method } = properties
  const path = { api: required('restApiId'), resource: required('resourceId'), verb: required('httpMethod') }
  call('PutMethod', '', { path, body: method })
  for (const [index, response] of listOf(methodResponses).entries()) {
    const at = `MethodResponses[${index}]`
    call('PutMethodResponse', at, { path: { ...path, status: String(response.statusCode) }, body: response })
  }
  if (integration !== undefined) {
    const { integrationResponses, ...own }: Json = Object(integration)
    checkKeys(own, method.requestParameters, refusal)
    call('PutIntegration', 'Integration', { path, body: own })
    for (const [index, response] of listOf(integrationResponses).entries()) {
      const at = `Integration.IntegrationResponses[${index}]`
      call('PutIntegrationResponse', at, { path: { ...path, status: String(response.statusCode) }, body: response })
    }
  }
  return { id: `${path.api}|${path.resource}|${path.verb}` }
}

/** Says in front of the service's text, which does not, which key it is. */
function checkKeys(
  { cacheKeyParameters, requestParameters }: Json,
  declared: unknown,
  refusal: Making['refusal'],
): void {
  const keys: readonly unknown[] = Array.isArray(cacheKeyParameters) ? cacheKeyParameters : []
  const refused = undeclaredKey(keys.map(String), Object(declared), Object(requestParameters))
  if (refused === null) return
  const text = `"${refused}": PutIntegration: ${INVALID_CACHE_KEY}; the method has to declare it under RequestParameters`
  throw refusal('Integration.CacheKeyParameters', text + orMeant(refused, Object.keys(Object(declared))))
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : []
}
