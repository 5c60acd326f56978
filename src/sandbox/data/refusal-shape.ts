import { hasHeader, isSendable } from '../http/headers.js'
import { own } from '../http/own.js'
import { DEFAULT_GATEWAY_TEMPLATE, type GatewayResponse, gatewayResponseOf } from '../world/gateway-response.js'
import type { Method, Resource } from '../world/model.js'
import type { Call } from './call.js'
import type { Failure, Reply } from './gateway-responses.js'
import { compileSource } from './mapping/expression.js'
import { Mapper, TemplateFailure } from './mapping/mapper.js'
import type { Templates } from './mapping/templates.js'
import { fieldsOf } from './templates/values.js'

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
export function shaped(templates: Templates, call: Call, reply: Reply): Reply | Promise<Reply> {
  const { failure } = reply
  const { gatewayResponses } = call.served.deployment.snapshot
  const response = failure && gatewayResponseOf(gatewayResponses, failure.type)
  if (!response) return reply
  const [type, template] = templateOf(response, call.request.headers.accept)
  const filled = template === undefined || template === DEFAULT_GATEWAY_TEMPLATE ? null : template
  const shape = (): Reply => {
    const added = addedHeaders(response, call, failure)
    const kept = reply.headers
      .map(([name, value]) => [name, isContentType(name) ? (type ?? value) : value] as const)
      .filter(([name]) => !hasHeader(added, name.toLowerCase()))
    return {
      ...reply,
      status: statusOf(response) ?? reply.status,
      headers: [...kept, ...added],
      body: filled === null ? reply.body : bodyOf(new Mapper(call, templates), filled, failure, reply),
    }
  }
  const loading = filled === null ? null : templates.prepare([filled])
  return loading === null ? shape() : loading.then(shape)
}

/** A template that fails leaves the body as it would be without one. */
function bodyOf(mapper: Mapper, template: string, failure: Failure, { body }: Reply): Buffer {
  const error = fieldsOf(Object.entries(errorOf(failure)))
  try {
    return Buffer.from(mapper.render(template, mapper.call.bodyText, { error }))
  } catch (problem) {
    if (problem instanceof TemplateFailure) return body
    throw problem
  }
}

/** `$context.error`. */
function errorOf({ type, message, validation }: Failure): Readonly<Record<string, string | null>> {
  return {
    message,
    messageString: JSON.stringify(message),
    responseType: type,
    ...(validation === undefined ? {} : { validationErrorString: validation }),
  }
}

function addedHeaders(
  { responseParameters }: GatewayResponse,
  call: Call,
  failure: Failure,
): readonly (readonly [string, string])[] {
  const error = errorOf(failure)
  return Object.entries(responseParameters)
    .flatMap(([target, source]): [string, string][] => {
      const [, name = ''] = /^context\.error\.(.+)$/.exec(source) ?? []
      const value = own(error, name) ?? compileSource(source)(call)
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
