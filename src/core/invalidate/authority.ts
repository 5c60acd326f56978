import type { OpenStage } from '../find/open-stage.js'
import { matchMethod } from '../gateway/match.js'
import type { MethodsSeen } from '../gateway/methods.js'
import type { EffectiveMethod, UnauthorizedStrategy } from '../gateway/model.js'
import { stores } from '../gateway/settings.js'
import { type Plan, pathOf } from '../request/plan.js'

/** The callers who may refresh an entry, according to the deployed settings. */
export type Authority =
  | { readonly kind: 'unknown' }
  /** Nothing is stored, so there is no entry; `why` completes "GET /pets is not cached: …". */
  | { readonly kind: 'not-cached'; readonly why: string }
  | { readonly kind: 'anyone' }
  /** Permission is required, and this request can never have it. */
  | {
      readonly kind: 'nobody'
      readonly why: 'not-iam' | 'unsigned'
      readonly strategy: UnauthorizedStrategy
    }
  /** IAM decides about the caller. */
  | { readonly kind: 'caller'; readonly strategy: UnauthorizedStrategy }

/** `signed`: the request carries a signature of version 4. PURE. */
export function authorityOf(stage: OpenStage | null, plan: Plan, isIam: boolean | null, signed: boolean): Authority {
  const { method } = plan
  if (!stage || method === null) return { kind: 'unknown' }
  const why = notCachedBecause(stage, method)
  if (why !== null) return { kind: 'not-cached', why }
  if (!method.requireAuthorization) return { kind: 'anyone' }
  const strategy = method.unauthorized
  if (isIam === null) return { kind: 'unknown' }
  if (!isIam) return { kind: 'nobody', why: 'not-iam', strategy }
  return signed ? { kind: 'caller', strategy } : { kind: 'nobody', why: 'unsigned', strategy }
}

/** True if the deployed method, or else the current one, takes only signed requests; null if unknown. */
export function isIamMethod(seen: MethodsSeen | null, plan: Plan, verb: string): boolean | null {
  if (plan.deployed) return plan.deployed.signed
  const path = pathOf(plan)
  const record = path === null ? null : matchMethod(seen?.current ?? [], verb, path)
  return record ? record.authorizationType === 'AWS_IAM' : null
}

function notCachedBecause({ record }: OpenStage, method: EffectiveMethod): string | null {
  if (method.cached) return null
  if (record.clusterStatus === 'NOT_AVAILABLE') return 'the stage has no cache cluster'
  if (!method.caching) return 'caching is off'
  if (!stores(method)) return 'its TTL is 0'
  return `the cache cluster is ${record.clusterStatus}`
}
