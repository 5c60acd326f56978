import type { Spelling } from '../base/spelling.js'
import type { MethodRef } from '../gateway/method.js'
import { sameMethod } from '../gateway/method.js'
import type { SettingRecord, StageRecord } from '../gateway/record.js'
import { DEFAULTS_KEY, effective, parseMethodKey, settingsOf } from '../gateway/settings.js'
import type { MethodEntries } from './batch.js'
import type { SettingsPlan } from './batch-change.js'
import { changedEntry, otherDifferences } from './copy-settings.js'
import type { Coverage } from './override-plan.js'

type Settings = Pick<StageRecord, 'settings'>

interface Removal {
  readonly change: MethodEntries
  readonly notes: readonly string[]
}

/** Plans the change after which each covered method follows the stage's defaults again. PURE. */
export function removalPlan(
  stage: Settings,
  { ref, served }: Coverage,
  allSettings: boolean,
  spelling: Spelling,
): SettingsPlan {
  const covered = [...served, ...(served.includes(ref) || ref.method !== 'ANY' ? [] : [ref])]
  const removals = covered.map((one) => removal(stage, one, allSettings, spelling))
  return {
    methods: removals.map(({ change }) => change).filter((change) => change.length > 0),
    notes: removals.flatMap(({ notes }) => notes),
  }
}

/** Lists the keys of a method's entries, in every spelling. PURE. */
export function keysOf({ settings }: Settings, { method, path }: MethodRef): readonly string[] {
  return Object.keys(settings).filter((key) => {
    const ref = parseMethodKey(key)
    return ref !== null && sameMethod(ref, { method, path })
  })
}

function removal(stage: Settings, ref: MethodRef, allSettings: boolean, spelling: Spelling): Removal {
  const parts = keysOf(stage, ref).map((key) => {
    const record = stage.settings[key]
    const kept = record && !allSettings ? otherDifferences(record, stage) : []
    if (!record || kept.length === 0) return { change: [{ key, record: null, fields: [] }], notes: [] }
    return keptEntry(stage, ref, { key, record, kept }, spelling)
  })
  return { change: parts.flatMap(({ change }) => change), notes: parts.flatMap(({ notes }) => notes) }
}

interface Kept {
  readonly key: string
  readonly record: SettingRecord
  /** The fields besides caching that differ from the defaults. */
  readonly kept: readonly string[]
}

/** Keeps an entry for its other fields, with the caching of the defaults. */
function keptEntry(stage: Settings, ref: MethodRef, { key, record, kept }: Kept, { option }: Spelling): Removal {
  const what = kept.map((field) => `${field} ${String(Reflect.get(record, field) ?? 'OFF')}`).join(', ')
  const name = `${ref.method} ${ref.path}`
  // API Gateway refuses to write to keys with raw slashes.
  if (key.slice(0, key.lastIndexOf('/')).includes('/')) {
    const note = `the stray entry ${key} of ${name} stays for its own ${what}: ${option('cleanStrays')} moves it, ${option('allSettings')} deletes it`
    return { change: [], notes: [note] }
  }
  const inherited = settingsOf({ ...record, ...effective(onlyDefaults(stage), ref) })
  const entry = changedEntry(key, record, inherited)
  const note = `${name} keeps its own ${what}: the entry stays, with the caching that the defaults have now; ${option('allSettings')} deletes it`
  return { change: entry ? [entry] : [], notes: [note] }
}

function onlyDefaults({ settings }: Settings): Settings {
  const defaults = settings[DEFAULTS_KEY]
  return { settings: defaults ? { [DEFAULTS_KEY]: defaults } : {} }
}
