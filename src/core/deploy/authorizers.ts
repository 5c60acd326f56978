import { unlessDenied } from '../base/denied.js'
import { field, isRecord } from '../base/json.js'
import type { OpenStage } from '../find/open-stage.js'
import type { Identity } from '../gateway/identity.js'
import { compareText } from '../gateway/method.js'
import type { AuthorizerRecord, MethodRecord } from '../gateway/record.js'

/** Those of the API as it stands; null where they may not be read. */
export type Authorizers = readonly AuthorizerRecord[] | null

/** Which authorizer a method asks and what that reads, in a form that the export and the API have in common. */
interface AuthorizerShape {
  readonly name: string
  readonly sources: readonly string[]
}

/** Only where a method has one. */
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

/** Undefined where the operation has none. */
export function deployedAuthorizer(operation: unknown, schemes: unknown): AuthorizerShape | undefined {
  const security = field(operation, 'security')
  const names = Array.isArray(security) ? security.filter(isRecord).flatMap(Object.keys) : []
  const name = names.find((one) => {
    const kind = field(field(schemes, one), 'x-amazon-apigateway-authtype')
    return kind !== undefined && kind !== 'awsSigv4'
  })
  if (name === undefined) return undefined
  const scheme = field(schemes, name)
  const source = field(field(scheme, 'x-amazon-apigateway-authorizer'), 'identitySource')
  const header = field(scheme, 'name')
  // Where it is not one header that is read, the scheme is called so.
  const single = typeof header === 'string' && header !== 'Unused' ? `method.request.header.${header}` : ''
  return { name, sources: expressions(typeof source === 'string' ? source : single) }
}

/** Undefined where the method has none; one that is not known is like no deployed one. */
export function currentAuthorizer(
  { authorizerId }: MethodRecord,
  authorizers: Authorizers,
): AuthorizerShape | undefined {
  if (authorizerId === null) return undefined
  const found = authorizers?.find(({ id }) => id === authorizerId)
  return found ? { name: found.name, sources: expressions(found.identitySource) } : { name: '', sources: [] }
}

/** What it reads most likely, where that is not known or is no parameter of the method: Authorization. */
export function identityOfAuthorizer(record: MethodRecord, authorizers: Authorizers): Identity {
  const { sources = [] } = currentAuthorizer(record, authorizers) ?? {}
  const parameters = sources.filter((one) => one.startsWith('method.request.'))
  return { sources: parameters.length > 0 ? parameters : ['method.request.header.Authorization'] }
}

function expressions(source: string): readonly string[] {
  const all = source.split(',').map((one) => one.trim())
  return all.filter((one) => one !== '').sort(compareText)
}
