import type { Method, Snapshot } from '../model.js'
import type { Call } from './call.js'
import { compileSource } from './source.js'

/** Whether a call brings every value that its method's authorizer reads. */
export type IdentityCheck = (call: Call) => boolean

/** Null for a method without an authorizer. Who the values stand for is nobody's question here. */
export function compileIdentity({ authorizers }: Snapshot, { authorizerId }: Method): IdentityCheck | null {
  const authorizer = authorizerId === null ? undefined : authorizers.get(authorizerId)
  if (!authorizer) return null
  const sources = (authorizer.identitySource ?? '')
    .split(',')
    .filter((expression) => expression.trim() !== '')
    .map((expression) => compileSource(expression.trim()))
  return (call) => sources.every((read) => Boolean(read(call)))
}
