import { field } from '../base/json.js'
import { hasKey, shortKey } from './key.js'
import { type Security, SIGNED, securityOf } from './security.js'

/** How a method's authorizer tells callers apart; null for a method open to all. */
export interface Identity {
  /** Such as `method.request.header.Authorization` or `context.identity.sourceIp`; may be none. */
  readonly sources: readonly string[]
  /** True for a signature, which differs with every request. */
  readonly signed: boolean
}

/** Stands for a signature among missing keys; no cache key can hold one. */
export const SIGNATURE = 'IAM'
/** Stands for an authorizer that names no header and no parameter: no cache key is known to help. */
export const UNNAMED = 'authorizer'

/** What API Gateway exports as the header's name where an authorizer reads not exactly one header. */
const PLACEHOLDER = 'Unused'
const PARAMETER = 'method.request.'

/** Reads an operation's security and the schemes that it names. */
export function identityOf(document: unknown, operation: unknown): Identity | null {
  if (field(field(operation, 'x-amazon-apigateway-auth'), 'type') === 'AWS_IAM') return signature()
  const identities = namedSecurity(document, operation)
    .map(identityIn)
    .filter((one) => one !== null)
  if (identities.length === 0) return null
  const sources = identities.flatMap((one) => one.sources)
  return { sources, signed: sources.length === 0 && identities.some(({ signed }) => signed) }
}

/** True if the operation asks for an API key, which names a quota and no caller. */
export function needsApiKey(document: unknown, operation: unknown): boolean {
  return namedSecurity(document, operation).some(
    ({ scheme, kind }) => field(scheme, 'type') === 'apiKey' && kind === null,
  )
}

function namedSecurity(document: unknown, operation: unknown): readonly Security[] {
  return securityOf(operation, field(field(document, 'components'), 'securitySchemes'))
}

/** Lists the identifying parameters that a cache key can hold, in AWS's spelling. */
export function identityParameters({ sources }: Identity): readonly string[] {
  return sources.filter((source) => source.startsWith(PARAMETER))
}

/**
 * Lists the identifying parameters that the cache key lacks. A signature always counts, and so does an authorizer
 * that names no parameter, unless what it names instead is mapped into the key.
 */
export function unkeyedIdentity(identity: Identity | null, keyed: readonly string[]): readonly string[] {
  if (identity === null) return []
  if (identity.signed) return [SIGNATURE]
  const parameters = identityParameters(identity).map(shortKey)
  if (parameters.length > 0) return parameters.filter((name) => !hasKey(keyed.map(shortKey), name))
  const varying = identity.sources.filter((source) => source.startsWith('context.'))
  const mapped = varying.length > 0 && varying.every((source) => keyed.includes(source))
  return mapped ? [] : [UNNAMED]
}

/** Takes the missing keys that can be added; the others stand for what no key can hold. */
export function addableKeys(missing: readonly string[]): readonly string[] {
  return missing.filter((one) => one !== SIGNATURE && one !== UNNAMED)
}

/** The expressions that an authorizer reads, from its security scheme. */
export function sourcesOf(scheme: unknown): readonly string[] {
  const authorizer = field(scheme, 'x-amazon-apigateway-authorizer')
  const source = field(authorizer, 'identitySource')
  if (typeof source === 'string') return expressionsIn(source)
  const name = field(scheme, 'name')
  if (typeof name === 'string' && !(name === PLACEHOLDER && readsWhatItLikes(scheme))) {
    return [`${PARAMETER}header.${name}`]
  }
  return readsWhatItLikes(scheme) ? [] : [`${PARAMETER}header.Authorization`]
}

/** Reads a comma-separated list. */
export function expressionsIn(source: string): readonly string[] {
  const all = source.split(',').map((one) => one.trim())
  return all.filter((one) => one !== '')
}

function identityIn({ scheme, kind }: Security): Identity | null {
  if (kind === SIGNED) return signature()
  // An API key is a quota, not an identity.
  return kind === null ? null : { sources: sourcesOf(scheme), signed: false }
}

/** Only an authorizer of whole requests can do without an identity source. */
function readsWhatItLikes(scheme: unknown): boolean {
  const kind = String(field(field(scheme, 'x-amazon-apigateway-authorizer'), 'type') ?? '').toLowerCase()
  return kind === 'request' || (kind === '' && field(scheme, 'name') === PLACEHOLDER)
}

function signature(): Identity {
  return { sources: [], signed: true }
}
