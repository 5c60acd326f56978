import { field, isRecord, strings } from '../base/json.js'
import { identityOf, identityParameters, needsApiKey, unkeyedIdentity } from './identity.js'
import { shortKey } from './key.js'
import { METHOD_NAMES, type MethodRef, sorted } from './method.js'

/** A deployed method, from the stage's export. */
export interface DeployedMethod extends MethodRef {
  /** Cache key parameters in this tool's spelling: `path.id`, `querystring.type`, `integration.header.X`. */
  readonly keys: readonly string[]
  /** What each key takes its value from, in AWS's spelling: another expression where it is mapped; empty if unknown. */
  readonly sources: readonly string[]
  /** Methods in one namespace have the same entry for the same key values. Null for the resource's own. */
  readonly namespace: string | null
  /** What a proxy integration asks a server for, to compare; null where the resource may count. */
  readonly backend: string | null
  /** Path parameters that reach the cache key, directly or through a mapped integration parameter. */
  readonly keyedPathParameters: readonly string[]
  /** The parameters by which its authorizer identifies callers: `header.Authorization`, `querystring.token`. */
  readonly identity: readonly string[]
  /**
   * The identifying parameters that the cache key lacks: `header.Authorization`; `IAM` for a signature, `authorizer`
   * where its authorizer names none.
   */
  readonly unkeyedIdentity: readonly string[]
  /** True if it takes only signed requests (AWS_IAM). */
  readonly signed: boolean
  /** True if it takes only requests with an API key. */
  readonly needsApiKey: boolean
  /** False where an API key surely ends at the gateway: neither the request nor its key is passed on. */
  readonly seesApiKey: boolean
}

const ANY = 'x-amazon-apigateway-any-method'
export const INTEGRATION = 'x-amazon-apigateway-integration'

/** Reads an OpenAPI 3 export with API Gateway extensions; null if the document is not one. */
export function deployedMethods(document: unknown): readonly DeployedMethod[] | null {
  const operations = operationsOf(document)
  return (
    operations?.map(({ operation, ...ref }) =>
      deployedMethod(
        ref,
        field(operation, INTEGRATION),
        identityOf(document, operation),
        needsApiKey(document, operation),
      ),
    ) ?? null
  )
}

/** One operation of an export, without a walk through all of them; undefined if there is none. */
export function operationOf(document: unknown, { method, path }: MethodRef): Record<string, unknown> | undefined {
  const operation = field(field(field(document, 'paths'), path), operationName(method))
  return isRecord(operation) ? operation : undefined
}

function operationName(method: string): string {
  return method === 'ANY' ? ANY : method.toLowerCase()
}

/** Lists the operations of an export; null if the document is not one. */
export function operationsOf(
  document: unknown,
): readonly (MethodRef & { readonly operation: Record<string, unknown> })[] | null {
  const paths = field(document, 'paths')
  if (!isRecord(paths)) return null
  return Object.entries(paths).flatMap(([path, item]) =>
    METHOD_NAMES.flatMap((method) => {
      const operation = field(item, operationName(method))
      return isRecord(operation) ? [{ method, path, operation }] : []
    }),
  )
}

export function deployedMethod(
  ref: MethodRef,
  integration: unknown,
  identity: ReturnType<typeof identityOf>,
  needsKey = false,
): DeployedMethod {
  const keys = strings(field(integration, 'cacheKeyParameters'))
  const mapping = field(integration, 'requestParameters')
  const namespace = field(integration, 'cacheNamespace')
  const sources = keys.map((key) => {
    const source = key.startsWith('integration.request.') ? field(mapping, key) : key
    return typeof source === 'string' ? source : ''
  })
  const pathSource = 'method.request.path.'
  return {
    ...ref,
    keys: keys.map(shortKey),
    sources,
    namespace: typeof namespace === 'string' ? namespace : null,
    backend: backendOf(integration),
    keyedPathParameters: sources.flatMap((source) =>
      source.startsWith(pathSource) ? [source.slice(pathSource.length)] : [],
    ),
    identity: identity === null ? [] : identityParameters(identity).map(shortKey),
    unkeyedIdentity: unkeyedIdentity(identity, sources),
    signed: identity?.signed ?? false,
    needsApiKey: needsKey,
    seesApiKey: seesApiKey(integration),
  }
}

/** A proxy integration passes every header on; of the others only what is mapped, or written by a template. */
function seesApiKey(integration: unknown): boolean {
  const type = String(field(integration, 'type') ?? '').toLowerCase()
  if (type === 'mock') return false
  if (type !== 'aws' && type !== 'http') return true
  const passed = JSON.stringify([
    field(integration, 'requestParameters') ?? {},
    field(integration, 'requestTemplates') ?? {},
  ])
  return /x-api-key|apikey|\$input\.params\(\s*\)|\$context\.identity\b(?!\.)/i.test(passed)
}

/** Only of HTTP servers, which see nothing of the resource unless it is mapped for them. */
function backendOf(integration: unknown): string | null {
  if (String(field(integration, 'type')).toLowerCase() !== 'http_proxy') return null
  const mapping = field(integration, 'requestParameters')
  const mapped = Object.entries(isRecord(mapping) ? mapping : {}).map(([name, source]) => `${name}=${source}`)
  const asked = [field(integration, 'httpMethod'), field(integration, 'uri'), ...sorted(mapped)]
  return mapped.some((one) => one.includes('=context.')) ? null : JSON.stringify(asked)
}
