import { badRequest } from '../../http/errors.js'
import {
  CONNECTION_TYPES,
  CONTENT_HANDLINGS,
  INTEGRATION_TYPES,
  type IntegrationType,
  TRANSFER_MODES,
} from '../../world/enums.js'
import type { Integration, Method } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { checkContentTypes } from '../content-types.js'
import type { Input } from '../input.js'
import { integrationOf, methodOf } from '../lookup.js'
import { integrationView } from '../methods/view.js'
import type { Call, Reply } from '../operation.js'
import { checkRequestMappings } from './mappings.js'
import { checkCacheKeys, checkIntegrationParameter } from './parameters.js'

/** What a service is asked for by AWS_PROXY. */
const PROXIED: Readonly<Record<string, RegExp>> = {
  lambda: /^path\/\d{4}-\d\d-\d\d\/functions\/.+\/(?:response-streaming-)?invocations$/,
  firehose: /^action\//,
}
const PASSTHROUGH = ['WHEN_NO_MATCH', 'NEVER', 'WHEN_NO_TEMPLATES']
export const DEFAULT_TIMEOUT_MS = 29_000

export function putIntegration(world: World, call: Call): Reply {
  const integration = readIntegration(call.body, call.params.resource ?? '')
  const method = methodOf(world, call)
  checkIntegration(integration, method)
  checkRequestMappings(method, integration.requestParameters)
  method.integration = integration
  return integrationView(integration)
}

export function getIntegration(world: World, call: Call): Reply {
  return integrationView(integrationOf(world, call))
}

export function deleteIntegration(world: World, call: Call): Reply {
  integrationOf(world, call)
  methodOf(world, call).integration = null
  return undefined
}

/** Throws API Gateway's refusal of an integration that could not run. */
export function checkIntegration(integration: Integration, method: Method): void {
  const { type, httpMethod, uri, timeoutInMillis, requestParameters, cacheKeyParameters } = integration
  if (type !== 'MOCK') {
    if (!httpMethod) throw badRequest('Enumeration value for HttpMethod must be non-empty')
    checkUri(type, uri ?? '')
  }
  if (integration.responseTransferMode === 'STREAM' && !type.endsWith('_PROXY')) {
    throw badRequest('ResponseTransferMode STREAM is only supported for proxy integrations')
  }
  if (!PASSTHROUGH.includes(integration.passthroughBehavior)) {
    throw badRequest('Invalid passthrough behavior specified')
  }
  if (!(timeoutInMillis >= 50 && timeoutInMillis <= DEFAULT_TIMEOUT_MS)) {
    throw badRequest('Timeout should be between 50 ms and 29000 ms')
  }
  checkContentTypes(integration.requestTemplates)
  for (const name of Object.keys(requestParameters)) checkIntegrationParameter(name)
  checkCacheKeys(cacheKeyParameters, method.requestParameters, requestParameters)
}

export function defaultIntegration(type: IntegrationType, cacheNamespace: string): Integration {
  return {
    type,
    httpMethod: null,
    uri: null,
    credentials: null,
    connectionType: type.startsWith('HTTP') ? 'INTERNET' : null,
    connectionId: null,
    integrationTarget: null,
    contentHandling: null,
    tlsConfig: null,
    requestParameters: {},
    requestTemplates: {},
    passthroughBehavior: 'WHEN_NO_MATCH',
    responseTransferMode: 'BUFFERED',
    timeoutInMillis: DEFAULT_TIMEOUT_MS,
    cacheNamespace,
    cacheKeyParameters: [],
    responses: new Map(),
  }
}

function readIntegration(body: Input, resourceId: string): Integration {
  const type = body.requiredOneOf('type', INTEGRATION_TYPES)
  const defaults = defaultIntegration(type, resourceId)
  return {
    ...defaults,
    httpMethod: type === 'MOCK' ? null : (body.string('httpMethod') ?? null),
    uri: body.string('uri') ?? null,
    credentials: body.string('credentials') ?? null,
    connectionType: body.oneOf('connectionType', CONNECTION_TYPES) ?? defaults.connectionType,
    connectionId: body.string('connectionId') ?? null,
    integrationTarget: body.string('integrationTarget') ?? null,
    contentHandling: body.oneOf('contentHandling', CONTENT_HANDLINGS) ?? null,
    tlsConfig: tlsConfigOf(body.object('tlsConfig')),
    requestParameters: body.stringMap('requestParameters') ?? {},
    requestTemplates: body.stringMap('requestTemplates') ?? {},
    passthroughBehavior: body.string('passthroughBehavior') ?? defaults.passthroughBehavior,
    responseTransferMode: body.oneOf('responseTransferMode', TRANSFER_MODES) ?? 'BUFFERED',
    timeoutInMillis: body.number('timeoutInMillis') ?? DEFAULT_TIMEOUT_MS,
    cacheNamespace: body.string('cacheNamespace') ?? resourceId,
    cacheKeyParameters: body.strings('cacheKeyParameters') ?? [],
    shownEmpty: body.emptyMaps('requestParameters', 'requestTemplates'),
  }
}

function checkUri(type: IntegrationType, uri: string): void {
  if (type.startsWith('HTTP') && !/^https?:\/\//.test(uri)) {
    throw badRequest('Invalid HTTP endpoint specified for URI')
  }
  if (!type.startsWith('AWS')) return
  if (!uri.startsWith('arn:')) throw badRequest('Invalid ARN specified in the request')
  const [, , , , service = '', ...rest] = uri.split(':')
  const action = rest.join(':')
  if (!/^(?:path|action)\//.test(action)) throw badRequest('AWS ARN for integration must contain path or action')
  if (type === 'AWS_PROXY' && !PROXIED[service]?.test(action)) {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    )
  }
}

function tlsConfigOf(given: Input | undefined): Integration['tlsConfig'] {
  return given ? { insecureSkipVerification: given.boolean('insecureSkipVerification') ?? false } : null
}
