import { checkIntegration } from '../control/integrations/integrations.js'
import { checkRequestMappings } from '../control/integrations/mappings.js'
import { checkMethodParameter } from '../control/integrations/parameters.js'
import { PLAIN_METHOD } from '../control/methods/plain.js'
import { checkModels, checkValidation } from '../control/models/checks.js'
import type { Account } from '../world/lambda.js'
import {
  type Method,
  type MethodResponse,
  pathVariables,
  type Resource,
  type RestApi,
} from '../world/model.js'
import type { OpenApiDocument, OpenApiOperation } from './document.js'
import { integrationOf } from './integration.js'
import { modelsOf } from './models.js'
import type { Operation } from './operations.js'
import { member, resolved } from './reference.js'
import { authorizationOf } from './security.js'

const LOCATIONS = new Map([
  ['query', 'querystring'],
  ['header', 'header'],
  ['path', 'path'],
])

/** The method that an operation describes. Throws where API Gateway would not take it. */
export function methodOf(
  account: Account,
  api: RestApi,
  document: OpenApiDocument,
  { id: resourceId }: Pick<Resource, 'id'>,
  operation: Operation,
  standIns: boolean,
): Method {
  const method: Method = {
    httpMethod: operation.verb,
    ...PLAIN_METHOD,
    ...authorizationOf(api, document, operation.operation),
    requestValidatorId: validatorOf(api, document, operation.operation),
    requestModels: requestModelsOf(document, operation.operation),
    operationName: operation.operation.operationId ?? null,
    requestParameters: parametersOf(document, operation),
    responses: responsesOf(document, operation),
    integration: null,
  }
  Object.keys(method.requestParameters).forEach(checkMethodParameter)
  checkValidation(api, method)
  for (const { responseModels } of method.responses.values()) checkModels(api, responseModels)
  const integration = integrationOf(account, resourceId, operation, standIns)
  if (!integration) return method
  checkIntegration(integration, method)
  checkRequestMappings(method, integration.requestParameters)
  method.integration = integration
  return method
}

/** The operation's parameters win over those of the path item. Path variables are always declared. */
function parametersOf(
  document: OpenApiDocument,
  { path, item, operation }: Operation,
): Record<string, boolean> {
  const inPath = pathVariables(path).map((name): [string, boolean] => [`method.request.path.${name}`, true])
  const given = [...(item.parameters ?? []), ...(operation.parameters ?? [])].flatMap((parameter) => {
    const found = resolved(document, parameter)
    const [name, location] = [member(found, 'name'), member(found, 'in')]
    const place = LOCATIONS.get(String(location))
    const required: [string, boolean] = [
      `method.request.${place}.${name}`,
      member(found, 'required') === true,
    ]
    return place === undefined ? [] : [required]
  })
  const declared = Object.fromEntries(given)
  return { ...declared, ...Object.fromEntries(inPath.filter(([name]) => !Object.hasOwn(declared, name))) }
}

const JSON_ONLY = ['application/json']

function requestModelsOf(document: OpenApiDocument, operation: OpenApiOperation): Record<string, string> {
  const body = member(operation, 'requestBody')
  if (body !== undefined) return modelsOf(document, body, [])
  const parameter = (operation.parameters ?? [])
    .map((given) => resolved(document, given))
    .find((given) => member(given, 'in') === 'body')
  return modelsOf(document, parameter, operation.consumes ?? document.consumes ?? JSON_ONLY)
}

/** The operation's validator, else that of the document. */
function validatorOf(
  { requestValidators }: RestApi,
  document: OpenApiDocument,
  operation: OpenApiOperation,
): string | null {
  const field = 'x-amazon-apigateway-request-validator'
  const name = member(operation, field) ?? member(document, field)
  return [...requestValidators.values()].find((validator) => validator.name === name)?.id ?? null
}

function responsesOf(document: OpenApiDocument, { operation }: Operation): Map<string, MethodResponse> {
  const responses = Object.entries(operation.responses ?? {}).filter(([code]) => /^\d{3}$/.test(code))
  return new Map(
    responses.map(([statusCode, response]) => {
      const headers = Object.keys(member(resolved(document, response), 'headers') ?? {})
      const responseParameters = Object.fromEntries(
        headers.map((name) => [`method.response.header.${name}`, false]),
      )
      const types = operation.produces ?? document.produces ?? JSON_ONLY
      const responseModels = modelsOf(document, response, types)
      return [statusCode, { statusCode, responseParameters, responseModels }]
    }),
  )
}
