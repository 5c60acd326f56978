import type { DeployedMethod } from './export.js'
import { sameKeys, shortKey } from './key.js'
import { byPath, type MethodRef, servingMethod, VERBS } from './method.js'
import type { EffectiveMethod } from './model.js'
import type { MethodRecord, StageRecord } from './record.js'
import { effective, overrideOf, stores } from './settings.js'

/** What the stage runs, and the API as it stands now; null for what may not be read. */
export interface MethodsSeen {
  readonly deployed: readonly DeployedMethod[] | null
  readonly current: readonly MethodRecord[] | null
}

/** The settings that decide for each method of the stage, and its cache keys. PURE. */
export function effectiveMethods(
  stage: StageRecord,
  { deployed, current }: MethodsSeen,
): readonly EffectiveMethod[] {
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
        cached: stage.clusterStatus === 'AVAILABLE' && stores(settings),
        keys: running,
        pendingKeys: running && now && !sameKeys(running, now) ? now : null,
      }
    })
    .sort(byPath)
}

/** An ANY method as a GET, the verbs that have an override, and the rest as ANY (which nothing caches). */
function expandAny(
  stage: StageRecord,
  { method, path }: MethodRef,
  all: readonly MethodRef[],
): readonly MethodRef[] {
  if (method !== 'ANY') return [{ method, path }]
  const verbs = VERBS.filter((verb) => {
    const own = all.some((other) => other.path === path && other.method === verb)
    return !own && (verb === 'GET' || overrideOf(stage, { method: verb, path }) !== null)
  })
  return [...verbs, 'ANY'].map((verb) => ({ method: verb, path }))
}

/** The verbs that a method answers: ANY has those without a method of their own on the same path. */
export function servedVerbs({ method, path }: MethodRef, all: readonly MethodRef[]): readonly string[] {
  if (method !== 'ANY') return [method]
  const own = all.filter((other) => other.path === path).map((other) => other.method)
  return VERBS.filter((verb) => !own.includes(verb))
}

/** Those of them that would be cached with these settings, if there were a cluster. */
export function cachedVerbs(
  method: MethodRef,
  all: readonly MethodRef[],
  settings: StageRecord['settings'],
): readonly string[] {
  return servedVerbs(method, all).filter((verb) =>
    stores(effective({ settings }, { method: verb, path: method.path })),
  )
}
