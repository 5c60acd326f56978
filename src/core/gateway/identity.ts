import { field, isRecord } from '../base/json.js'
import { shortKey } from './key.js'

/** Where a method's authorizer reads who calls; null where anybody may. */
export interface Identity {
  /** Method parameters, such as `method.request.header.Authorization`; none for a signature. */
  readonly sources: readonly string[]
}

/** How a method lacks a signature in its key, which no key can hold. */
export const SIGNATURE = 'IAM'

/** From the export: an operation's security, and the schemes that it names. */
export function identityOf(document: unknown, operation: unknown): Identity | null {
  if (field(field(operation, 'x-amazon-apigateway-auth'), 'type') === 'AWS_IAM') return { sources: [] }
  const security = field(operation, 'security')
  const names = Array.isArray(security) ? security.filter(isRecord).flatMap(Object.keys) : []
  const schemes = field(field(document, 'components'), 'securitySchemes')
  const identities = names.map((name) => ofScheme(field(schemes, name))).filter((one) => one !== null)
  return identities.length === 0 ? null : { sources: identities.flatMap(({ sources }) => sources) }
}

/** Which of it the cache key has not. A signature differs with every request: no key can hold it. */
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
