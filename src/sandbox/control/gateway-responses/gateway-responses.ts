import { badRequest, notFound, validation } from '../../http/errors.js'
import {
  defaultGatewayResponse,
  GATEWAY_RESPONSE_TYPES,
  type GatewayResponse,
  type GatewayResponseType,
  gatewayResponseOf,
  isGatewayResponseType,
} from '../../world/gateway-response.js'
import type { RestApi } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { checkContentTypes } from '../content-types.js'
import { notInEnum } from '../input.js'
import { apiOf } from '../lookup.js'
import { isStatusCode } from '../methods/status.js'
import { type Call, param, type Reply } from '../operation.js'
import { applyRules, fieldRules, mapRules, readPatch } from '../patch.js'
import { readMappings } from './mappings.js'

export function putGatewayResponse(world: World, call: Call): Reply {
  const { body } = call
  const status = body.string('statusCode')
  const type = typeOf(call, status === undefined ? [] : statusProblems(status))
  const api = apiOf(world, call)
  const standard = defaultGatewayResponse(type)
  const response: GatewayResponse = {
    statusCode: status ?? standard.statusCode,
    responseParameters: readMappings(body.stringMap('responseParameters') ?? {}),
    responseTemplates: body.stringMap('responseTemplates') ?? standard.responseTemplates,
  }
  checkContentTypes(response.responseTemplates)
  api.gatewayResponses.set(type, response)
  return viewOf(api, type)
}

export function getGatewayResponses(world: World, call: Call): Reply {
  const api = apiOf(world, call)
  return { item: GATEWAY_RESPONSE_TYPES.map((type) => viewOf(api, type)) }
}

export function getGatewayResponse(world: World, call: Call): Reply {
  const type = typeOf(call)
  return viewOf(apiOf(world, call), type)
}

/** A response that was not set becomes one of its own. */
export function updateGatewayResponse(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const type = typeOf(call)
  const api = apiOf(world, call)
  const draft = structuredClone(shown(api, type))
  const refuseStatus = () => {
    throw badRequest('Invalid patch path /statusCode')
  }
  applyRules(operations, {
    ...fieldRules(draft, { statusCode: patchedStatus }),
    'add /statusCode': refuseStatus,
    'remove /statusCode': refuseStatus,
    ...mapRules(
      'responseParameters',
      draft.responseParameters,
      filledIn('responseParameters'),
      'Invalid parameter name specified',
    ),
    ...mapRules(
      'responseTemplates',
      draft.responseTemplates,
      filledIn('responseTemplates'),
      'Content-Type specified was not found',
    ),
  })
  readMappings(draft.responseParameters)
  checkContentTypes(draft.responseTemplates)
  api.gatewayResponses.set(type, draft)
  return viewOf(api, type)
}

export function deleteGatewayResponse(world: World, call: Call): Reply {
  const type = typeOf(call)
  if (!apiOf(world, call).gatewayResponses.delete(type)) {
    throw notFound('Gateway response type not defined on api')
  }
  return undefined
}

function typeOf(call: Call, others: readonly string[] = []): GatewayResponseType {
  const type = param(call, 'type')
  if (isGatewayResponseType(type) && others.length === 0) return type
  const unknown = isGatewayResponseType(type) ? [] : [notInEnum(type, 'responseType', GATEWAY_RESPONSE_TYPES)]
  throw validation([...unknown, ...others])
}

function statusProblems(status: string): readonly string[] {
  if (isStatusCode(status)) return []
  return [
    `Value '${status}' at 'putGatewayResponseInput.statusCode' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: [1-5]\\d\\d',
  ]
}

function patchedStatus(value: string | undefined): string | null {
  if (value === undefined || value === '') return null
  if (!isStatusCode(value)) throw badRequest('Invalid status code specified')
  return value
}

function filledIn(field: string): (value: string | undefined) => string {
  return (value) => {
    if (!value) throw badRequest(`Invalid null or empty value in ${field}`)
    return value
  }
}

function shown({ gatewayResponses }: RestApi, type: GatewayResponseType): GatewayResponse {
  const standard = defaultGatewayResponse(type)
  const found = gatewayResponseOf(gatewayResponses, type) ?? standard
  return { ...found, statusCode: found.statusCode ?? standard.statusCode }
}

function viewOf(api: RestApi, responseType: GatewayResponseType): object {
  const { statusCode, responseParameters, responseTemplates } = shown(api, responseType)
  return {
    responseType,
    ...(statusCode === null ? {} : { statusCode }),
    responseParameters,
    responseTemplates,
    defaultResponse: !api.gatewayResponses.has(responseType),
  }
}
