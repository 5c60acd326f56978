import type { MethodRef } from '../gateway/method.js'
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
/** What this tool sets; of the others it makes copies only. */
export const CHANGED_FIELDS = [...CACHE_FIELDS, 'metrics'] as const
const ALL_FIELDS = [...OTHER_FIELDS, ...CACHE_FIELDS] as const

/**
 * Makes a new entry that keeps all settings of the method besides `changes`. Which fields AWS copies from the
 * stage's defaults is unknown, so every field that could differ is written. PURE.
 */
export function newEntry(stage: Settings, ref: MethodRef, changes: Partial<SettingRecord>): EntryChange {
  const defaults = stage.settings[DEFAULTS_KEY] ?? NEW_RECORD
  const had = overrideOf(stage, ref) ?? defaults
  const caching = settingsOf({ ...had, ...effective(stage, ref) })
  const record = withLoggingLevel({ ...had, ...caching, ...changes }, defaults)
  const fields = ALL_FIELDS.filter(
    (field) =>
      field in changes ||
      // Defaults cache GET only, but a copy of them would cache any method.
      (field === 'caching' && ref.method !== 'GET') ||
      !sameField(field, record, NEW_RECORD) ||
      !sameField(field, record, defaults),
  )
  return { key: methodKey(ref), record, fields }
}

/** Copies an entry to another key; all values are written. PURE. */
export function copiedEntry(stage: Settings, key: string, record: SettingRecord): EntryChange {
  const copy = withLoggingLevel(record, stage.settings[DEFAULTS_KEY] ?? NEW_RECORD)
  const fields = ALL_FIELDS.filter((field) => copy[field] !== null)
  return { key, record: copy, fields }
}

/** Changes an existing entry; null if nothing differs. PURE. */
export function changedEntry(key: string, before: SettingRecord, changes: Partial<SettingRecord>): EntryChange | null {
  const fields = CHANGED_FIELDS.filter((field) => field in changes && changes[field] !== before[field])
  return fields.length === 0 ? null : { key, record: { ...before, ...changes }, fields }
}

/** Lists the fields in which two entries differ. PURE. */
export function differingFields(a: SettingRecord, b: SettingRecord): readonly (keyof SettingRecord)[] {
  return ALL_FIELDS.filter((field) => !sameField(field, a, b))
}

/** Lists the fields besides caching in which an entry differs from the stage's defaults. PURE. */
export function otherDifferences(record: SettingRecord, stage: Settings): readonly string[] {
  const defaults = stage.settings[DEFAULTS_KEY] ?? NEW_RECORD
  return OTHER_FIELDS.filter((field) => !sameField(field, record, defaults))
}

/** Writes a logging level that was never set as OFF if the defaults have another one. */
function withLoggingLevel(record: SettingRecord, defaults: SettingRecord): SettingRecord {
  const loggingLevel = record.loggingLevel ?? (sameField('loggingLevel', record, defaults) ? null : 'OFF')
  return { ...record, loggingLevel }
}

function sameField(field: keyof SettingRecord, a: SettingRecord, b: SettingRecord): boolean {
  return field === 'loggingLevel' ? (a.loggingLevel ?? 'OFF') === (b.loggingLevel ?? 'OFF') : a[field] === b[field]
}
