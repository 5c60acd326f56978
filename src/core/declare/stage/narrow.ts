import { type MethodRef, nameOfMethod, sameMethod, servingMethod } from '../../gateway/method.js'
import { FIELD_NAMES, FIELDS, type WantedSettings, type WantedStage } from '../wanted.js'
import { coveredBy } from './entries.js'
import type { JudgedChange } from './raw-changes.js'

/** What is left of a file's wishes without the changes that are blocked. PURE. */
export function narrowed(
  wanted: WantedStage,
  changes: readonly JudgedChange[],
  methods: readonly MethodRef[],
): WantedStage {
  const paths = new Set(changes.filter(({ blocked }) => blocked !== null).map(({ path }) => path))
  const isFree = (place: string, settings: WantedSettings): WantedSettings =>
    Object.fromEntries(
      FIELDS.filter((field) => field in settings && !paths.has(`${place}.${FIELD_NAMES[field]}`)).map((field) => [
        field,
        settings[field],
      ]),
    )
  const refs = changes.flatMap(({ ref }) => ref ?? [])
  const isIdle = (ref: MethodRef) =>
    changes.every((one) => one.ref === null || !sameMethod(one.ref, ref) || one.blocked !== null)
  return {
    ...wanted,
    cache: paths.has('cache') ? null : wanted.cache,
    settings: isFree('defaults', wanted.settings),
    methods: wanted.methods.map((method) => ({
      ...method,
      settings: coveredBy(method, wanted, methods).reduce(
        (settings, { ref }) => isFree(`methods.${nameOfMethod(ref)}`, settings),
        method.settings,
      ),
      keys: paths.has(`methods.${nameOfMethod(method)}.keys`) ? null : method.keys,
    })),
    leaveAlone: refs.filter(isIdle),
  }
}

/** True if a method, or the ANY that serves it, is one of these. PURE. */
export function isAmong(refs: readonly MethodRef[], ref: MethodRef): boolean {
  return servingMethod(refs, ref) !== null
}
