import { field, isRecord } from '../base/json.js'

/** A security scheme that an operation of the export names. */
export interface Security {
  readonly name: string
  readonly scheme: unknown
  /** `awsSigv4`, `cognito_user_pools`, or the kind of a custom authorizer; null for an API key. */
  readonly kind: string | null
}

/** Lists what the operation's security names, with the document's security schemes. */
export function securityOf(operation: unknown, schemes: unknown): readonly Security[] {
  const security = field(operation, 'security')
  const names = Array.isArray(security) ? security.filter(isRecord).flatMap(Object.keys) : []
  return names.map((name) => {
    const scheme = field(schemes, name)
    const kind = field(scheme, 'x-amazon-apigateway-authtype')
    return { name, scheme, kind: typeof kind === 'string' ? kind : null }
  })
}

/** The kind of signed requests. */
export const SIGNED = 'awsSigv4'
