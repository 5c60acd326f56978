import type { MethodRef } from '../gateway/method.js'
import type { SettingRecord, StageRecord } from '../gateway/record.js'
import { methodKey, overrideKey, parseMethodKey } from '../gateway/settings.js'
import { type MethodEntries, newlyCachedVerbs } from './batch.js'
import type { SettingsPlan } from './batch-change.js'
import { copiedEntry, differingFields } from './copy-settings.js'
import type { StrayKey } from './report.js'

type Settings = Pick<StageRecord, 'settings'>

/** A stray entry and its fate in a cleaning. */
export interface StrayFate extends StrayKey {
  /** `unserved`: removed, because the API has no such method. */
  readonly fate: 'moved' | 'dropped' | 'unserved'
  /** The entry that overrules a dropped one. */
  readonly instead: string | null
  /** The values of a dropped entry that differ from that one. */
  readonly lost: Partial<SettingRecord>
}

export interface StrayPlan extends SettingsPlan {
  readonly fates: readonly StrayFate[]
  /** Methods other than GET that would become cached. */
  readonly unusual: readonly MethodRef[]
}

/** Lists the entries in a spelling other than API Gateway's own, without wildcards, which name no method. PURE. */
export function straysOf(stage: Settings): readonly StrayKey[] {
  return Object.keys(stage.settings).flatMap((key) => {
    const ref = parseMethodKey(key)
    if (ref === null || key.includes('*')) return []
    const canonical = methodKey(ref)
    return key === canonical ? [] : [{ key, canonical, ...ref, decides: overrideKey(stage, ref) === key }]
  })
}

/**
 * Plans the removal of each method's strays; their values move to the canonical entry unless it exists or the
 * API lacks the method. Of several strays, the one without a leading slash counts, as AWS has been seen to read
 * that. PURE.
 */
export function strayPlan(stage: Settings, unserved: (ref: MethodRef) => boolean): StrayPlan {
  const strays = straysOf(stage)
  const fates = strays.map((stray) => fateOf(stage, stray, strays, unserved))
  const methods = [...new Set(strays.map((one) => one.canonical))].map((canonical) =>
    cleaning(
      stage,
      fates.filter((one) => one.canonical === canonical),
    ),
  )
  return { methods, notes: [], fates, unusual: newlyCachedVerbs(stage, methods) }
}

function fateOf(
  stage: Settings,
  stray: StrayKey,
  strays: readonly StrayKey[],
  unserved: (ref: MethodRef) => boolean,
): StrayFate {
  const { key, canonical } = stray
  if (unserved(stray)) return { ...stray, fate: 'unserved', instead: null, lost: {} }
  const spellings = strays.filter((one) => one.canonical === canonical).map((one) => one.key)
  const instead = Object.hasOwn(stage.settings, canonical)
    ? canonical
    : (spellings.find((one) => !one.startsWith('/')) ?? spellings[0] ?? key)
  if (instead === key) return { ...stray, fate: 'moved', instead: null, lost: {} }
  return { ...stray, fate: 'dropped', instead, lost: lostOf(stage.settings[key], stage.settings[instead]) }
}

function lostOf(own: SettingRecord | undefined, other: SettingRecord | undefined): Partial<SettingRecord> {
  if (!own || !other) return {}
  return Object.fromEntries(differingFields(own, other).map((field) => [field, own[field]]))
}

function cleaning(stage: Settings, fates: readonly StrayFate[]): MethodEntries {
  const copies = fates.flatMap(({ key, canonical, fate }) => {
    const values = stage.settings[key]
    return fate === 'moved' && values ? [copiedEntry(stage, canonical, values)] : []
  })
  return [...copies, ...fates.map(({ key }) => ({ key, record: null, fields: [] }))]
}
