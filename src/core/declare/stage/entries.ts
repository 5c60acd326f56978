import type { Spelling } from '../../base/spelling.js'
import { type MethodRef, nameOfMethod, sameMethod } from '../../gateway/method.js'
import { servedVerbs } from '../../gateway/methods.js'
import type { SettingRecord, StageRecord } from '../../gateway/record.js'
import {
  DEFAULTS_KEY,
  effective,
  methodKey,
  NEW_RECORD,
  overrideKey,
  overrideOf,
  parseMethodKey,
  stores,
} from '../../gateway/settings.js'
import type { EntryChange, MethodEntries } from '../../settings/batch.js'
import { changedEntry, copiedEntry, differingFields, newEntry } from '../../settings/copy-settings.js'
import { removalPlan } from '../../settings/override-removal.js'
import { FIELDS, type WantedMethod, type WantedSettings, type WantedStage } from '../wanted.js'

type Settings = StageRecord['settings']

/** What one method, or the stage's defaults, still need. */
export interface EntryPlan {
  /** Null for the defaults. */
  readonly ref: MethodRef | null
  /** `inherit` takes an own entry away again that only a pause needed; `prune` one that no file has. */
  readonly why: 'defaults' | 'create' | 'update' | 'inherit' | 'follow' | 'prune'
  readonly entries: MethodEntries
  /** What the file names. */
  readonly named: WantedSettings
}

/** All entries that the settings of a stage still need. PURE. */
export function entryPlans(
  live: Settings,
  wanted: WantedStage,
  methods: readonly MethodRef[],
  spelling: Spelling,
): readonly EntryPlan[] {
  const planned = plannedSettings(live, wanted)
  const covered = wanted.methods.flatMap((method) => coveredBy(method, wanted, methods))
  const own = covered.flatMap(({ ref, method }) => ofMethod(live, planned, wanted, ref, method))
  const others = overridesIn(live).filter((ref) => !covered.some((one) => sameMethod(one.ref, ref)))
  const pruned = wanted.prune ? prunable(live, own, covered) : []
  const plans: readonly EntryPlan[] = [
    ...ofDefaults(live, planned, wanted),
    ...own,
    ...(wanted.follow
      ? others
          .filter((ref) => !pruned.some((one) => sameMethod(one, ref)))
          .flatMap((ref) => following(live, wanted, ref))
      : []),
    ...pruned.flatMap((ref) => pruning(live, planned, ref, spelling)),
  ]
  const { leaveAlone } = wanted
  return plans.filter(({ ref }) => ref === null || !leaveAlone.some((one) => sameMethod(one, ref)))
}

/**
 * Pauses the caching of a method while its keys change: what the file says, or its defaults for a method that has no
 * entry of its own, brings it back. Null where nothing caches, or where nothing would bring it back. PURE.
 */
export function pauseOf(live: Settings, wanted: WantedStage, { ref, method }: Covered): EntryPlan | null {
  if (!stores(effective({ settings: live }, ref))) return null
  const comesBack = method.settings.caching === true
  const own = overrideOf({ settings: live }, ref)
  const plan = (entry: EntryChange): EntryPlan => ({ ref, why: 'update', entries: [entry], named: {} })
  if (own) {
    const key = overrideKey({ settings: live }, ref) ?? methodKey(ref)
    return comesBack && key === methodKey(ref)
      ? plan({ key, record: { ...own, caching: false }, fields: ['caching'] })
      : null
  }
  if (!comesBack && !returnsByItself(wanted, ref, method)) return null
  const planned = { settings: plannedSettings(live, wanted) }
  const record = { ...(planned.settings[DEFAULTS_KEY] ?? NEW_RECORD), caching: false }
  return plan(copiedEntry(planned, methodKey(ref), record))
}

export interface Covered {
  readonly ref: MethodRef
  /** What the file says, for this method or for the ANY that serves it. */
  readonly method: WantedMethod
}

/** The methods that a line of the file is about; a verb's own line counts before the one of its ANY. PURE. */
export function coveredBy(
  method: WantedMethod,
  wanted: WantedStage,
  methods: readonly MethodRef[],
): readonly Covered[] {
  const ref = { method: method.method, path: method.path }
  const lines = wanted.methods.filter((one) => one !== method)
  return servedVerbs(ref, methods)
    .map((verb) => ({ method: verb, path: method.path }))
    .filter((one) => ref.method !== 'ANY' || !lines.some((other) => sameMethod(other, one)))
    .map((one) => ({ ref: one, method: { ...method, settings: verbSettings(one, method) } }))
}

/** Of the verbs that an ANY serves, only GET is cached by its line. */
function verbSettings({ method: verb }: MethodRef, { method, settings }: WantedMethod): WantedSettings {
  return method === 'ANY' && verb !== 'GET' && settings.caching ? { ...settings, caching: false } : settings
}

/** The settings with the defaults that the file wants. */
function plannedSettings(live: Settings, { settings }: WantedStage): Settings {
  const before = live[DEFAULTS_KEY]
  if (before) return { ...live, [DEFAULTS_KEY]: { ...before, ...settings } }
  // A stage without a default entry is "off" already.
  const needed = FIELDS.some((field) => settings[field] !== undefined && settings[field] !== false)
  return needed ? { ...live, [DEFAULTS_KEY]: { ...NEW_RECORD, ...settings } } : live
}

function ofDefaults(live: Settings, planned: Settings, { settings }: WantedStage): readonly EntryPlan[] {
  const [before, record] = [live[DEFAULTS_KEY], planned[DEFAULTS_KEY]]
  if (!record) return []
  // Without an entry a stage is as a new one would be.
  const fields = FIELDS.filter(
    (field) => settings[field] !== undefined && settings[field] !== (before ?? NEW_RECORD)[field],
  )
  if (fields.length === 0) return []
  return [{ ref: null, why: 'defaults', entries: [{ key: DEFAULTS_KEY, record, fields }], named: settings }]
}

function ofMethod(
  live: Settings,
  planned: Settings,
  wanted: WantedStage,
  ref: MethodRef,
  method: WantedMethod,
): readonly EntryPlan[] {
  const key = methodKey(ref)
  const entry = live[key]
  const isNamed = Object.keys(method.settings).length > 0
  const follows = wanted.follow && entry !== undefined && (isNamed || !wanted.prune)
  const settings = follows ? { ...followed(wanted, ref), ...method.settings } : method.settings
  const isPause = entry !== undefined && isPaused(entry, planned, wanted, ref, method)
  if (Object.keys(settings).length === 0) {
    if (!isPause) return []
    return [{ ref, why: 'inherit', entries: [{ key, record: null, fields: [] }], named: {} }]
  }
  if (entry && !isPause) {
    const change = changedEntry(key, entry, settings)
    return change ? [{ ref, why: 'update', entries: [change], named: settings }] : []
  }
  // An entry in another spelling that decides is as good as one in API Gateway's own.
  const decides = isPause ? null : overrideOf({ settings: live }, ref)
  if (decides && changedEntry(key, decides, settings) === null) return []
  return [{ ref, why: 'create', entries: [createdEntry(live, planned, ref, settings)], named: settings }]
}

/** Copies from the planned defaults, and writes whatever another entry could have left there. */
function createdEntry(live: Settings, planned: Settings, ref: MethodRef, settings: WantedSettings): EntryChange {
  const key = methodKey(ref)
  const { [key]: paused, ...rest } = planned
  const made = newEntry({ settings: rest }, ref, settings)
  const record = made.record ?? NEW_RECORD
  const stale = [paused, live[DEFAULTS_KEY]].flatMap((other) => (other ? differingFields(record, other) : []))
  return { key, record, fields: [...new Set([...made.fields, ...stale])] }
}

/**
 * A GET without caching of its own in the file, whose entry differs from the defaults only in that it is off, and in
 * what the file names.
 */
function isPaused(
  entry: SettingRecord,
  planned: Settings,
  wanted: WantedStage,
  ref: MethodRef,
  method: WantedMethod,
): boolean {
  if (entry.caching || !returnsByItself(wanted, ref, method)) return false
  const defaults = planned[DEFAULTS_KEY]
  return (
    defaults !== undefined &&
    differingFields(entry, defaults).every((field) => field === 'caching' || field in method.settings)
  )
}

function returnsByItself({ settings }: WantedStage, ref: MethodRef, method: WantedMethod): boolean {
  return ref.method === 'GET' && method.settings.caching === undefined && settings.caching === true
}

function following(live: Settings, wanted: WantedStage, ref: MethodRef): readonly EntryPlan[] {
  const key = methodKey(ref)
  const before = live[key]
  if (!before) return []
  const settings = followed(wanted, ref)
  const change = changedEntry(key, before, settings)
  return change ? [{ ref, why: 'follow', entries: [change], named: settings }] : []
}

/** The settings that an override follows; defaults cache GET only. */
function followed({ settings }: WantedStage, { method }: MethodRef): WantedSettings {
  const { caching, ...rest } = settings
  return caching === undefined || (caching && method !== 'GET') ? rest : settings
}

/** Overrides for which the file has no settings. */
function prunable(live: Settings, own: readonly EntryPlan[], covered: readonly Covered[]): readonly MethodRef[] {
  return overridesIn(live).filter(
    (ref) =>
      !covered.some((one) => sameMethod(one.ref, ref) && Object.keys(one.method.settings).length > 0) &&
      !own.some((one) => one.ref && sameMethod(one.ref, ref)),
  )
}

function pruning(live: Settings, planned: Settings, ref: MethodRef, spelling: Spelling): readonly EntryPlan[] {
  const defaults = planned[DEFAULTS_KEY]
  const stage = { settings: defaults ? { ...live, [DEFAULTS_KEY]: defaults } : live }
  const { methods } = removalPlan(stage, { ref, served: [ref] }, false, spelling)
  return methods.map((entries) => ({ ref, why: 'prune', entries, named: {} }))
}

/** Methods with an entry of their own, in any spelling; wildcards decide for nothing. PURE. */
export function overridesIn(live: Settings): readonly MethodRef[] {
  const refs = Object.keys(live).flatMap((key) => (key.includes('*') ? [] : (parseMethodKey(key) ?? [])))
  return [...new Map(refs.map((ref) => [nameOfMethod(ref), ref])).values()]
}
