import type { Connection } from '../aws/connection.js'
import type { ResolvedTarget } from '../find/target.js'
import type { MethodRef } from '../gateway/method.js'
import type { Policy } from './document.js'
import { invalidatePolicy } from './invalidate.js'
import { operatorPolicy } from './operator.js'
import type { OperatorVerb } from './permissions.js'
import { ACCOUNT_PLACEHOLDER, placeOf, type Widening } from './place.js'

export type PolicyRequest =
  | {
      readonly kind: 'invalidate'
      /** Every method that the stage's settings cache, where empty. */
      readonly methods: readonly MethodRef[]
      readonly any?: readonly Widening[]
    }
  | {
      readonly kind: 'operator'
      /** All where empty. */
      readonly verbs: readonly OperatorVerb[]
      readonly readOnly: boolean
      readonly any?: readonly Widening[]
    }

/**
 * A least-privilege IAM policy for one stage: for clients that invalidate entries (`execute-api:InvalidateCache`)
 * or for operators of this tool. What IAM cannot narrow is in the notes. Where STS cannot tell the account, a
 * placeholder stands for it. Errors: `failure` for a method that does not exist, `denied`.
 */
export async function policyFor(
  connection: Connection,
  resolved: Pick<ResolvedTarget, 'target' | 'stage'>,
  request: PolicyRequest,
): Promise<Policy> {
  const { partition } = connection
  const { target } = resolved
  const { any = [] } = request
  // The control plane's ARNs have no account.
  if (request.kind === 'operator') return operatorPolicy(placeOf(partition, null, target, any), request)
  const account = any.includes('account') ? '*' : (target.account ?? (await accountOf(connection)))
  const place = placeOf(partition, account, target, any)
  const { document, notes } = await invalidatePolicy(connection, resolved, place, request.methods)
  const unknown = `STS did not tell the account: put yours in place of ${ACCOUNT_PLACEHOLDER}`
  return { document, notes: account === null ? [unknown, ...notes] : notes }
}

/** The document is worth having without it, too. */
async function accountOf(connection: Connection): Promise<string | null> {
  try {
    return await connection.account()
  } catch (error) {
    if (connection.retry.signal?.aborted) throw error
    return null
  }
}
