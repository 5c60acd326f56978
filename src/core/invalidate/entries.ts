import type { HttpRequest } from '../answer/exchange.js'
import type { PrivateProbe } from '../exposure/private-probe.js'
import { matchMethod } from '../gateway/match.js'
import type { MethodRef } from '../gateway/method.js'
import type { HeaderSet } from '../request/parameters.js'
import {
  eachOnce,
  type Plan,
  type PlanRequest,
  type Plans,
  pathOf,
  planProbes,
  privateProbes,
} from '../request/plan.js'
import { requireSignable } from '../request/signing.js'
import type { KnownStage } from '../request/stage-url.js'
import { mayTestInvoke } from '../request/test-invoke.js'
import { type Authority, authorityOf, isIamMethod } from './authority.js'
import { type Course, courseOf, mostRequests } from './how-to-send.js'
import { missingKeys } from './missing-keys.js'
import { checkHeaders, isSignedByCaller, isToBeSigned, type SignMode } from './signing.js'

interface InvalidateRequest extends PlanRequest {
  readonly headers: HttpRequest['headers']
  /** Headers that differ between requests: each URL is asked for with each set. */
  readonly headerSets: readonly HeaderSet[]
  readonly sign: SignMode
  readonly connectTo?: string | undefined
}

/** One entry to refresh, and how. */
export interface Entry {
  readonly plan: Plan
  readonly verb: string
  readonly headers: HttpRequest['headers']
  /** The place of the header set, from 1; null where there is only one. */
  readonly set: number | null
  /** Whether this tool signs it. */
  readonly signs: boolean
  readonly signed: boolean
  readonly isIam: boolean | null
  readonly authority: Authority
  readonly course: Course
  /** Whether a canary that does not use the cache may answer instead, or another server. */
  readonly bypassed: boolean
  /** For a test-invoke; null where the API as it stands has no such method, or may not be read. */
  readonly resourceId: string | null
}

export interface Prepared {
  readonly entries: readonly Entry[]
  /** How many requests to the URLs it takes at most. */
  readonly atMost: number
  /** How many test-invokes it takes at most. */
  readonly testInvokes: number
  /** Those whose answers, made for one caller, may be stored for everyone. */
  readonly privates: readonly PrivateProbe[]
  readonly known: readonly MethodRef[]
  /** Cache key parameters that are not sent, one sentence a method. */
  readonly warnings: readonly string[]
  /** How many URLs were named more than once; each is sent once. */
  readonly repeated: number
}

/** Reads what the stage says about each URL; nothing is sent to the stage. Errors: `usage`, `failure`. */
export async function prepare(stage: KnownStage | null, request: InvalidateRequest): Promise<Prepared> {
  const { headers, headerSets, sign } = request
  checkHeaders(headers, headerSets, sign)
  const planned = await planProbes(stage, request)
  const plans = eachOnce(planned.plans)
  const entries = plans.flatMap((plan) =>
    headerSets.map((set, index) =>
      entryOf(stage, planned, request, plan, { set, place: headerSets.length > 1 ? index + 1 : null }),
    ),
  )
  const { seen } = planned
  return {
    entries,
    atMost: entries.reduce((sum, { course }) => sum + mostRequests(course), 0),
    testInvokes: entries.filter(mayTestInvoke).length,
    privates: distinct(entries.flatMap((entry) => privatesOf(stage, planned, entry))),
    known: seen?.deployed ?? seen?.current ?? [],
    warnings: warningsOn(entries),
    repeated: planned.plans.length - plans.length,
  }
}

function entryOf(
  stage: KnownStage | null,
  { seen }: Plans,
  request: InvalidateRequest,
  plan: Plan,
  { set, place }: { readonly set: HeaderSet; readonly place: number | null },
): Entry {
  const { method: verb, base } = request
  const headers = [...request.headers, ...set]
  const isIam = isIamMethod(seen, plan, verb)
  const signs = isToBeSigned(plan, isIam, request.sign, headers)
  if (signs) requireSignable({ url: plan.url, headers })
  const signed = signs || isSignedByCaller({ url: plan.url, headers })
  const authority = authorityOf(stage, plan, isIam, signed)
  const canary = stage?.resolved.stage.canary ?? null
  const byCanary = canary !== null && canary.percent > 0 && !canary.usesStageCache
  // What another host answers, the stage's settings do not promise.
  const bypassed = byCanary || request.connectTo !== undefined
  const course = courseOf(authority, { verb, bypassed, own: base === null && plan.inside !== null })
  const path = pathOf(plan)
  const record = path === null ? null : matchMethod(seen?.current ?? [], verb, path)
  const resourceId = record?.resourceId ?? null
  return { plan, verb, headers, set: place, signs, signed, isIam, authority, course, bypassed, resourceId }
}

/** A signature is an identity like any other, where the method takes one. */
function privatesOf(stage: KnownStage | null, { seen }: Plans, entry: Entry): readonly PrivateProbe[] {
  const { plan, verb, headers, signs } = entry
  return privateProbes(stage, { plans: [plan], seen }, { method: verb, headers, signed: signs })
}

function distinct(privates: readonly PrivateProbe[]): readonly PrivateProbe[] {
  return [...new Map(privates.map((one) => [JSON.stringify(one), one])).values()]
}

function warningsOn(entries: readonly Entry[]): readonly string[] {
  const missing = entries.flatMap(({ plan, verb, headers }) => {
    const keys = missingKeys({ url: plan.url, headers }, plan.method)
    return keys.length === 0 || !plan.method
      ? []
      : [`${verb} ${plan.method.path} has ${keys.join(', ')} in its cache key, which is not sent`]
  })
  return [...new Set(missing)].map((one) => `${one}: only the entry without it is refreshed`)
}
