import { ApigwCacheError } from '../base/errors.js'
import { someLines } from '../base/quantities.js'
import { type PrivateProbe, type Sending, unkeyedIdentityOf } from '../exposure/private-probe.js'
import { readMethods } from '../find/methods.js'
import type { OpenStage } from '../find/open-stage.js'
import type { DeployedMethod } from '../gateway/export.js'
import { isSameParameter, keyedParameters, shortKey } from '../gateway/key.js'
import { matchMethod } from '../gateway/match.js'
import type { MethodRef } from '../gateway/method.js'
import { effectiveMethods, type MethodsSeen } from '../gateway/methods.js'
import type { EffectiveMethod } from '../gateway/model.js'
import { meantMethod } from '../gateway/named-method.js'
import { stores } from '../gateway/settings.js'
import { provisioned } from '../gateway/stage.js'
import { behindEndpoint, probeUrl } from './invoke-url.js'
import { shownUrl } from './shown-url.js'
import { baseOf, pathInStage } from './stage-url.js'

export interface PlanRequest {
  /** Paths under the stage's invoke URL, or full URLs. */
  readonly paths: readonly string[]
  /** Base of the paths; null for the stage's invoke URL. */
  readonly base: string | null
  readonly method: string
  /** Another host to connect to: then URLs are meant as they stand. */
  readonly connectTo?: string | undefined
}

/** A URL to request, and what is known about the method behind it. */
export interface Plan {
  readonly url: string
  /** Path below the stage, with the query; null if the URL is not known to be the stage's. */
  readonly inside: string | null
  /** The method with its effective settings; null if unknown. */
  readonly method: EffectiveMethod | null
  /** The deployed method; null if unknown. */
  readonly deployed: DeployedMethod | null
  /** The API's method that has the cache keys: `ANY` where that serves the verb; null if unknown. */
  readonly serving: MethodRef | null
}

export interface Plans {
  readonly plans: readonly Plan[]
  /** Methods of the stage; null without a stage. */
  readonly seen: MethodsSeen | null
}

/**
 * Finds the URLs and the methods that answer there, reading only the control plane. Errors: `usage` if only the
 * caller can know the URL, or for an invalid path; `failure` for a path without a deployed method.
 */
export async function planProbes(stage: OpenStage | null, request: PlanRequest): Promise<Plans> {
  const { paths, method: verb, connectTo } = request
  const reached = (url: string) => (stage && connectTo === undefined ? behindEndpoint(url, stage.connection) : url)
  const given = request.base === null ? null : reached(request.base)
  const base = given ?? (stage && needsBase(paths) ? baseOf(stage) : null)
  const urls = paths.map((path) => probeUrl(reached(path), base))
  const seen = stage ? await readMethods(stage) : null
  const plans = urls.map((url) => planFor(stage, seen, verb, url, base))
  requireMethods(seen, verb, plans)
  return { plans, seen }
}

/** The parameters of a request that tell entries apart, also those that are mapped into the key. PURE. */
export function keyedIn({ method, deployed }: Pick<Plan, 'method' | 'deployed'>): readonly string[] {
  return keyedParameters(method?.keys ?? null, deployed)
}

/** The cache key by which such a parameter tells entries apart: itself, or what it is mapped into; null if none. PURE. */
export function keyOf({ method, deployed }: Pick<Plan, 'method' | 'deployed'>, parameter: string): string | null {
  const own = method?.keys?.find((key) => isSameParameter(key, parameter))
  const at = deployed?.sources.findIndex((source) => isSameParameter(shortKey(source), parameter)) ?? -1
  return own ?? deployed?.keys[at] ?? null
}

/** Drops plans that repeat a URL. PURE. */
export function eachOnce(plans: readonly Plan[]): readonly Plan[] {
  return [...new Map(plans.map((plan) => [plan.url, plan])).values()]
}

/** Takes the path of a request without its query; null if the URL is not known to be the stage's. */
export function pathOf({ inside }: Pick<Plan, 'inside'>): string | null {
  return inside?.replace(/[?#].*$/, '') ?? null
}

/**
 * Lists requests whose answers, made for one caller, may be stored for everyone. Without a stage's own
 * settings, every method may be cached.
 */
export function privateProbes(
  stage: OpenStage | null,
  { plans, seen }: Plans,
  sending: { readonly method: string } & Pick<Sending, 'headers' | 'signed' | 'identities'>,
): readonly PrivateProbe[] {
  return plans.flatMap((plan) => {
    const { url, method, deployed } = plan
    if (stage && plan.inside !== null && neverCached(stage, seen, method)) return []
    const { headers, signed, identities } = sending
    const missing = unkeyedIdentityOf({ url, headers, method, deployed, signed, identities })
    if (missing.length === 0) return []
    const path = method?.path ?? shownUrl(new URL(url).pathname)
    return [{ method: sending.method, path, missing, known: method !== null }]
  })
}

function planFor(
  stage: OpenStage | null,
  seen: MethodsSeen | null,
  verb: string,
  url: string,
  base: string | null,
): Plan {
  const inside = stage === null ? null : pathInStage(stage, url, base)
  const path = pathOf({ inside })
  if (!stage || !seen || path === null) return { url, inside, method: null, deployed: null, serving: null }
  return {
    url,
    inside,
    method: matchMethod(effectiveMethods(stage.record, seen), verb, path),
    deployed: matchMethod(seen.deployed ?? [], verb, path),
    serving: matchMethod<MethodRef>(seen.deployed ?? seen.current ?? [], verb, path),
  }
}

/** A request that no method answers. */
export interface Unanswered {
  /** Its place among the paths. */
  readonly index: number
  /** `GET /petz` */
  readonly request: string
  /** What may have been meant. */
  readonly hint: string
}

/**
 * Refuses paths without a method: the gateway itself would answer, and probing that proves nothing. Errors:
 * `failure`, naming all of them.
 */
function requireMethods(seen: MethodsSeen | null, verb: string, plans: readonly Plan[]): void {
  const { deployed } = seen ?? {}
  if (!deployed) return
  const unanswered = plans.flatMap((plan, index): readonly Unanswered[] => {
    const path = pathOf(plan)
    if (path === null || plan.method !== null) return []
    const hint = meantMethod(deployed, { method: verb, path })
    return [{ index, request: `${verb} ${shownUrl(path)}`, hint }]
  })
  const [first] = unanswered
  if (first === undefined) return
  const [what, hint] =
    unanswered.length === 1
      ? [first.request, first.hint]
      : [`${unanswered.length} of ${plans.length} requests`, unansweredText(unanswered)]
  const message = `no method of the deployed API answers ${what}`
  throw new ApigwCacheError('failure', 'no-method-answers', message, { hint, data: { unanswered } })
}

/** A line for each, with its line of a list where that is known. PURE. */
export function unansweredText(
  unanswered: readonly Unanswered[],
  placeOf: (index: number) => string | null = () => null,
): string {
  return someLines(
    unanswered.map(({ index, request, hint }) => `${[placeOf(index), request].filter(Boolean).join(' ')}: ${hint}`),
  )
}

function neverCached({ record }: OpenStage, seen: MethodsSeen | null, method: EffectiveMethod | null): boolean {
  if (!provisioned(record)) return true
  // The gateway itself answers for methods that are not deployed.
  if (method === null) return Boolean(seen?.deployed)
  return !stores(method)
}

function needsBase(paths: readonly string[]): boolean {
  return paths.some((path) => path.startsWith('/'))
}
