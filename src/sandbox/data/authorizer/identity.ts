import { type Authorizer, identityExpressions, type Method, type Snapshot, type Stage } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Call } from '../call.js'
import { unidentified } from '../gateway-responses.js'
import { compileSource } from '../mapping/expression.js'
import { authorize } from './authorize.js'
import { functionOf } from './function.js'
import { type Identified, refused } from './identified.js'
import { identifyByToken } from './tokens.js'

/** Names the caller, or refuses the call: at once unless a function has to be asked. */
export type Identify = (call: Call, stage: Stage) => Identified | Promise<Identified>

const ANY_CALLER: Identified = { caller: {}, refusal: null }

/** Null for a method without an authorizer. */
export function compileIdentity(
  world: World,
  { authorizers }: Snapshot,
  { authorizerId, authorizationScopes }: Method,
): Identify | Promise<Identify> | null {
  const authorizer = authorizerId === null ? undefined : authorizers.get(authorizerId)
  if (!authorizer) return null
  const identify = (isWellFormed: (token: string) => boolean) =>
    identifyBy(world, authorizer, authorizationScopes, isWellFormed)
  const wellFormed = tokenForm(authorizer)
  return wellFormed instanceof Promise ? wellFormed.then(identify) : identify(wellFormed)
}

/** The form that tokens have to be in. */
export function tokenForm({
  type,
  identityValidationExpression: expression,
}: Pick<Authorizer, 'type' | 'identityValidationExpression'>):
  | ((token: string) => boolean)
  | Promise<(token: string) => boolean> {
  if (type !== 'TOKEN' || !expression) return () => true
  return import('../templates/pattern.js').then(({ compilePattern }) => {
    const pattern = compilePattern(expression)
    return (token: string) => pattern.matches(token)
  })
}

/** A token that is not in the form that it has to be in gets no further. Tokens of the seed stand in for a function. */
function identifyBy(
  world: World,
  authorizer: Authorizer,
  scopes: readonly string[],
  isWellFormed: (token: string) => boolean,
): Identify {
  const { tokens } = authorizer
  const sources = identityExpressions(authorizer).map((expression) => compileSource(expression))
  return (call, stage) => {
    const values = sources.map((read) => read(call) ?? '')
    if (values.includes('') || !isWellFormed(values[0] ?? '')) return refused(unidentified())
    const named = functionOf(world, authorizer, call)
    if (named) return authorize(world, { authorizer, named, values }, call, stage)
    return tokens ? identifyByToken(authorizer, scopes, tokens, values[0] ?? '') : ANY_CALLER
  }
}
