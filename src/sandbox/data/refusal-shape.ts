import { hasHeader, isSendable } from '../http/headers.js'
import { own } from '../http/own.js'
import {
  DEFAULT_GATEWAY_TEMPLATE,
  type GatewayResponse,
  gatewayResponseOf,
} from '../world/gateway-response.js'
import type { Method, Resource, Snapshot } from '../world/model.js'
import type { Call } from './call.js'
import type { Failure, Reply } from './gateway-responses.js'
import { compileSource } from './mapping/expression.js'
import { renderTemplate } from './mapping/template.js'

/** Of a request that no resource serves. */
export const NOWHERE: Resource = { id: '', parentId: null, pathPart: null, path: '', methods: new Map() }
export const NO_METHOD: Method = {
  httpMethod: 'ANY',
  authorizationType: 'NONE',
  authorizerId: null,
  apiKeyRequired: false,
  operationName: null,
  authorizationScopes: [],
  requestValidatorId: null,
  requestModels: {},
  requestParameters: {},
  responses: new Map(),
  integration: null,
}

/** What API Gateway says itself, in the form that the deployment's gateway responses give it. */
export function shaped({ gatewayResponses }: Snapshot, call: Call, reply: Reply): Reply {
  const { failure } = reply
  const response = failure && gatewayResponseOf(gatewayResponses, failure.type)
  if (!response) return reply
  const variables = variablesOf(failure)
  const added = addedHeaders(response, call, variables)
  const [type, template] = templateOf(response, call.request.headers.accept)
  const kept = reply.headers
    .map(([name, value]) => [name, isContentType(name) ? (type ?? value) : value] as const)
    .filter(([name]) => !hasHeader(added, name.toLowerCase()))
  return {
    ...reply,
    status: statusOf(response) ?? reply.status,
    headers: [...kept, ...added],
    body:
      template === undefined || template === DEFAULT_GATEWAY_TEMPLATE
        ? reply.body
        : Buffer.from(renderTemplate(template, call, call.bodyText, variables)),
  }
}

function variablesOf({ type, message }: Failure): Readonly<Record<string, string>> {
  return {
    'error.message': message,
    'error.messageString': JSON.stringify(message),
    'error.responseType': type,
  }
}

function addedHeaders(
  { responseParameters }: GatewayResponse,
  call: Call,
  variables: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] {
  return Object.entries(responseParameters)
    .flatMap(([target, source]): [string, string][] => {
      const value = own(variables, source.replace(/^context\./, '')) ?? compileSource(source)(call)
      return value === undefined ? [] : [[target.replace(/^gatewayresponse\.header\./, ''), value]]
    })
    .filter(isSendable)
}

/** The template of the first type that the caller accepts by name, or else JSON's, or else the first. */
function templateOf(
  { responseTemplates }: GatewayResponse,
  accept: string | undefined,
): readonly [string, string] | readonly [] {
  const templates = Object.entries(responseTemplates)
  const wanted = [...(accept ?? '').split(',').map((one) => one.split(';')[0]?.trim()), 'application/json']
  for (const type of wanted) {
    const found = templates.find(([name]) => name === type)
    if (found) return found
  }
  return templates[0] ?? []
}

function isContentType(name: string): boolean {
  return name.toLowerCase() === 'content-type'
}

/** Undefined for one that could not end an answer. */
function statusOf({ statusCode }: GatewayResponse): number | undefined {
  const status = Number(statusCode)
  return status >= 200 ? status : undefined
}
