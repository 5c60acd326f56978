import type { MethodRef } from '../gateway/method.js'
import type { SettingRecord, StageRecord } from '../gateway/record.js'
import { overrideKey, parseMethodKey } from '../gateway/settings.js'
import { otherDifferences } from '../settings/copy-settings.js'
import { keysOf } from '../settings/override-removal.js'

export interface Entry {
  /** As the stage spells it. */
  readonly key: string
  readonly ref: MethodRef
  readonly record: SettingRecord
}

/** The stage's entries but for the defaults. PURE. */
export function entriesOf({ settings }: Pick<StageRecord, 'settings'>): readonly Entry[] {
  return Object.entries(settings).flatMap(([key, record]) => {
    const ref = parseMethodKey(key)
    return ref === null ? [] : [{ key, ref, record }]
  })
}

/** Those that decide for a method by its own verb. PURE. */
export function decidingOverrides(stage: Pick<StageRecord, 'settings'>): readonly Entry[] {
  return entriesOf(stage).filter(
    ({ key, ref }) => !key.includes('*') && ref.method !== 'ANY' && overrideKey(stage, ref) === key,
  )
}

/** Removing an override deletes an entry only where it has no throttling, logging or metrics of its own. */
export function goesAsAWhole(stage: StageRecord, ref: MethodRef): boolean {
  return keysOf(stage, ref).every((key) => {
    const record = stage.settings[key]
    return record !== undefined && otherDifferences(record, stage).length === 0
  })
}
