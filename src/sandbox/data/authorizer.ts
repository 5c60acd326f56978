import { type Authorizer, identityExpressions, type Method, type Snapshot, type TokenIdentity } from '../world/model.js'
import type { Call, Caller } from './call.js'
import { accessDenied, type Reply, unauthorized } from './gateway-responses.js'
import { compileSource } from './mapping/expression.js'

/** Names the caller, or refuses the call. */
export type Identify = (call: Call) => { readonly caller: Caller } | { readonly refusal: Reply }

const ANY_CALLER = { caller: {} }

/** Null for a method without an authorizer. A table of tokens stands in for the function or the user pool. */
export function compileIdentity(
  { authorizers }: Snapshot,
  { authorizerId, authorizationScopes }: Method,
): Identify | Promise<Identify> | null {
  const authorizer = authorizerId === null ? undefined : authorizers.get(authorizerId)
  if (!authorizer) return null
  const { type, identityValidationExpression: expression } = authorizer
  if (type !== 'TOKEN' || !expression) return identifyBy(authorizer, authorizationScopes, () => true)
  return import('./templates/pattern.js').then(({ compilePattern }) => {
    const pattern = compilePattern(expression)
    return identifyBy(authorizer, authorizationScopes, (token) => pattern.matches(token))
  })
}

/** A token that is not in the form that it has to be in gets no further. */
function identifyBy(
  authorizer: Authorizer,
  scopes: readonly string[],
  isWellFormed: (token: string) => boolean,
): Identify {
  const { tokens } = authorizer
  const sources = identityExpressions(authorizer).map((expression) => compileSource(expression))
  return (call) => {
    const values = sources.map((read) => read(call))
    if (!values.every(Boolean) || !isWellFormed(values[0] ?? '')) return { refusal: unauthorized() }
    return tokens ? bearer(authorizer, scopes, tokens, values[0] ?? '') : ANY_CALLER
  }
}

function bearer(
  { type }: Authorizer,
  scopes: readonly string[],
  tokens: Readonly<Record<string, TokenIdentity>>,
  value: string,
): ReturnType<Identify> {
  const token = value.replace(/^Bearer /i, '')
  const identity = Object.hasOwn(tokens, token) ? tokens[token] : undefined
  if (!identity) return { refusal: unauthorized() }
  if (identity.deny) return { refusal: accessDenied('User is not authorized to access this resource') }
  const { principalId, usageIdentifierKey } = identity
  const context = Object.fromEntries(
    Object.entries(identity.context ?? {}).map(([name, given]) => [name, String(given)]),
  )
  if (type === 'COGNITO_USER_POOLS' && !isInScope(context.scope, scopes)) return { refusal: unauthorized() }
  const authorizer =
    type === 'COGNITO_USER_POOLS' ? { claims: { ...context, sub: principalId } } : { ...context, principalId }
  return { caller: { authorizer, ...(usageIdentifierKey === undefined ? {} : { usageIdentifierKey }) } }
}

/** A method with scopes wants a token that has one of them. */
function isInScope(granted: string | undefined, scopes: readonly string[]): boolean {
  const held = (granted ?? '').split(' ')
  return scopes.length === 0 || scopes.some((scope) => held.includes(scope))
}
