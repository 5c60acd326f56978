import type { OpenStage } from '../find/open-stage.js'
import type { MethodRef } from '../gateway/method.js'
import type { Policy } from './document.js'
import { invalidatePolicy } from './invalidate.js'
import { operatorPolicy } from './operator.js'
import type { OperatorVerb } from './permissions.js'
import { ACCOUNT_PLACEHOLDER, accountOrNull, placeOf, type Widening } from './place.js'

export type PolicyRequest =
  | {
      readonly kind: 'invalidate'
      /** Every method that the stage's settings cache, where left out or empty. */
      readonly methods?: readonly MethodRef[] | undefined
      readonly any?: readonly Widening[] | undefined
    }
  | {
      readonly kind: 'operator'
      /** All where left out or empty. */
      readonly verbs?: readonly OperatorVerb[] | undefined
      /** Only what changes nothing. */
      readonly readOnly?: boolean | undefined
      readonly any?: readonly Widening[] | undefined
    }

/**
 * A least-privilege IAM policy for one stage: for clients that invalidate entries (`execute-api:InvalidateCache`)
 * or for operators of this tool. What IAM cannot narrow is in the notes. Where STS cannot tell the account, a
 * placeholder stands for it. Errors: `failure` for a method that does not exist, `denied`.
 */
export async function policyFor(stage: OpenStage, request: PolicyRequest): Promise<Policy> {
  const { target, connection } = stage
  const { partition, spelling } = connection
  const { any = [] } = request
  // The control plane's ARNs have no account.
  if (request.kind === 'operator') {
    return operatorPolicy(placeOf(partition, null, target, any), request, spelling)
  }
  const account = any.includes('account') ? '*' : await accountOrNull(stage)
  const place = placeOf(partition, account, target, any)
  const { document, notes } = await invalidatePolicy(stage, place, request.methods ?? [])
  const unknown = `STS did not tell the account: put yours in place of ${ACCOUNT_PLACEHOLDER}`
  return { document, notes: account === null ? [unknown, ...notes] : notes }
}
