import type { MethodRecord, StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { isDenied } from '../aws/explain.js'
import { type DeployedMethod, deployedMethods } from './export.js'
import { shortKey } from './key-names.js'
import type { EffectiveMethod, Target } from './model.js'
import { effective, type MethodRef, overrideOf, stores } from './settings.js'
import { refOf } from './stage.js'
import { VERBS } from './verbs.js'

/** What the stage runs, and the API as it stands now; null for what may not be read. */
export interface MethodsSeen {
  readonly deployed: readonly DeployedMethod[] | null
  readonly current: readonly MethodRecord[] | null
}

export async function readMethods({ control }: Connection, target: Target): Promise<MethodsSeen> {
  const [deployed, current] = await Promise.all([
    orNull(async () => deployedMethods(await control.deployedExport(refOf(target)))),
    orNull(() => control.methods(target.api.id)),
  ])
  return { deployed, current }
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
      const running = find(deployed, method)?.keys ?? null
      const now = find(current, method)?.cacheKeyParameters.map(shortKey) ?? null
      return {
        method: method.method,
        path: method.path,
        ...settings,
        cached: stage.clusterStatus === 'AVAILABLE' && stores(settings),
        keys: running,
        pendingKeys: running && now && !sameKeys(running, now) ? now : null,
      }
    })
    .sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method))
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

function find<T extends MethodRef>(methods: readonly T[] | null, { method, path }: MethodRef): T | undefined {
  const there = methods?.filter((one) => one.path === path)
  return there?.find((one) => one.method === method) ?? there?.find((one) => one.method === 'ANY')
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key) => b.includes(key))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (isDenied(error)) return null
    throw error
  }
}
