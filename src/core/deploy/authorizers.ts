import { unlessDenied } from '../base/denied.js'
import type { OpenStage } from '../find/open-stage.js'
import { expressionsIn, type Identity, sourcesOf } from '../gateway/identity.js'
import { sorted } from '../gateway/method.js'
import type { AuthorizerRecord, MethodRecord } from '../gateway/record.js'
import { SIGNED, securityOf } from '../gateway/security.js'

/** Authorizers of the current API; null if they may not be read. */
export type Authorizers = readonly AuthorizerRecord[] | null

/** A method's authorizer and the parameters it reads, comparable between the export and the API. */
interface AuthorizerShape {
  readonly name: string
  readonly sources: readonly string[]
}

/** Reads them only if a method has one. */
export async function readAuthorizers(
  { connection, target: { api } }: OpenStage,
  records: readonly MethodRecord[],
  onNote?: (message: string) => void,
): Promise<Authorizers> {
  if (records.every(({ authorizerId }) => authorizerId === null)) return []
  return unlessDenied(
    () => connection.control.authorizers(api.id),
    () =>
      onNote?.(
        `the authorizers may not be read (apigateway:GET on /restapis/${api.id}/authorizers), so methods with one count as changed, and as keyed by their callers with header.Authorization only`,
      ),
  )
}

/** Undefined without an authorizer. */
export function deployedAuthorizer(operation: unknown, schemes: unknown): AuthorizerShape | undefined {
  const found = securityOf(operation, schemes).find(({ kind }) => kind !== null && kind !== SIGNED)
  return found && { name: found.name, sources: sorted(sourcesOf(found.scheme)) }
}

/** Undefined without an authorizer; an unknown one equals no deployed one. */
export function currentAuthorizer(
  { authorizerId }: MethodRecord,
  authorizers: Authorizers,
): AuthorizerShape | undefined {
  if (authorizerId === null) return undefined
  const found = authorizers?.find(({ id }) => id === authorizerId)
  return found ? { name: found.name, sources: sorted(expressionsIn(found.identitySource)) } : { name: '', sources: [] }
}

/** Falls back to the Authorization header if the authorizer is unknown. */
export function identityOfAuthorizer(record: MethodRecord, authorizers: Authorizers): Identity {
  const found = authorizers?.find(({ id }) => id === record.authorizerId)
  const sources = found ? expressionsIn(found.identitySource) : ['method.request.header.Authorization']
  return { sources, signed: false }
}
