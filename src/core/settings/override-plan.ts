import type { Spelling } from '../base/spelling.js'
import { type MethodRef, sameMethod } from '../gateway/method.js'
import type { MethodSettings, Target } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { methodKey } from '../gateway/settings.js'
import { newlyCachedVerbs } from './batch.js'
import type { SettingsPlan } from './batch-change.js'
import { changedEntry, newEntry } from './copy-settings.js'
import { straysOf } from './strays.js'

/** How the commands in notes are spelled, and for which stage. */
interface Naming {
  readonly spelling: Spelling
  readonly target: Target
}

type Settings = Pick<StageRecord, 'settings'>

/** The named method and the methods that it covers: itself, or the verbs that an ANY method serves. */
export interface Coverage {
  readonly ref: MethodRef
  readonly served: readonly MethodRef[]
}

export interface OverridePlan extends SettingsPlan {
  /** Methods other than GET that would become cached. */
  readonly unusual: readonly MethodRef[]
}

/** Plans an override with these settings for each covered method. PURE. */
export function overridePlan(
  stage: Settings,
  { ref, served }: Coverage,
  settings: Partial<MethodSettings>,
  { spelling, target }: Naming,
): OverridePlan {
  const methods = served.flatMap((one) => {
    // Verbs other than GET are cached only if they are named.
    const leftOff = settings.caching && ref.method === 'ANY' && one.method !== 'GET'
    const entry = entryFor(stage, one, leftOff ? { ...settings, caching: false } : settings)
    return entry ? [[entry]] : []
  })
  return {
    methods,
    notes: strayNotes(stage, served, { spelling, target }),
    unusual: newlyCachedVerbs(stage, methods),
  }
}

function entryFor(stage: Settings, ref: MethodRef, settings: Partial<MethodSettings>) {
  const key = methodKey(ref)
  const own = stage.settings[key]
  return own ? changedEntry(key, own, settings) : newEntry(stage, ref, settings)
}

function strayNotes(
  stage: Settings,
  served: readonly MethodRef[],
  { spelling: { step }, target }: Naming,
): readonly string[] {
  const clean = step({ verb: 'override', options: { cleanStrays: true }, target })
  return straysOf(stage)
    .filter((stray) => served.some((one) => sameMethod(one, stray)))
    .map(({ key, method, path }) => `${method} ${path} also has the stray entry ${key}:\n${clean}`)
}
