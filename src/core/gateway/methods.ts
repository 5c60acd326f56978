import type { DeployedMethod } from './export.js'
import { sameKeys, shortKey } from './key.js'
import { byPath, type MethodRef, servingMethod, VERBS } from './method.js'
import type { EffectiveMethod } from './model.js'
import type { MethodRecord, StageRecord } from './record.js'
import { effective, overrideOf, stores } from './settings.js'

/** The deployed methods of a stage and the current ones of its API; null for a list that may not be read. */
export interface MethodsSeen {
  readonly deployed: readonly DeployedMethod[] | null
  readonly current: readonly MethodRecord[] | null
}

/** Combines each method of the stage with the settings that decide for it and its cache keys. PURE. */
export function effectiveMethods(stage: StageRecord, { deployed, current }: MethodsSeen): readonly EffectiveMethod[] {
  const all: readonly MethodRef[] = deployed ?? current ?? []
  return all
    .flatMap((one) => expandAny(stage, one, all))
    .map((method) => {
      const settings = effective(stage, method)
      const running = servingMethod(deployed ?? [], method)?.keys ?? null
      const now = servingMethod(current ?? [], method)?.cacheKeyParameters.map(shortKey) ?? null
      return {
        method: method.method,
        path: method.path,
        ...settings,
        // Settings of ANY are not known to count for any request.
        cached: method.method !== 'ANY' && stage.clusterStatus === 'AVAILABLE' && stores(settings),
        keys: running,
        pendingKeys: running && now && !sameKeys(running, now) ? now : null,
      }
    })
    .sort(byPath)
}

/** Expands ANY to GET, the verbs with an override, and ANY for the rest (which nothing caches). */
function expandAny(stage: StageRecord, { method, path }: MethodRef, all: readonly MethodRef[]): readonly MethodRef[] {
  if (method !== 'ANY') return [{ method, path }]
  const verbs = VERBS.filter((verb) => {
    const own = all.some((other) => other.path === path && other.method === verb)
    return !own && (verb === 'GET' || overrideOf(stage, { method: verb, path }) !== null)
  })
  return [...verbs, 'ANY'].map((verb) => ({ method: verb, path }))
}

/** Lists the verbs that a method answers: ANY answers those without a method of their own on the path. */
export function servedVerbs({ method, path }: MethodRef, all: readonly MethodRef[]): readonly string[] {
  if (method !== 'ANY') return [method]
  const own = all.filter((other) => other.path === path).map((other) => other.method)
  return VERBS.filter((verb) => !own.includes(verb))
}

/** Lists the served verbs that these settings would cache, given a cluster. */
export function cachedVerbs(
  method: MethodRef,
  all: readonly MethodRef[],
  settings: StageRecord['settings'],
): readonly string[] {
  return servedVerbs(method, all).filter((verb) => stores(effective({ settings }, { method: verb, path: method.path })))
}
