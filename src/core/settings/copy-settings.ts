import type { MethodRef } from '../gateway/method.js'
import type { MethodSettings } from '../gateway/model.js'
import type { SettingRecord, StageRecord } from '../gateway/record.js'
import {
  CACHE_FIELDS,
  DEFAULTS_KEY,
  effective,
  methodKey,
  NEW_RECORD,
  overrideOf,
  settingsOf,
} from '../gateway/settings.js'
import type { EntryChange } from './batch.js'

type Settings = Pick<StageRecord, 'settings'>

const OTHER_FIELDS = ['metrics', 'loggingLevel', 'dataTrace', 'burstLimit', 'rateLimit'] as const
const ALL_FIELDS = [...OTHER_FIELDS, ...CACHE_FIELDS] as const

/**
 * A new entry that keeps all that the method had, with some of it changed. It is not known which fields AWS
 * copies from the stage's defaults by itself: whatever could come out otherwise is written. PURE.
 */
export function newEntry(stage: Settings, ref: MethodRef, changes: Partial<MethodSettings>): EntryChange {
  const defaults = stage.settings[DEFAULTS_KEY] ?? NEW_RECORD
  const had = overrideOf(stage, ref) ?? defaults
  const caching = settingsOf({ ...had, ...effective(stage, ref) })
  const record = spelledOut({ ...had, ...caching, ...changes }, defaults)
  const fields = ALL_FIELDS.filter(
    (field) =>
      field in changes ||
      // Default caching is for GET only, but a copy of the defaults would cache any method.
      (field === 'caching' && ref.method !== 'GET') ||
      !same(field, record, NEW_RECORD) ||
      !same(field, record, defaults),
  )
  return { key: methodKey(ref), record, fields }
}

/** An entry under another key with the same values, all of them written. PURE. */
export function copiedEntry(stage: Settings, key: string, record: SettingRecord): EntryChange {
  const copy = spelledOut(record, stage.settings[DEFAULTS_KEY] ?? NEW_RECORD)
  const fields = ALL_FIELDS.filter((field) => copy[field] !== null)
  return { key, record: copy, fields }
}

/** What is changed in an entry that is there; null where nothing is. PURE. */
export function changedEntry(
  key: string,
  before: SettingRecord,
  changes: Partial<MethodSettings>,
): EntryChange | null {
  const fields = CACHE_FIELDS.filter((field) => field in changes && changes[field] !== before[field])
  return fields.length === 0 ? null : { key, record: { ...before, ...changes }, fields }
}

/** The fields in which two entries differ. PURE. */
export function differingFields(a: SettingRecord, b: SettingRecord): readonly (keyof SettingRecord)[] {
  return ALL_FIELDS.filter((field) => !same(field, a, b))
}

/** The fields besides caching in which an entry differs from the stage's defaults. PURE. */
export function otherDifferences(record: SettingRecord, stage: Settings): readonly string[] {
  const defaults = stage.settings[DEFAULTS_KEY] ?? NEW_RECORD
  return OTHER_FIELDS.filter((field) => !same(field, record, defaults))
}

/** A level that was never set is OFF, and has to be written so where the defaults have another. */
function spelledOut(record: SettingRecord, defaults: SettingRecord): SettingRecord {
  const loggingLevel = record.loggingLevel ?? (same('loggingLevel', record, defaults) ? null : 'OFF')
  return { ...record, loggingLevel }
}

function same(field: keyof SettingRecord, a: SettingRecord, b: SettingRecord): boolean {
  return field === 'loggingLevel'
    ? (a.loggingLevel ?? 'OFF') === (b.loggingLevel ?? 'OFF')
    : a[field] === b[field]
}
