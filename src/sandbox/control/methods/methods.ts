import { badRequest, conflict, notFound } from '../../http/errors.js'
import { AUTHORIZATION_TYPES, isVerb, VERBS, type Verb } from '../../world/enums.js'
import type { Method } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { authorizationOf } from '../authorizers/rules.js'
import { checkMethodParameter } from '../integrations/parameters.js'
import { apiOf, methodOf, resourceOf } from '../lookup.js'
import { checkValidation } from '../models/checks.js'
import { type Call, param, type Reply } from '../operation.js'
import { applyRules, booleanOf, fieldRules, filledOrNull, mapRules, readPatch, textOf, textOrNull } from '../patch.js'
import { methodView } from './view.js'

export function putMethod(world: World, call: Call): Reply {
  const { body } = call
  const wantedType = body.requiredString('authorizationType')
  const { methods } = resourceOf(world, call)
  const httpMethod = verbOf(call)
  if (methods.has(httpMethod)) throw conflict('Method already exists for this resource')
  const requestParameters = body.booleanMap('requestParameters') ?? {}
  for (const name of Object.keys(requestParameters)) checkMethodParameter(name)
  checkUnique(requestParameters)
  const method: Method = {
    httpMethod,
    ...authorizationOf(apiOf(world, call), authorizationType(wantedType), body.string('authorizerId') ?? null),
    apiKeyRequired: body.boolean('apiKeyRequired') ?? false,
    operationName: body.string('operationName') ?? null,
    authorizationScopes: body.strings('authorizationScopes') ?? [],
    requestValidatorId: body.string('requestValidatorId') ?? null,
    requestModels: body.stringMap('requestModels') ?? {},
    requestParameters,
    responses: new Map(),
    integration: null,
    shownEmpty: body.emptyMaps('requestModels', 'requestParameters'),
  }
  checkValidation(apiOf(world, call), method)
  methods.set(httpMethod, method)
  return methodView(method)
}

export function getMethod(world: World, call: Call): Reply {
  return methodView(methodOf(world, call))
}

export function updateMethod(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const method = methodOf(world, call)
  const { authorizationType: type, authorizerId, apiKeyRequired, operationName } = method
  const { requestValidatorId } = method
  const draft = { authorizationType: type, authorizerId, apiKeyRequired, operationName, requestValidatorId }
  const requestModels = { ...method.requestModels }
  const scopes = new Set(method.authorizationScopes)
  const requestParameters = { ...method.requestParameters }
  applyRules(operations, {
    ...mapRules('requestParameters', requestParameters, (value, name) => {
      checkMethodParameter(name)
      return booleanOf(value || 'false')
    }),
    'remove /requestParameters/*': (_, name) => {
      if (!Object.hasOwn(requestParameters, name)) throw notFound('Invalid parameter name specified')
      delete requestParameters[name]
    },
    ...fieldRules(draft, {
      authorizationType: (value) => authorizationType(textOf(value)),
      authorizerId: textOrNull,
      apiKeyRequired: (value) => value?.toLowerCase() === 'true',
      operationName: textOrNull,
      requestValidatorId: filledOrNull,
    }),
    ...mapRules('requestModels', requestModels, textOf),
    'add /authorizationScopes': (value) => void scopes.add(textOf(value)),
    'remove /authorizationScopes': (value) => void scopes.delete(textOf(value)),
  })
  checkValidation(apiOf(world, call), { requestModels, requestValidatorId: draft.requestValidatorId })
  const authorization = authorizationOf(apiOf(world, call), draft.authorizationType, draft.authorizerId)
  checkUnique(requestParameters)
  const authorizationScopes = [...scopes]
  Object.assign(method, draft, authorization, { requestParameters, requestModels, authorizationScopes })
  return methodView(method)
}

export function deleteMethod(world: World, call: Call): Reply {
  resourceOf(world, call).methods.delete(methodOf(world, call).httpMethod)
  return undefined
}

function checkUnique(declared: Method['requestParameters']): void {
  const names = Object.keys(declared).map((name) => name.split('.').slice(3).join('.'))
  if (new Set(names).size < names.length) {
    throw badRequest('Parameter names must be unique across querystring, header and path')
  }
}

function verbOf(call: Call): Verb {
  const verb = param(call, 'verb')
  if (!isVerb(verb)) throw badRequest(`Invalid HttpMethod specified. Valid options are ${VERBS.join(',')}`)
  return verb
}

function authorizationType(value: string): string {
  const found = AUTHORIZATION_TYPES.find((type) => type === value.toUpperCase())
  if (!found) {
    throw badRequest(`Invalid Authorization type specified. Valid options are ${AUTHORIZATION_TYPES.join(', ')}`)
  }
  return found
}
