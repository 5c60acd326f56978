import type { MethodRecord, StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { namespaceWarnings } from '../exposure/shared-namespace.js'
import type { ResolvedTarget } from '../find/target.js'
import { shortKey } from '../gateway/key-names.js'
import { pickMethod } from '../gateway/method.js'
import { effectiveMethods, type MethodsSeen, readMethods } from '../gateway/methods.js'
import type { KeyedMethod, KeyList } from '../gateway/model.js'
import type { MethodRef } from '../gateway/settings.js'

/**
 * The cache keys of a stage's methods, or of one: those that the stage runs, and those that wait for a
 * deployment. Errors: `failure` where the API has no such method, `denied`.
 */
export async function listKeys(
  connection: Connection,
  { target, stage }: Pick<ResolvedTarget, 'target' | 'stage'>,
  ref: MethodRef | null = null,
): Promise<KeyList> {
  const seen = await readMethods(connection, target)
  if (seen.deployed === null && seen.current === null) await connection.control.methods(target.api.id)
  const all = keyedMethods(stage, seen)
  const methods = ref === null ? all : [pickMethod(all, ref, target)]
  const concerned = new Set(methods.map(({ cacheNamespace }) => cacheNamespace))
  const warnings = namespaceWarnings(all.filter(({ cacheNamespace }) => concerned.has(cacheNamespace)))
  return { ...target, methods, warnings }
}

/** As `status` shows them, and the methods that were never deployed. PURE. */
function keyedMethods(stage: StageRecord, seen: MethodsSeen): readonly KeyedMethod[] {
  const { deployed, current } = seen
  const never = (current ?? []).filter(
    ({ method, path }) =>
      deployed !== null && !deployed.some((one) => one.method === method && one.path === path),
  )
  const rows = [
    ...effectiveMethods(stage, seen).map((one) => ({ ...one, cacheNamespace: namespaceOf(one, current) })),
    ...never.map((record) => neverDeployed(stage, record)),
  ]
  return rows.sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method))
}

function neverDeployed(stage: StageRecord, record: MethodRecord): KeyedMethod {
  const { method, path, cacheKeyParameters, integration } = record
  const rows = effectiveMethods(stage, { deployed: null, current: [record] })
  const own = rows.find((one) => one.method === method) ?? rows[0]
  if (!own) throw new TypeError(`no settings for ${method} ${path}`)
  const cacheNamespace = integration?.cacheNamespace ?? null
  return { ...own, cached: false, pendingKeys: cacheKeyParameters.map(shortKey), cacheNamespace }
}

function namespaceOf({ method, path }: MethodRef, current: MethodsSeen['current']): string | null {
  const there = current?.filter((one) => one.path === path) ?? []
  const serving = there.find((one) => one.method === method) ?? there.find((one) => one.method === 'ANY')
  return serving?.integration?.cacheNamespace ?? null
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
