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
      /** Default: every method that the settings cache. */
      readonly methods?: readonly MethodRef[] | undefined
      readonly any?: readonly Widening[] | undefined
    }
  | {
      readonly kind: 'operator'
      /** Default: all. */
      readonly verbs?: readonly OperatorVerb[] | undefined
      /** True permits only what changes nothing. */
      readonly readOnly?: boolean | undefined
      readonly any?: readonly Widening[] | undefined
    }

/**
 * Builds a least-privilege IAM policy for one stage: for clients that invalidate entries
 * (`execute-api:InvalidateCache`) or for operators of this tool. Notes list what IAM cannot narrow. A
 * placeholder stands for the account if STS refuses. Errors: `failure` for a missing method; `denied`.
 */
export async function policyFor(stage: OpenStage, request: PolicyRequest): Promise<Policy> {
  const { target, connection } = stage
  const { partition, spelling } = connection
  const { any = [] } = request
  // Control-plane ARNs have no account.
  if (request.kind === 'operator') {
    return operatorPolicy(placeOf(partition, null, target, any), request, spelling)
  }
  const account = any.includes('account') ? '*' : await accountOrNull(stage)
  const place = placeOf(partition, account, target, any)
  const { document, notes } = await invalidatePolicy(stage, place, request.methods ?? [])
  const unknown = `STS did not tell the account: put yours in place of ${ACCOUNT_PLACEHOLDER}`
  return { document, notes: account === null ? [unknown, ...notes] : notes }
}
