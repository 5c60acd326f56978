import { byPath, type MethodRef, sameMethod, servingMethod } from '../gateway/method.js'
import { effectiveMethods, type MethodsSeen } from '../gateway/methods.js'
import type { Target } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { effective, overrideKey, parseMethodKey } from '../gateway/settings.js'
import { stageCache } from '../gateway/stage.js'
import type { Changed } from './batch-change.js'
import { isUnserved } from './override-method.js'
import type { OverriddenMethod, OverrideReport } from './report.js'
import { straysOf } from './strays.js'

export function overrideReport(
  target: Target,
  { record, ...outcome }: Changed,
  seen: MethodsSeen,
  refs: readonly MethodRef[],
): OverrideReport {
  return {
    ...stageCache(target, record, outcome),
    methods: methodRows(record, seen, refs),
    strays: straysOf(record),
  }
}

/** Lists the methods with settings of their own, even those that the API no longer has. PURE. */
export function overridden(stage: StageRecord): readonly MethodRef[] {
  const refs = Object.keys(stage.settings).flatMap((key) => {
    const ref = parseMethodKey(key)
    return ref !== null && overrideKey(stage, ref) === key ? [ref] : []
  })
  return refs.sort(byPath)
}

function methodRows(stage: StageRecord, seen: MethodsSeen, refs: readonly MethodRef[]): readonly OverriddenMethod[] {
  const live = effectiveMethods(stage, seen)
  const waiting = effectiveMethods(stage, { deployed: null, current: seen.current })
  return refs.map((ref) => {
    const row = live.find((one) => sameMethod(one, ref))
    if (row) return row
    // A verb that an ANY method serves has its keys.
    const { keys = null, pendingKeys = null } = servingMethod(live, ref) ?? {}
    const bare = { ...ref, ...effective(stage, ref), keys, pendingKeys }
    const gone = isUnserved(seen, ref) ? { noSuchMethod: true as const } : {}
    const later = waiting.find((one) => sameMethod(one, ref))
    return { ...(later ?? bare), cached: false, ...gone }
  })
}
