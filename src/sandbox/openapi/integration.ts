import { checkContentTypes } from '../control/content-types.js'
import { defaultIntegration } from '../control/integrations/integrations.js'
import { isStatusCode } from '../control/methods/status.js'
import type { IntegrationType } from '../world/enums.js'
import { type Account, EXAMPLE_FUNCTION, lambdaUri } from '../world/lambda.js'
import type { Integration, IntegrationResponse } from '../world/model.js'
import type { OpenApiIntegration } from './document.js'
import { functionOf } from './example-function.js'
import type { Operation } from './operations.js'
import { hasGap, isUnfilledArn } from './template-text.js'

const TYPES: Readonly<Record<string, IntegrationType>> = {
  aws: 'AWS',
  aws_proxy: 'AWS_PROXY',
  http: 'HTTP',
  http_proxy: 'HTTP_PROXY',
  mock: 'MOCK',
}

/** With stand-ins, operations without an integration or a function that the sandbox could find get the example function. */
export function integrationOf(
  account: Account,
  resourceId: string,
  { operation }: Operation,
  standIns: boolean,
  warn: Warn,
): Integration | null {
  const given = operation['x-amazon-apigateway-integration']
  if (!given) return standIns ? withExamples(account, defaultIntegration('AWS_PROXY', resourceId)) : null
  const type = TYPES[given.type.toLowerCase()] ?? 'MOCK'
  const defaults = defaultIntegration(type, given.cacheNamespace ?? resourceId)
  const integration: Integration = {
    ...defaults,
    httpMethod: type === 'MOCK' ? null : (given.httpMethod ?? null),
    uri: given.uri ?? null,
    credentials: given.credentials ?? null,
    connectionType: given.connectionType ?? defaults.connectionType,
    connectionId: given.connectionId ?? null,
    integrationTarget: given.integrationTarget ?? null,
    contentHandling: given.contentHandling ?? null,
    tlsConfig: given.tlsConfig ? { insecureSkipVerification: given.tlsConfig.insecureSkipVerification ?? false } : null,
    requestParameters: textsIn(given, 'requestParameters', warn),
    requestTemplates: textsIn(given, 'requestTemplates', warn),
    passthroughBehavior: given.passthroughBehavior?.toUpperCase() ?? defaults.passthroughBehavior,
    responseTransferMode: given.responseTransferMode ?? 'BUFFERED',
    timeoutInMillis: given.timeoutInMillis ?? defaults.timeoutInMillis,
    cacheKeyParameters: [...(given.cacheKeyParameters ?? [])],
    responses: responsesOf(given, warn),
  }
  return standIns ? stoodIn(account, integration, functionOf(operation)) : integration
}

/** With an address that the service would take, where a deployment has yet to fill it in. */
function stoodIn(account: Account, integration: Integration, called: string | null): Integration {
  const { type, uri } = integration
  if (uri !== null && type.startsWith('HTTP') && hasGap(uri) && !/^https?:/.test(uri)) {
    return { ...integration, uri: `http://${uri}` }
  }
  const unknown = type === 'AWS_PROXY' ? called === null : type === 'AWS' && isUnfilledArn(uri ?? '')
  return unknown ? withExamples(account, integration) : integration
}

/** Is told the field, the name in it, and the value that is no text. */
export type Warn = (field: string, name: string, value: unknown) => void

type Mapped<Field extends string> = { readonly [field in Field]?: Readonly<Record<string, unknown>> | undefined }

/** What is no text is left out with a warning. */
function textsIn<Field extends string>(given: Mapped<Field>, field: Field, warn: Warn): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given[field] ?? {}).flatMap(([name, value]) => {
      if (typeof value === 'string') return [[name, value]]
      warn(field, name, value)
      return []
    }),
  )
}

function withExamples(account: Account, integration: Integration): Integration {
  return { ...integration, httpMethod: 'POST', uri: lambdaUri(account, EXAMPLE_FUNCTION) }
}

/** The document has them by pattern, API Gateway by status. */
function responsesOf({ responses = {} }: OpenApiIntegration, warn: Warn): Map<string, IntegrationResponse> {
  return new Map(
    Object.entries(responses).map(([pattern, response]) => {
      const statusCode = String(response.statusCode)
      const selectionPattern = pattern === 'default' ? null : pattern
      const responseParameters = textsIn(response, 'responseParameters', warn)
      const responseTemplates = textsIn(response, 'responseTemplates', warn)
      const contentHandling = response.contentHandling ?? null
      if (!isStatusCode(statusCode)) throw new Error(`Invalid status code specified: ${statusCode}`)
      checkContentTypes(responseTemplates)
      return [statusCode, { statusCode, selectionPattern, contentHandling, responseParameters, responseTemplates }]
    }),
  )
}
