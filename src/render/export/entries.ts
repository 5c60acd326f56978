import { undeployedKeys, type WholeStage } from '../../core/declare/whole-stage.js'
import { byPath, type MethodRef, nameOfMethod } from '../../core/gateway/method.js'
import type { MethodRecord, SettingRecord } from '../../core/gateway/record.js'
import { DEFAULTS_KEY, overrideKey, parseMethodKey } from '../../core/gateway/settings.js'
import { placedNameOf } from '../../core/gateway/stage.js'

/** One entry of a stage's settings; the defaults are of no method. */
export interface Entry {
  /** As AWS spells it. */
  readonly key: string
  readonly ref: MethodRef | null
  readonly setting: SettingRecord
}

/** The defaults first: who creates the overrides copies them. */
export function entriesOf({ record }: WholeStage): readonly Entry[] {
  const overrides = Object.entries(record.settings).flatMap(([key, setting]) => {
    const ref = parseMethodKey(key)
    return ref === null ? [] : [{ key, ref, setting }]
  })
  const defaults = record.settings[DEFAULTS_KEY]
  return [
    ...(defaults ? [{ key: DEFAULTS_KEY, ref: null, setting: defaults }] : []),
    ...overrides.sort((a, b) => byPath(a.ref, b.ref)),
  ]
}

/** The methods of an API that have cache keys. */
export function keyedMethods({ methods }: WholeStage): readonly MethodRecord[] {
  return [...(methods ?? [])].filter(({ cacheKeyParameters }) => cacheKeyParameters.length > 0).sort(byPath)
}

/** The first stage of each API, which knows the methods of all. */
export function onePerApi(stages: readonly WholeStage[]): readonly WholeStage[] {
  const place = ({ target: { account, region, api } }: WholeStage) => JSON.stringify([account, region, api.id])
  return [...new Map([...stages].reverse().map((one) => [place(one), one])).values()].reverse()
}

/** What a reader of any of the languages has to know about one stage. */
export function notesOf(stage: WholeStage): readonly string[] {
  const { methods, record, deployed } = stage
  const undeployed = undeployedKeys(stage).map(nameOfMethod)
  return [
    placedNameOf(stage.target),
    ...(methods === null ? ['Its methods may not be read, so their cache keys are left out.'] : []),
    ...(deployed === null ? ['What it has deployed may not be read, so it may serve with other cache keys.'] : []),
    ...(undeployed.length === 0
      ? []
      : [`Not deployed yet, so served with other cache keys: ${undeployed.join(', ')}.`]),
    ...(record.canary === null ? [] : ['It has a canary, which is not here.']),
    ...(record.clusterStatus === 'AVAILABLE' || record.clusterStatus === 'NOT_AVAILABLE'
      ? []
      : [`Its cluster was changing when this was written: ${record.clusterStatus}.`]),
  ]
}

/** The entries that decide, without strays in other spellings. */
export function effectiveEntries(stage: WholeStage): readonly Entry[] {
  return entriesOf(stage).filter(({ key, ref }) => ref === null || overrideKey(stage.record, ref) === key)
}

/** The stages of each account and region. */
export function placesOf(stages: readonly WholeStage[]): readonly (readonly WholeStage[])[] {
  const placeOf = ({ target: { account, region } }: WholeStage) => JSON.stringify([account, region])
  return [...new Set(stages.map(placeOf))].map((place) => stages.filter((one) => placeOf(one) === place))
}
