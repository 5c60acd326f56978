import type { Authorizer, TokenIdentity } from '../../world/model.js'
import { accessDenied, unauthorized } from '../gateway-responses.js'
import { type Identified, refused } from './identified.js'

/** A table of tokens stands in for the function or the user pool. */
export function identifyByToken(
  { type }: Pick<Authorizer, 'type'>,
  scopes: readonly string[],
  tokens: Readonly<Record<string, TokenIdentity>>,
  value: string,
): Identified {
  const token = value.replace(/^Bearer /i, '')
  const identity = Object.hasOwn(tokens, token) ? tokens[token] : undefined
  if (!identity) return refused(unauthorized())
  if (identity.deny) return refused(accessDenied('User is not authorized to access this resource'))
  const { principalId, usageIdentifierKey } = identity
  const context = Object.fromEntries(
    Object.entries(identity.context ?? {}).map(([name, given]) => [name, String(given)]),
  )
  if (type === 'COGNITO_USER_POOLS' && !isInScope(context.scope, scopes)) return refused(unauthorized())
  const authorizer =
    type === 'COGNITO_USER_POOLS' ? { claims: { ...context, sub: principalId } } : { ...context, principalId }
  return { caller: { authorizer, ...(usageIdentifierKey === undefined ? {} : { usageIdentifierKey }) }, refusal: null }
}

/** A method with scopes wants a token that has one of them. */
function isInScope(granted: string | undefined, scopes: readonly string[]): boolean {
  const held = (granted ?? '').split(' ')
  return scopes.length === 0 || scopes.some((scope) => held.includes(scope))
}
