import type { HttpRequest } from '../base/http.js'
import type { PrivateProbe } from '../exposure/private-probe.js'
import type { OpenStage } from '../find/open-stage.js'
import { matchMethod } from '../gateway/match.js'
import type { MethodRef } from '../gateway/method.js'
import type { Planned } from '../request/options.js'
import type { HeaderSet } from '../request/parameters.js'
import {
  eachOnce,
  keyedIn,
  type Plan,
  type PlanRequest,
  type Plans,
  pathOf,
  planProbes,
  privateProbes,
} from '../request/plan.js'
import { requireSignable } from '../request/signing.js'
import { type Authority, authorityOf, isIamMethod } from './authority.js'
import { type Approach, approachTo, comparesAnswers, mostRequests } from './how-to-send.js'
import { isSignedByCaller, isToBeSigned, type SignMode } from './signing.js'

/** The options of `invalidate` after all checks that need no network. */
export interface InvalidateRequest extends PlanRequest {
  readonly headers: HttpRequest['headers']
  /** Headers that differ between requests: each URL is requested with each set. */
  readonly headerSets: readonly HeaderSet[]
  readonly sign: SignMode
  readonly connectTo?: string | undefined
}

/** An entry to refresh, and the way to do it. */
export interface Entry {
  readonly plan: Plan
  readonly verb: string
  readonly headers: HttpRequest['headers']
  /** Position of the header set, from 1; null if there is only one. */
  readonly set: number | null
  /** True if this tool signs it. */
  readonly signs: boolean
  readonly signed: boolean
  readonly isIam: boolean | null
  readonly authority: Authority
  readonly approach: Approach
  /** True if a canary that bypasses the cache, or another server, may answer instead. */
  readonly bypassed: boolean
  /** The URL is the stage's own address, with nothing in front of it. */
  readonly direct: boolean
  /** For a test-invoke; null if the current API has no such method or may not be read. */
  readonly resourceId: string | null
}

export interface Prepared extends Planned {
  readonly entries: readonly Entry[]
  /** Upper limit of requests. */
  readonly atMost: number
  /** Upper limit of test-invokes. */
  readonly testInvokes: number
  /** Requests whose answers, made for one caller, may be stored for everyone. */
  readonly privateProbes: readonly PrivateProbe[]
  /** Methods of the stage; empty if unknown. */
  readonly methods: readonly MethodRef[]
  /** One sentence a method about cache key parameters that are not sent. */
  readonly warnings: readonly string[]
}

/** Reads the stage's settings for each URL; sends nothing to the stage. Errors: `usage`, `failure`. */
export async function prepare(stage: OpenStage | null, request: InvalidateRequest): Promise<Prepared> {
  const { headerSets } = request
  const planned = await planProbes(stage, request)
  const plans = eachOnce(planned.plans)
  const entries = plans.flatMap((plan) =>
    headerSets.map((set, index) =>
      entryOf(stage, planned, request, plan, { set, place: headerSets.length > 1 ? index + 1 : null }),
    ),
  )
  const { seen } = planned
  return {
    plans,
    repeated: planned.plans.length - plans.length,
    entries,
    atMost: entries.reduce((sum, { approach }) => sum + mostRequests(approach), 0),
    testInvokes: entries.filter(mayTestInvoke).length,
    privateProbes: distinct(entries.flatMap((entry) => privatesOf(stage, planned, entry))),
    methods: seen?.deployed ?? seen?.current ?? [],
    warnings: warningsOn(entries),
  }
}

function entryOf(
  stage: OpenStage | null,
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
  const canary = stage?.record.canary ?? null
  const byCanary = canary !== null && canary.percent > 0 && !canary.usesStageCache
  // The settings promise nothing about another host.
  const bypassed = byCanary || request.connectTo !== undefined
  const own = base === null && plan.inside !== null
  const direct = own && request.connectTo === undefined
  const approach = approachTo(authority, { verb, bypassed, own })
  const path = pathOf(plan)
  const record = path === null ? null : matchMethod(seen?.current ?? [], verb, path)
  const resourceId = record?.resourceId ?? null
  const known = { isIam, authority, approach, bypassed, direct, resourceId }
  return { plan, verb, headers, set: place, signs, signed, ...known }
}

/** True if a test-invoke can decide what the answers leave open. */
export function mayTestInvoke({ plan, verb, approach, resourceId }: Entry): boolean {
  return comparesAnswers(approach) && plan.inside !== null && resourceId !== null && verb !== 'OPTIONS'
}

/** A signature counts as an identity if the method takes one. */
function privatesOf(stage: OpenStage | null, { seen }: Plans, entry: Entry): readonly PrivateProbe[] {
  const { plan, verb, headers, signs } = entry
  return privateProbes(stage, { plans: [plan], seen }, { method: verb, headers, signed: signs })
}

function distinct(privates: readonly PrivateProbe[]): readonly PrivateProbe[] {
  return [...new Map(privates.map((one) => [JSON.stringify(one), one])).values()]
}

function warningsOn(entries: readonly Entry[]): readonly string[] {
  const missing = entries.flatMap(({ plan, verb, headers }) => {
    const keys = missingKeys({ url: plan.url, headers }, keyedIn(plan))
    return keys.length === 0 || !plan.method
      ? []
      : [`${verb} ${plan.method.path} has ${keys.join(', ')} in its cache key, which is not sent`]
  })
  return [...new Set(missing)].map((one) => `${one}: only the entry without it is refreshed`)
}

/**
 * Lists cache key parameters that a request does not send. Their absence is a value of its own, so only the
 * entry without them is refreshed.
 */
function missingKeys(
  { url, headers }: Pick<HttpRequest, 'url' | 'headers'>,
  keys: readonly string[],
): readonly string[] {
  const { searchParams } = new URL(url)
  const sent = headers.map(([name]) => name.toLowerCase())
  return keys.filter((key) => {
    const [, place, name = ''] = /^(querystring|header)\.(.+)$/.exec(key) ?? []
    if (place === 'querystring') return !searchParams.has(name)
    // Every request has a `Host` header.
    return place === 'header' && name.toLowerCase() !== 'host' && !sent.includes(name.toLowerCase())
  })
}
