import type { PatchOperation } from '../aws/api.js'
import { some } from '../base/quantities.js'
import { entryRemoval, inSafeOrder, settingsPatch } from '../change/patch.js'
import { type MethodRef, nameOfMethod } from '../gateway/method.js'
import type { SettingRecord, StageRecord } from '../gateway/record.js'
import { DEFAULTS_KEY, effective, methodKey, parseMethodKey, stores } from '../gateway/settings.js'

/** AWS has been seen to take this many operations in one request. */
const BATCH_LIMIT = 80

/** The change of one entry of `methodSettings`. */
export interface EntryChange {
  readonly key: string
  /** The whole new entry; null to remove it. */
  readonly record: SettingRecord | null
  /** The fields to write. */
  readonly fields: readonly (keyof SettingRecord)[]
}

/** All changes for one method; they go into one request. */
export type MethodEntries = readonly EntryChange[]

/** Lists the operations of one request, in the order that is safe over all of its methods. PURE. */
export function operationsOf(methods: readonly MethodEntries[]): readonly PatchOperation[] {
  return inSafeOrder(methods.flat().flatMap(entryOperations))
}

/**
 * Splits methods into requests of at most `limit` operations, more only if a single method needs more. Over all
 * requests, methods whose caching goes off come first and newly cached ones last. PURE.
 */
export function batchesOf(
  methods: readonly MethodEntries[],
  limit = BATCH_LIMIT,
): readonly (readonly MethodEntries[])[] {
  const batches: MethodEntries[][] = []
  let room = 0
  for (const method of [...methods].sort((a, b) => phase(a) - phase(b))) {
    const size = method.flatMap(entryOperations).length
    const last = batches.at(-1)
    if (last && size <= room) last.push(method)
    else batches.push([method])
    room = (last && size <= room ? room : limit) - size
  }
  return batches
}

const NAMED = 3

/** `settings of GET /pets and 4 more`. PURE. */
export function nameOfBatch(methods: readonly MethodEntries[], what = 'settings of'): string {
  const names = methods.flat().map(({ key }) => {
    const ref = parseMethodKey(key)
    return key === DEFAULTS_KEY ? 'all methods' : ref ? nameOfMethod(ref) : key
  })
  return `${what} ${some([...new Set(names)], NAMED)}`
}

/** Computes the settings of a stage after the changes. PURE. */
export function settingsAfter(
  settings: StageRecord['settings'],
  methods: readonly MethodEntries[],
): StageRecord['settings'] {
  const after = new Map(Object.entries(settings))
  for (const { key, record } of methods.flat()) {
    if (record === null) after.delete(key)
    else after.set(key, record)
  }
  return Object.fromEntries(after)
}

/** Names the first written field that a stage does not show, with its present value; null if all match. PURE. */
export function firstDifference(settings: StageRecord['settings'], methods: readonly MethodEntries[]): string | null {
  for (const { key, record, fields } of methods.flat()) {
    const found = settings[key]
    if (record === null) {
      if (found) return `${key} still there`
      continue
    }
    const wrong = fields.find((field) => found?.[field] !== record[field])
    if (wrong !== undefined) return `${wrong} ${String(found?.[wrong] ?? 'nowhere')} in ${key}`
  }
  return null
}

function entryOperations({ key, record, fields }: EntryChange): readonly PatchOperation[] {
  if (record === null) return [entryRemoval(key)]
  return settingsPatch(key, null, Object.fromEntries(fields.map((field) => [field, record[field]])))
}

/** 0: caching goes off; 1: caching stays; 2: caching goes on, or may, because another entry decides then. */
function phase(method: MethodEntries): 0 | 1 | 2 {
  if (method.some(({ record, fields }) => record === null || (record.caching && fields.includes('caching')))) return 2
  return method.some(({ fields }) => fields.includes('caching')) ? 0 : 1
}

type Settings = Pick<StageRecord, 'settings'>

/** Lists methods other than GET that a change makes the settings cache. PURE. */
export function newlyCachedVerbs(before: Settings, methods: readonly MethodEntries[]): readonly MethodRef[] {
  const after = { settings: settingsAfter(before.settings, methods) }
  const refs = methods.flat().flatMap(({ key }) => parseMethodKey(key) ?? [])
  const touched = new Map(refs.map((ref) => [methodKey(ref), ref]))
  return [...touched.values()].filter(
    (ref) => ref.method !== 'GET' && stores(effective(after, ref)) && !stores(effective(before, ref)),
  )
}
