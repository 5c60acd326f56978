import type { StrayKey } from '../model.js'
import type { MethodEntries } from './batch.js'
import { copiedEntry } from './copy-settings.js'
import type { StageRecord } from './plane.js'
import { methodKey, overrideKey, parseMethodKey } from './settings.js'

type Settings = Pick<StageRecord, 'settings'>

/** Entries in another spelling than API Gateway's own. Those with a wildcard mean no method. PURE. */
export function straysOf(stage: Settings): readonly StrayKey[] {
  return Object.keys(stage.settings).flatMap((key) => {
    const ref = parseMethodKey(key)
    if (ref === null || key.includes('*')) return []
    const canonical = methodKey(ref)
    return key === canonical ? [] : [{ key, canonical, ...ref, decides: overrideKey(stage, ref) === key }]
  })
}

/**
 * Each method's strays go, and the canonical entry gets their values where it is not there already. Of several
 * the one without a leading slash counts, which AWS has been seen to take. PURE.
 */
export function straysCleaned(stage: Settings): readonly MethodEntries[] {
  const strays = straysOf(stage)
  const canonical = [...new Set(strays.map((one) => one.canonical))]
  return canonical.map((key) => {
    const spellings = strays.filter((one) => one.canonical === key)
    const source = spellings.find((stray) => !stray.key.startsWith('/')) ?? spellings[0]
    const values = source && stage.settings[source.key]
    const copy = values && !Object.hasOwn(stage.settings, key) ? [copiedEntry(stage, key, values)] : []
    return [...copy, ...spellings.map((stray) => ({ key: stray.key, record: null, fields: [] }))]
  })
}
