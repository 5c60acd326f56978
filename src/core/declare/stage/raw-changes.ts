import type { MethodRef } from '../../gateway/method.js'
import { nameOfMethod } from '../../gateway/method.js'
import type { SettingRecord, StageRecord } from '../../gateway/record.js'
import { DEFAULTS_KEY, effective, NEW_RECORD } from '../../gateway/settings.js'
import { provisioned } from '../../gateway/stage.js'
import { shadowsOf } from '../../settings/defaults-plan.js'
import { PHASE, type PlannedChange } from '../report.js'
import { FIELD_NAMES, FIELDS, type WantedSettings, type WantedStage } from '../wanted.js'
import type { EntryPlan } from './entries.js'
import { type KeyPlan, shortNames } from './key-plans.js'

/** A change before anybody has judged it. */
export type RawChange = Pick<PlannedChange, 'action' | 'path' | 'before' | 'after' | 'phase'> &
  Pick<PlannedChange, 'shadowedBy'> &
  Concerned

interface Concerned {
  /** Null for the stage as a whole. */
  readonly ref: MethodRef | null
}

/** A change on its way to the plan. */
export type JudgedChange = PlannedChange & Concerned

/** The size of a stage's cluster, false without one. */
export function sizeOf(record: StageRecord): string | false {
  return provisioned(record) ? (record.clusterSize ?? false) : false
}

/** Every difference between a stage and what files say of it. PURE. */
export function rawChanges(
  record: StageRecord,
  wanted: WantedStage,
  entries: readonly EntryPlan[],
  keys: readonly KeyPlan[] | null,
): readonly RawChange[] {
  return [
    ...clusterChange(record, wanted),
    ...entries.flatMap((plan) => entryChanges(record, wanted, plan)),
    ...(keys ?? []).filter(({ isLive }) => !isLive).map(keysChange),
  ]
}

function clusterChange(record: StageRecord, { cache }: WantedStage): readonly RawChange[] {
  const before = sizeOf(record)
  if (cache === null || cache === before) return []
  const change = { path: 'cache', before, after: cache, ref: null }
  if (cache === false) return [{ ...change, action: 'remove', phase: PHASE.clusterOff }]
  return before === false
    ? [{ ...change, action: 'create', phase: PHASE.clusterOn }]
    : [{ ...change, action: 'update', phase: PHASE.resize }]
}

function keysChange({ ref, running, wanted }: KeyPlan): RawChange {
  return {
    ref,
    action: running === null ? 'create' : 'update',
    path: `methods.${nameOfMethod(ref)}.keys`,
    before: running,
    after: shortNames(wanted),
    phase: PHASE.keys,
  }
}

function entryChanges(record: StageRecord, wanted: WantedStage, plan: EntryPlan): readonly RawChange[] {
  const { ref, why, entries, named } = plan
  const place = ref === null ? 'defaults' : `methods.${nameOfMethod(ref)}`
  const removed = entries.filter((entry) => entry.record === null)
  const [first] = removed
  if (first) {
    const entry = record.settings[first.key]
    const before = entry ? shownEntry(entry) : null
    return [{ ref, action: 'remove', path: place, before, after: null, phase: PHASE.cachingOn }]
  }
  const [entry] = entries
  if (!entry?.record) return []
  const after = entry.record
  const before = beforeOf(record, ref, entry.key)
  const isOn = after.caching && entry.fields.includes('caching')
  const shown = why === 'create' ? FIELDS.filter((field) => field in named) : FIELDS
  const fields = shown.filter((field) => why === 'create' || entry.fields.includes(field))
  return fields.map((field) => ({
    ref,
    action: why === 'create' || record.settings[entry.key] === undefined ? 'create' : 'update',
    path: `${place}.${FIELD_NAMES[field]}`,
    before: before[field],
    after: after[field],
    phase: isOn ? PHASE.cachingOn : phaseOf(field, after),
    ...(ref === null ? shadowsAfter(record, wanted, field) : {}),
  }))
}

function phaseOf(field: keyof WantedSettings, { caching }: SettingRecord): number {
  if (field === 'caching' && !caching) return PHASE.cachingOff
  return field === 'ttlSeconds' ? PHASE.ttl : PHASE.protection
}

/** What decides for the method now. */
function beforeOf(record: StageRecord, ref: MethodRef | null, key: string): Required<WantedSettings> {
  const entry = record.settings[key] ?? record.settings[DEFAULTS_KEY] ?? NEW_RECORD
  if (ref === null || record.settings[key]) return entry
  return { ...effective(record, ref), metrics: entry.metrics }
}

function shadowsAfter(
  record: StageRecord,
  { settings, follow, methods }: WantedStage,
  field: keyof WantedSettings,
): Pick<PlannedChange, 'shadowedBy'> {
  if (field === 'metrics' || follow) return {}
  // What is not cached has no use for the rest.
  const counts = (one: MethodRef) => field === 'caching' || effective(record, one).caching
  const isNamed = (one: MethodRef) =>
    methods.some((method) => nameOfMethod(method) === nameOfMethod(one) && field in method.settings)
  const shadows = shadowsOf(record, { [field]: settings[field] }).filter((one) => counts(one) && !isNamed(one))
  return shadows.length === 0 ? {} : { shadowedBy: shadows }
}

/** An entry by the names of the file. */
function shownEntry(entry: WantedSettings): Readonly<Record<string, unknown>> {
  return Object.fromEntries(FIELDS.map((field) => [FIELD_NAMES[field], entry[field]]))
}
