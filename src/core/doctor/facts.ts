import { field, isRecord } from '../base/json.js'
import { type DeployedMethod, deployedMethod, INTEGRATION, operationsOf } from '../gateway/export.js'
import { identityOf } from '../gateway/identity.js'
import { hasKey, shortKey } from '../gateway/key.js'
import { type MethodRef, pathParameters } from '../gateway/method.js'
import { templateReads } from './template-reads.js'

/** A method of the deployment as the rules see it, from the stage's export. */
export interface MethodFacts extends DeployedMethod {
  /** Query and header parameters that it declares and that do not reach the cache key: `querystring.type`. */
  readonly unkeyedParameters: readonly string[]
  /** Callers show who they are: to an authorizer, or in a header that is declared for it. */
  readonly takesCredentials: boolean
  /** The request's body, or a part of it, is in the cache key. */
  readonly bodyKeyed: boolean
  readonly streams: boolean
  /** The source of `Access-Control-Allow-Origin`; a proxy integration does not tell. */
  readonly allowsOrigin: 'from-backend' | 'fixed' | 'untold'
  readonly proxy: boolean
  /** Query strings and headers that its templates read and that do not reach the cache key. */
  readonly unkeyedReads: readonly string[]
  /** Every parameter of a request gets to the backend: through a proxy, or through a template that goes through them. */
  readonly passesAll: boolean
}

type Operation = MethodRef & { readonly operation: Record<string, unknown> }

/** Reads an OpenAPI 3 export with API Gateway extensions. Null where the document is not one. PURE. */
export function methodFacts(document: unknown): readonly MethodFacts[] | null {
  return operationsOf(document)?.map((one) => factsOf(document, one)) ?? null
}

const CREDENTIALS = /^header\.(authorization|cookie|x-auth-token)$/i

function factsOf(document: unknown, { operation, ...ref }: Operation): MethodFacts {
  const integration = field(operation, INTEGRATION)
  const identity = identityOf(document, operation)
  const method = deployedMethod(ref, integration, identity)
  const { sources } = method
  const declared = declaredParameters(operation)
  const type = String(field(integration, 'type') ?? '').toLowerCase()
  const proxy = type === 'aws_proxy' || type === 'http_proxy'
  const reads = templateReads(integration)
  return {
    ...method,
    unkeyedParameters: declared.filter((name) => !hasKey(sources.map(shortKey), name)),
    takesCredentials: identity !== null || declared.some((name) => CREDENTIALS.test(name)),
    bodyKeyed: sources.some((source) => source.startsWith('method.request.body')),
    streams: field(integration, 'responseTransferMode') === 'STREAM',
    allowsOrigin: allowsOrigin(integration),
    proxy,
    unkeyedReads: proxy ? [] : unkeyedReads(ref.path, reads.names, sources.map(shortKey)),
    passesAll: proxy || reads.all,
  }
}

/** A name is a path parameter first, where the path has one of it. */
function unkeyedReads(path: string, names: readonly string[], keyed: readonly string[]): readonly string[] {
  const inPath = pathParameters(path).map((name) => `querystring.${name}`)
  const told = names.filter((name) => !name.startsWith('path.') && !inPath.includes(name))
  const other = (name: string) => name.replace('querystring.', 'header.')
  return told.filter((name) => !hasKey(keyed, name) && !hasKey(keyed, other(name)))
}

const LOCATIONS: Readonly<Record<string, string>> = { query: 'querystring', header: 'header' }

function declaredParameters(operation: unknown): readonly string[] {
  const parameters = field(operation, 'parameters')
  return (Array.isArray(parameters) ? parameters : []).flatMap((one: unknown) => {
    const [where, name] = [field(one, 'in'), field(one, 'name')]
    const location = typeof where === 'string' ? LOCATIONS[where] : undefined
    return location === undefined || typeof name !== 'string' ? [] : [`${location}.${name}`]
  })
}

const ALLOW_ORIGIN = 'method.response.header.access-control-allow-origin'

/** A value in quotes is the same in each answer; any other is taken from what the backend or the request says. */
function allowsOrigin(integration: unknown): MethodFacts['allowsOrigin'] {
  const responses = field(integration, 'responses')
  const values = Object.values(isRecord(responses) ? responses : {}).flatMap((response) => {
    const parameters = field(response, 'responseParameters')
    return Object.entries(isRecord(parameters) ? parameters : {})
      .filter(([name]) => name.toLowerCase() === ALLOW_ORIGIN)
      .map(([, value]) => String(value))
  })
  if (values.some((value) => !value.startsWith("'"))) return 'from-backend'
  return values.length > 0 ? 'fixed' : 'untold'
}
