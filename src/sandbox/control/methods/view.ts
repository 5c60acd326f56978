import type { Integration, IntegrationResponse, Method, MethodResponse } from '../../world/model.js'
import { shown, viewMap } from '../view.js'

export function methodView(method: Method): object {
  return shown({
    shownEmpty: method.shownEmpty ?? [],
    httpMethod: method.httpMethod,
    authorizationType: method.authorizationType,
    authorizerId: method.authorizerId,
    apiKeyRequired: method.apiKeyRequired,
    operationName: method.operationName,
    authorizationScopes: method.authorizationScopes.length > 0 ? method.authorizationScopes : null,
    requestValidatorId: method.requestValidatorId,
    requestModels: method.requestModels,
    requestParameters: method.requestParameters,
    methodResponses: viewMap(method.responses, methodResponseView),
    methodIntegration: method.integration && integrationView(method.integration),
  })
}

export function methodResponseView(response: MethodResponse): object {
  return shown({ ...response })
}

export function integrationView(integration: Integration): object {
  const { responses, uri, ...fields } = integration
  return shown({
    ...fields,
    uri: integration.type === 'MOCK' ? null : uri,
    integrationResponses: viewMap(responses, integrationResponseView),
  })
}

export function integrationResponseView(response: IntegrationResponse): object {
  const templates = Object.entries(response.responseTemplates).map(([type, text]) => [type, text || null])
  return shown({ ...response, responseTemplates: Object.fromEntries(templates) })
}
