import { checkIntegration } from '../control/integrations/integrations.js'
import { checkRequestMappings } from '../control/integrations/mappings.js'
import { checkMethodParameter } from '../control/integrations/parameters.js'
import { PLAIN_METHOD } from '../control/methods/plain.js'
import { checkValidation } from '../control/models/checks.js'
import { badRequest } from '../http/errors.js'
import { type Integration, type Method, type MethodResponse, pathVariables, type RestApi } from '../world/model.js'
import type { OpenApiDocument, OpenApiOperation } from './document.js'
import { modelsOf } from './models.js'
import type { Operation } from './operations.js'
import { member } from './reference.js'
import { authorizationOf } from './security.js'

const LOCATIONS = new Map([
  ['query', 'querystring'],
  ['header', 'header'],
  ['path', 'path'],
])

/** The method that an operation describes, without models that there are not. Throws where API Gateway would not take it. */
export function methodOf(
  api: RestApi,
  document: OpenApiDocument,
  operation: Operation,
  warn: (text: string) => void,
): Method {
  const known = (models: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(models).filter(([, name]) => {
        if (api.models.has(name)) return true
        warn(`Reference to model '${name}' not found. Ignoring.`)
        return false
      }),
    )
  const method: Method = {
    httpMethod: operation.verb,
    ...PLAIN_METHOD,
    ...authorizationOf(api, document, operation.operation),
    requestValidatorId: validatorOf(api, document, operation.operation),
    requestModels: known(requestModelsOf(document, operation)),
    operationName: operation.operation.operationId ?? null,
    requestParameters: parametersOf(operation),
    responses: responsesOf(document, operation, known),
    integration: null,
  }
  Object.keys(method.requestParameters).forEach(checkMethodParameter)
  checkValidation(api, method)
  return method
}

/** Gives the method its integration. Throws where API Gateway would not take it. */
export function integrate(method: Method, integration: Integration | null): void {
  if (!integration) return
  checkIntegration(integration, method)
  checkRequestMappings(method, integration.requestParameters)
  method.integration = integration
}

/** The operation's parameters win over those of the path item. Path variables are always declared. */
function parametersOf({ path, item, operation }: Operation): Record<string, boolean> {
  const inPath = pathVariables(path).map((name): [string, boolean] => [`method.request.path.${name}`, true])
  const given = [...(item.parameters ?? []), ...(operation.parameters ?? [])].flatMap((parameter) => {
    const [name, location] = [member(parameter, 'name'), member(parameter, 'in')]
    const place = LOCATIONS.get(String(location))
    const needed = place === 'path' || member(parameter, 'required') === true
    const required: [string, boolean] = [`method.request.${place}.${name}`, needed]
    return place === undefined ? [] : [required]
  })
  const declared = Object.fromEntries(given)
  return { ...declared, ...Object.fromEntries(inPath.filter(([name]) => !Object.hasOwn(declared, name))) }
}

const JSON_ONLY = ['application/json']

function requestModelsOf(document: OpenApiDocument, { operation, item }: Operation): Record<string, string> {
  const body = member(operation, 'requestBody')
  if (body !== undefined) return modelsOf(document, body, [])
  const parameter = [...(operation.parameters ?? []), ...(item.parameters ?? [])].find(
    (given) => member(given, 'in') === 'body',
  )
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
  if (name === undefined) return null
  const found = [...requestValidators.values()].find((validator) => validator.name === name)
  if (!found) throw badRequest(`Invalid Request Validator identifier specified: ${String(name)}`)
  return found.id
}

function responsesOf(
  document: OpenApiDocument,
  { operation }: Operation,
  known: (models: Readonly<Record<string, string>>) => Record<string, string>,
): Map<string, MethodResponse> {
  const responses = Object.entries(operation.responses ?? {}).filter(([code]) => /^\d{3}$/.test(code))
  return new Map(
    responses.map(([statusCode, response]) => {
      const headers = Object.keys(member(response, 'headers') ?? {})
      const responseParameters = Object.fromEntries(headers.map((name) => [`method.response.header.${name}`, false]))
      const types = operation.produces ?? document.produces ?? JSON_ONLY
      const responseModels = known(modelsOf(document, response, types))
      return [statusCode, { statusCode, responseParameters, responseModels }]
    }),
  )
}
