import type { MethodRef } from '../gateway/method.js'
import type { StageRecord } from '../gateway/record.js'
import { effective, parseMethodKey, stores } from '../gateway/settings.js'

type Settings = StageRecord['settings']

/** Stands for every method without settings of its own. */
const ANY_GET: MethodRef = { method: 'GET', path: '/\0' }

/** True if some method, known or not, would be stored by the settings after a change and not by those before. PURE. */
export function newlyStores(before: Settings, after: Settings): boolean {
  const named = Object.keys({ ...before, ...after }).flatMap((key) => parseMethodKey(key) ?? [])
  const doesStore = (settings: Settings, ref: MethodRef) => stores(effective({ settings }, ref))
  return [ANY_GET, ...named].some((ref) => doesStore(after, ref) && !doesStore(before, ref))
}
