import { field, isRecord } from '../base/json.js'
import { shortKey } from './key.js'

/** The parameters by which a method's authorizer identifies callers; null for a method open to all. */
export interface Identity {
  /** Such as `method.request.header.Authorization`; none for a signature. */
  readonly sources: readonly string[]
}

/** Stands for a signature among missing keys; no cache key can hold one. */
export const SIGNATURE = 'IAM'

/** Reads an operation's security and the schemes that it names. */
export function identityOf(document: unknown, operation: unknown): Identity | null {
  if (field(field(operation, 'x-amazon-apigateway-auth'), 'type') === 'AWS_IAM') return { sources: [] }
  const security = field(operation, 'security')
  const names = Array.isArray(security) ? security.filter(isRecord).flatMap(Object.keys) : []
  const schemes = field(field(document, 'components'), 'securitySchemes')
  const identities = names.map((name) => ofScheme(field(schemes, name))).filter((one) => one !== null)
  return identities.length === 0 ? null : { sources: identities.flatMap(({ sources }) => sources) }
}

/**
 * Lists the identifying parameters that the cache key lacks. A signature always counts: it differs with every
 * request.
 */
export function unkeyedIdentity(identity: Identity | null, keyed: readonly string[]): readonly string[] {
  if (identity === null) return []
  if (identity.sources.length === 0) return [SIGNATURE]
  return identity.sources.filter((source) => !keyed.includes(source)).map(shortKey)
}

function ofScheme(scheme: unknown): Identity | null {
  const type = field(scheme, 'x-amazon-apigateway-authtype')
  if (type === 'awsSigv4') return { sources: [] }
  // An API key is a quota, not an identity.
  if (type === undefined) return null
  const source = field(field(scheme, 'x-amazon-apigateway-authorizer'), 'identitySource')
  const named = field(scheme, 'name')
  const header = `method.request.header.${typeof named === 'string' ? named : 'Authorization'}`
  const sources = (typeof source === 'string' ? source : header)
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one.startsWith('method.request.'))
  return { sources: sources.length > 0 ? sources : [header] }
}
