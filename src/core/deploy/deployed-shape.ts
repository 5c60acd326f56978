import { field, isRecord, strings } from '../base/json.js'
import { INTEGRATION } from '../gateway/export.js'
import { sorted } from '../gateway/method.js'
import type { IntegrationRecord } from '../gateway/record.js'
import { SIGNED, securityOf } from '../gateway/security.js'
import { deployedAuthorizer } from './authorizers.js'
import { integrationShape, type MethodShape } from './shape.js'

const LOCATIONS: Readonly<Record<string, string>> = { query: 'querystring', header: 'header' }
const DEFAULT_TIMEOUT_MS = 29_000

/**
 * Reads the shape of a deployed method from its operation in the export; `schemes` are the document's security
 * schemes.
 */
export function deployedShape(operation: unknown, schemes: unknown): MethodShape {
  const integration = field(operation, INTEGRATION)
  return {
    parameters: parametersOf(operation),
    ...authorizationOf(operation, schemes),
    authorizer: deployedAuthorizer(operation, schemes),
    responses: responsesOf(field(operation, 'responses')),
    ...(isRecord(integration)
      ? integrationShape(integrationOf(integration), strings(integration.cacheKeyParameters))
      : {}),
  }
}

/** Reads the export's integration extension like a record of the API. */
function integrationOf(integration: Record<string, unknown>): IntegrationRecord {
  const timeoutMs = integration.timeoutInMillis
  const responses = Object.entries(mapOf(integration.responses)).map(([pattern, response]) => [
    pattern,
    {
      status: text(field(response, 'statusCode')) ?? '',
      parameters: stringsOf(field(response, 'responseParameters')),
      templates: stringsOf(field(response, 'responseTemplates')),
    },
  ])
  return {
    type: (text(integration.type) ?? '').toUpperCase(),
    httpMethod: text(integration.httpMethod),
    uri: text(integration.uri),
    credentials: text(integration.credentials),
    requestParameters: stringsOf(integration.requestParameters),
    requestTemplates: stringsOf(integration.requestTemplates),
    passthroughBehavior: (text(integration.passthroughBehavior) ?? 'WHEN_NO_MATCH').toUpperCase(),
    contentHandling: text(integration.contentHandling)?.toUpperCase() ?? null,
    timeoutMs: typeof timeoutMs === 'number' ? timeoutMs : DEFAULT_TIMEOUT_MS,
    transferMode: text(integration.responseTransferMode) ?? 'BUFFERED',
    cacheNamespace: text(integration.cacheNamespace),
    responses: Object.fromEntries(responses),
  }
}

/** Every export has the path parameters, declared or not. */
function parametersOf(operation: unknown): Record<string, boolean> {
  const given = field(operation, 'parameters')
  const entries = (Array.isArray(given) ? given : []).flatMap((one: unknown) => {
    const where = LOCATIONS[text(field(one, 'in')) ?? '']
    const name = text(field(one, 'name'))
    return where === undefined || name === null ? [] : [[`${where}.${name}`, field(one, 'required') === true]]
  })
  return Object.fromEntries(entries)
}

function authorizationOf(operation: unknown, schemes: unknown): MethodShape {
  const kinds = securityOf(operation, schemes).map(({ kind }) => kind)
  const [first] = kinds.filter((kind) => kind !== null)
  const kind = field(field(operation, 'x-amazon-apigateway-auth'), 'type') === 'AWS_IAM' ? SIGNED : first
  const authorization = kind === undefined ? 'NONE' : (AUTHORIZATION[kind] ?? 'CUSTOM')
  return { authorization, 'API key': kinds.includes(null) }
}

const AUTHORIZATION: Readonly<Record<string, string>> = {
  [SIGNED]: 'AWS_IAM',
  cognito_user_pools: 'COGNITO_USER_POOLS',
}

function responsesOf(responses: unknown): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(mapOf(responses)).map(([status, response]) => [
      status,
      sorted(Object.keys(mapOf(field(response, 'headers')))),
    ]),
  )
}

function mapOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

/** AWS gives an empty template as null in one place and as an empty string in the other. */
function stringsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(mapOf(value)).map(([name, one]) => [name, text(one) ?? '']))
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
