import type { MethodRef } from '../gateway/method.js'
import type { MethodSettings } from '../gateway/model.js'
import type { SettingRecord, StageRecord } from '../gateway/record.js'
import {
  CACHE_FIELDS,
  DEFAULTS_KEY,
  defaultsOf,
  effective,
  NEW_RECORD,
  overrideKey,
  overrideOf,
  UNSET,
} from '../gateway/settings.js'
import { type MethodEntries, newlyCachedVerbs } from './batch.js'
import type { SettingsPlan } from './batch-change.js'
import { CHANGED_FIELDS, changedEntry } from './copy-settings.js'
import { overridden } from './override-report.js'
import type { Shadow } from './report.js'

/** New values; those left out stay. */
export type DefaultsChange = Partial<MethodSettings & Pick<SettingRecord, 'metrics'>>

export interface DefaultsPlan extends SettingsPlan {
  /** The values of overrides that would change with the defaults. */
  readonly overrides: readonly Shadow[]
  /** Methods other than GET that would become cached. */
  readonly unusual: readonly MethodRef[]
}

/** Plans the change of the defaults, and of the overrides if they are included. PURE. */
export function defaultsPlan(stage: StageRecord, settings: DefaultsChange, includeOverrides: boolean): DefaultsPlan {
  const overrides = includeOverrides ? shadowsOf(stage, settings) : []
  const methods = [...defaultsChange(stage, settings), ...(includeOverrides ? overrideChanges(stage, settings) : [])]
  return { methods, notes: [], overrides, unusual: newlyCachedVerbs(stage, methods) }
}

/**
 * Lists the overrides that differ from these values. Defaults cache GET only, so for another method only a
 * cached override differs, namely from "off". PURE.
 */
export function shadowsOf(stage: StageRecord, settings: DefaultsChange): readonly Shadow[] {
  return methodsWithOverride(stage).flatMap((ref) => {
    const own = effective(stage, ref)
    const cache = CACHE_FIELDS.filter((field) => field in settingsFor(ref.method, settings))
      .filter((field) => own[field] !== settings[field])
      .map((field) => ({ ...ref, field, value: own[field] }))
    return [...cache, ...metricsShadow(stage, ref, settings)]
  })
}

function metricsShadow(stage: StageRecord, ref: MethodRef, { metrics }: DefaultsChange): readonly Shadow[] {
  const value = overrideOf(stage, ref)?.metrics
  if (metrics === undefined || value === undefined || value === metrics) return []
  return [{ ...ref, field: 'detailedMetrics', value }]
}

/** The defaults to compare overrides with, set or assumed. PURE. */
export function presentDefaults(stage: StageRecord): MethodSettings {
  return defaultsOf(stage) ?? UNSET
}

function defaultsChange(stage: StageRecord, settings: DefaultsChange): readonly MethodEntries[] {
  const before = stage.settings[DEFAULTS_KEY]
  if (before) {
    const entry = changedEntry(DEFAULTS_KEY, before, settings)
    return entry ? [[entry]] : []
  }
  // A stage without a default entry is "off" already.
  const off: readonly (keyof DefaultsChange)[] = ['caching', 'metrics']
  const fields = CHANGED_FIELDS.filter(
    (field) => field in settings && (!off.includes(field) || settings[field] === true),
  )
  return fields.length === 0 ? [] : [[{ key: DEFAULTS_KEY, record: { ...NEW_RECORD, ...settings }, fields }]]
}

function overrideChanges(stage: StageRecord, settings: DefaultsChange): readonly MethodEntries[] {
  return methodsWithOverride(stage).flatMap((ref) => {
    const key = overrideKey(stage, ref)
    const before = key === null ? undefined : stage.settings[key]
    if (key === null || before === undefined) return []
    const entry = changedEntry(key, before, settingsFor(ref.method, settings))
    return entry ? [[entry]] : []
  })
}

/** Skips entries with a wildcard: apart from the defaults, they decide for nothing. */
function methodsWithOverride(stage: StageRecord): readonly MethodRef[] {
  return overridden(stage).filter(({ method, path }) => !`${method}${path}`.includes('*'))
}

function settingsFor(method: string, settings: DefaultsChange): DefaultsChange {
  if (method === 'GET' || settings.caching !== true) return settings
  const { caching: _, ...rest } = settings
  return rest
}
