import type { MethodRef } from '../gateway/method.js'
import type { StageRecord } from '../gateway/record.js'
import { effective, methodKey, parseMethodKey, stores } from '../gateway/settings.js'
import { type MethodEntries, settingsAfter } from './batch.js'

type Settings = Pick<StageRecord, 'settings'>

/** Methods other than GET that a change makes the stage cache, as far as it is for the settings. PURE. */
export function newlyCachedVerbs(before: Settings, methods: readonly MethodEntries[]): readonly MethodRef[] {
  const after = { settings: settingsAfter(before.settings, methods) }
  const refs = methods.flat().flatMap(({ key }) => parseMethodKey(key) ?? [])
  const touched = new Map(refs.map((ref) => [methodKey(ref), ref]))
  return [...touched.values()].filter(
    (ref) => ref.method !== 'GET' && stores(effective(after, ref)) && !stores(effective(before, ref)),
  )
}
