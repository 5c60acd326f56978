import type { Make } from './make.js'
import { type Fields, TEXT_MAP, TEXTS } from './shape.js'

export const RESOURCE: Fields = { ParentId: 'text', PathPart: 'text', RestApiId: 'text' }

export const makeResource: Make = ({ properties: { pathPart }, required, call }) => {
  const path = { api: required('restApiId'), resource: required('parentId') }
  const { id } = call('CreateResource', '', { path, body: { pathPart } })
  return { id: String(id), attributes: { ResourceId: String(id) } }
}

export const AUTHORIZER: Fields = {
  AuthType: 'text',
  AuthorizerCredentials: 'text',
  AuthorizerResultTtlInSeconds: 'number',
  AuthorizerUri: 'text',
  IdentitySource: 'text',
  IdentityValidationExpression: 'text',
  Name: 'text',
  ProviderARNs: TEXTS,
  RestApiId: 'text',
  Type: 'text',
}

export const makeAuthorizer: Make = ({ properties: { restApiId: _, ...body }, required, call }) => {
  const { id } = call('CreateAuthorizer', '', { path: { api: required('restApiId') }, body })
  return { id: String(id), attributes: { AuthorizerId: String(id) } }
}

export const MODEL: Fields = {
  ContentType: 'text',
  Description: 'text',
  Name: 'text',
  RestApiId: 'text',
  Schema: 'json',
}

/** Names of models have letters and digits only, as logical ids have. */
export const makeModel: Make = ({ properties: { restApiId: _, ...own }, logicalId, required, call }) => {
  const { name } = call('CreateModel', '', { path: { api: required('restApiId') }, body: { name: logicalId, ...own } })
  return { id: String(name) }
}

export const REQUEST_VALIDATOR: Fields = {
  Name: 'text',
  RestApiId: 'text',
  ValidateRequestBody: 'flag',
  ValidateRequestParameters: 'flag',
}

export const makeRequestValidator: Make = ({ properties: { restApiId: _, ...own }, logicalId, required, call }) => {
  const body = { name: logicalId, ...own }
  const { id } = call('CreateRequestValidator', '', { path: { api: required('restApiId') }, body })
  return { id: String(id), attributes: { RequestValidatorId: String(id) } }
}

export const GATEWAY_RESPONSE: Fields = {
  ResponseParameters: TEXT_MAP,
  ResponseTemplates: TEXT_MAP,
  ResponseType: 'text',
  RestApiId: 'text',
  StatusCode: 'text',
}

export const makeGatewayResponse: Make = ({ properties, logicalId, required, call }) => {
  const { restApiId: _, responseType: __, ...body } = properties
  const path = { api: required('restApiId'), type: required('responseType') }
  call('PutGatewayResponse', '', { path, body })
  return { id: logicalId, attributes: { Id: logicalId } }
}

export const DOCUMENTATION_PART: Fields = {
  Location: { fields: { Method: 'text', Name: 'text', Path: 'text', StatusCode: 'text', Type: 'text' } },
  Properties: 'json',
  RestApiId: 'text',
}

export const makeDocumentationPart: Make = ({ properties: { restApiId: _, ...body }, required, call }) => {
  const { id } = call('CreateDocumentationPart', '', { path: { api: required('restApiId') }, body })
  return { id: String(id), attributes: { DocumentationPartId: String(id) } }
}

export const DOCUMENTATION_VERSION: Fields = { Description: 'text', DocumentationVersion: 'text', RestApiId: 'text' }

export const makeDocumentationVersion: Make = ({ properties: { restApiId: _, ...body }, required, call }) => {
  call('CreateDocumentationVersion', '', { path: { api: required('restApiId') }, body })
  return { id: required('documentationVersion') }
}
