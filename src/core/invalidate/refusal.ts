import type { Answer } from './answer.js'
import type { Authority } from './authority.js'

/** Reason why the gateway did not serve the request. `call`: it would not have served a plain one either. */
export type Refusal =
  | 'invalidation'
  | 'invoke'
  | 'unsigned'
  | 'signature'
  | 'authorizer'
  | 'call'
  /** Either of them; nothing tells which. */
  | 'unclear'

const SIGNATURE =
  /^(IncompleteSignature|InvalidSignature|SignatureDoesNotMatch|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|RequestExpired)/

/**
 * Finds the reason for a refusal; null if the answer is none. `plain` is an answer to the request without
 * `Cache-Control`. PURE.
 */
export function refusalIn(answer: Answer, plain: Answer | null, authority: Authority): Refusal | null {
  const { status, errorType } = answer
  if (status !== 401 && status !== 403) return null
  // A backend's own refusal of everybody is stored like any other answer.
  if (errorType === null && plain?.status === status) return null
  const named = namedIn(answer)
  if (named !== null) return named
  if (plain !== null) return plain.status === status ? 'call' : 'invalidation'
  const refuses = (authority.kind === 'caller' || authority.kind === 'nobody') && authority.strategy === 'FAIL_WITH_403'
  if (authority.kind === 'unknown') return 'unclear'
  return refuses ? 'unclear' : 'call'
}

/** True for a refusal that only a plain request can explain. */
export function isOpen(answer: Answer): boolean {
  const { status } = answer
  return (status === 401 || status === 403) && namedIn(answer) === null
}

/** Reads the gateway's own words. */
function namedIn({ status, errorType, body }: Answer): Refusal | null {
  if (/execute-api:InvalidateCache/i.test(body)) return 'invalidation'
  if (/execute-api:Invoke\b/i.test(body)) return 'invoke'
  if (errorType?.startsWith('MissingAuthenticationToken')) return 'unsigned'
  if (errorType !== null && SIGNATURE.test(errorType)) return 'signature'
  return status === 401 && errorType !== null ? 'authorizer' : null
}

/** Finds the two accounts that AWS names in a refusal, if they differ; AWS may show only the last four digits. */
export function accountsIn({ body }: Answer): { readonly caller: string; readonly api: string } | null {
  const [, caller] = /arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(body) ?? []
  const [, api] = /arn:[\w-]+:execute-api:[\w-]+:([*\d]{12}):/.exec(body) ?? []
  if (caller === undefined || api === undefined || caller.endsWith(api.slice(-4))) return null
  return { caller, api }
}
