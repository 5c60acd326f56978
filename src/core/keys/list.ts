import { requireMethods } from '../find/methods.js'
import type { OpenStage } from '../find/open-stage.js'
import { shortKey } from '../gateway/key.js'
import { byPath, type MethodRef, nameOfMethod, sameMethod, servingMethod } from '../gateway/method.js'
import { effectiveMethods, type MethodsSeen } from '../gateway/methods.js'
import type { Warning } from '../gateway/model.js'
import { pickMethod } from '../gateway/named-method.js'
import type { MethodRecord, StageRecord } from '../gateway/record.js'
import type { KeyedMethod, KeyList } from './report.js'

/**
 * Lists the cache keys of one method or of all, deployed and pending. Errors: `failure` if the API has no such
 * method; `denied`.
 */
export async function listKeys(stage: OpenStage, ref: MethodRef | null = null): Promise<KeyList> {
  const { target, record } = stage
  const seen = await requireMethods(stage)
  const all = keyedMethods(record, seen)
  const methods = ref === null ? all : [pickMethod(all, ref, target)]
  const concerned = new Set(methods.map(({ cacheNamespace }) => cacheNamespace))
  const warnings = namespaceWarnings(all.filter(({ cacheNamespace }) => concerned.has(cacheNamespace)))
  return { ...target, methods, warnings }
}

/** Adds methods that were never deployed to those that `status` shows. PURE. */
function keyedMethods(stage: StageRecord, seen: MethodsSeen): readonly KeyedMethod[] {
  const { deployed, current } = seen
  const never = (current ?? []).filter(
    (record) => deployed !== null && !deployed.some((one) => sameMethod(one, record)),
  )
  const rows = [
    ...effectiveMethods(stage, seen).map((one) => ({ ...one, cacheNamespace: namespaceOf(one, current) })),
    ...never.map((record) => neverDeployed(stage, record)),
  ]
  return rows.sort(byPath)
}

function neverDeployed(stage: StageRecord, record: MethodRecord): KeyedMethod {
  const { method, path, cacheKeyParameters, integration } = record
  const rows = effectiveMethods(stage, { deployed: null, current: [record] })
  const own = rows.find((one) => one.method === method) ?? rows[0]
  if (!own) throw new TypeError(`no settings for ${method} ${path}`)
  const cacheNamespace = integration?.cacheNamespace ?? null
  return { ...own, cached: false, pendingKeys: cacheKeyParameters.map(shortKey), cacheNamespace }
}

function namespaceOf(ref: MethodRef, current: MethodsSeen['current']): string | null {
  return servingMethod(current ?? [], ref)?.integration?.cacheNamespace ?? null
}

interface Sharing extends MethodRef {
  readonly cacheNamespace: string | null
  readonly cached: boolean
}

/** Warns about methods that share a cache namespace. PURE. */
export function namespaceWarnings(methods: readonly Sharing[]): readonly Warning[] {
  const named = methods.filter(({ method, cacheNamespace }) => method !== 'ANY' && cacheNamespace !== null)
  const namespaces = new Set(named.map(({ cacheNamespace }) => cacheNamespace))
  return [...namespaces].flatMap((namespace) => {
    const members = named.filter(({ cacheNamespace }) => cacheNamespace === namespace)
    const names = members.map(nameOfMethod).join(', ')
    if (new Set(members.map(({ path }) => path)).size > 1) {
      const message = `${names} have the cache namespace ${namespace} in common: where their key values are equal, one is answered with what was stored for another`
      return [{ rule: 'shared-namespace', message }]
    }
    if (members.filter(({ cached }) => cached).length < 2) return []
    const message = `${names} are cached in the namespace of their resource (${namespace}); AWS does not say whether the verb tells their entries apart`
    return [{ rule: 'verbs-share-namespace', message }]
  })
}
