import { ApigwCacheError } from '../base/errors.js'
import type { HttpRequest } from '../base/http.js'
import type { Spelling } from '../base/spelling.js'
import type { PrivateProbe } from '../exposure/private-probe.js'
import { missingKeys } from '../exposure/wrong-data.js'
import type { OpenStage } from '../find/open-stage.js'
import { type MethodRef, nameOfMethod } from '../gateway/method.js'
import { nameOf, provisioned } from '../gateway/stage.js'
import type { Planned } from '../request/options.js'
import { requireValues } from '../request/placeholders.js'
import { eachOnce, keyOf, type Plan, planProbes, privateProbes } from '../request/plan.js'
import { requireSignable } from '../request/signing.js'
import { createPastCache, type PastCache } from './past-cache.js'
import { isUncached } from './stored.js'

export interface WarmList {
  /** Paths under the stage's invoke URL, or full URLs. */
  readonly paths: readonly string[]
  /** Base of the paths; null for the stage's invoke URL. */
  readonly base: string | null
  readonly headers: HttpRequest['headers']
  readonly signed: boolean
  readonly connectTo: string | undefined
}

export interface Prepared extends Planned {
  /** Requests whose answers, made for one caller, would be stored for everyone. */
  readonly privateProbes: readonly PrivateProbe[]
  /** Methods of the stage; empty if unknown. */
  readonly methods: readonly MethodRef[]
  readonly pastCache: PastCache
}

/** Finds the methods behind the URLs. Errors: those of `planProbes`, and `usage` for two Authorization headers. */
export async function prepareWarm(
  stage: OpenStage | null,
  { paths, base, headers, signed, connectTo }: WarmList,
): Promise<Prepared> {
  if (paths.length === 0) throw new ApigwCacheError('usage', 'nothing-to-warm', 'nothing to warm was named')
  if (signed) refuseOwnAuthorization(headers)
  const planned = await planProbes(stage, { paths, base, method: 'GET', connectTo })
  const plans = eachOnce(planned.plans)
  for (const plan of plans) requireValues(plan, null)
  if (signed) {
    requireSharedEntries(plans)
    for (const { url } of plans) requireSignable({ url, headers })
  }
  return {
    plans,
    privateProbes: privateProbes(stage, { ...planned, plans }, { method: 'GET', headers, signed }),
    methods: planned.seen?.deployed ?? planned.seen?.current ?? [],
    repeated: planned.plans.length - plans.length,
    pastCache: createPastCache(stage, planned.seen, plans, headers),
  }
}

function refuseOwnAuthorization(headers: HttpRequest['headers']): void {
  if (headers.every(([name]) => name.toLowerCase() !== 'authorization')) return
  const message = 'a signature takes the place of the Authorization header that is given'
  throw new ApigwCacheError('usage', 'signed-over-authorization', message, { hint: 'leave one of them out' })
}

/** Refuses a signature in the cache key, as it differs with each request. Errors: `usage`. */
function requireSharedEntries(plans: readonly Plan[]): void {
  const keyed = plans.find((plan) => keyOf(plan, 'header.Authorization') !== null)
  if (!keyed?.method) return
  const key = keyOf(keyed, 'header.Authorization')
  const { method, path } = keyed.serving ?? keyed.method
  const message = `header.Authorization is in the cache key of ${method} ${path}: a signed request fills an entry that nobody else gets`
  throw new ApigwCacheError('usage', 'authorization-in-key', message, { data: { method, path, key } })
}

/** Refuses if nothing would be stored now. Errors: `failure`. */
export function requireServing(stage: OpenStage | null, plans: readonly Plan[]): void {
  if (!stage || plans.every(({ inside }) => inside === null)) return
  requireStoring(stage, plans)
  const { target, record } = stage
  if (record.clusterStatus === 'AVAILABLE') return
  const message = `the cache of ${nameOf(target)} is ${record.clusterStatus}: nothing would be stored`
  throw new ApigwCacheError('failure', 'cluster-changing', message, { data: { target } })
}

/** Refuses if nothing will ever be stored, whatever state the cluster is in. Errors: `failure`. */
export function requireStoring({ target, record }: OpenStage, plans: readonly Plan[]): void {
  if (!provisioned(record)) {
    const message = `${nameOf(target)} has no cache cluster: nothing would be stored`
    throw new ApigwCacheError('failure', 'no-cluster', message, { data: { target } })
  }
  const [first] = plans
  // Single uncached methods are only reported.
  if (!first?.method || !plans.every(isUncached)) return
  const { method, path, ttlSeconds } = first.method
  const { deployed } = first
  const others = plans.length > 1 ? ', nor is any other of the list' : ''
  const message = `${method} ${path} is not cached${others}: there is nothing to warm`
  throw new ApigwCacheError('failure', 'not-cached', message, {
    data: {
      ...{ target, method, path, ttlSeconds, hasCanary: record.canary !== null },
      servedBy: deployed?.method ?? method,
      missing: deployed === null ? [] : missingKeys(deployed),
    },
  })
}

/** Refuses if every URL takes only signed requests. Errors: `usage`. */
export function requireUnsigned(plans: readonly Plan[]): void {
  if (!plans.every(({ deployed }) => deployed?.signed)) return
  const message = 'every URL takes signed requests only: nothing would be stored'
  throw new ApigwCacheError('usage', 'signature-needed', message)
}

/** Names the methods of the list whose answers will not be stored. PURE. */
export function doubtsAbout(plans: readonly Plan[], signed: boolean, { option }: Spelling): readonly string[] {
  const named = (wanted: readonly Plan[]) =>
    [...new Set(wanted.flatMap(({ method }) => (method ? nameOfMethod(method) : [])))].join(', ')
  const uncached = named(plans.filter(isUncached))
  const locked = signed ? '' : named(plans.filter(({ deployed }) => deployed?.signed))
  return [
    ...(uncached === '' ? [] : [`not cached, so nothing is stored: ${uncached}`]),
    ...(locked === '' ? [] : [`${option('sign')} is needed, as only signed requests are served: ${locked}`]),
  ]
}
