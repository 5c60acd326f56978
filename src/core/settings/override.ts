import { type GuardOptions, lacksOf } from '../exposure/guard.js'
import { wrongData } from '../exposure/wrong-data.js'
import { readingExportOnce, readMethods, requireMethods } from '../find/methods.js'
import type { OpenStage } from '../find/open-stage.js'
import type { MethodRef } from '../gateway/method.js'
import { nameOfMethod, sameMethod } from '../gateway/method.js'
import type { MethodsSeen } from '../gateway/methods.js'
import type { MethodSettings } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { nameOf, provisioned } from '../gateway/stage.js'
import { changeSettings } from './batch-change.js'
import { coverageOf, isServed, isUnserved, requireCachable } from './override-method.js'
import { type Coverage, overridePlan } from './override-plan.js'
import { keysOf, removalPlan } from './override-removal.js'
import { overridden, overrideReport } from './override-report.js'
import type { SettingsQuestion } from './questions.js'
import type { OverrideReport } from './report.js'
import { strayPlan, straysOf } from './strays.js'

export interface OverrideOptions extends GuardOptions<SettingsQuestion> {
  /** Such as `GET /pets/{id}`; `ANY` covers the verbs that the ANY method serves. */
  readonly method: MethodRef
  /** New values; those left out stay. */
  readonly settings: Partial<MethodSettings>
}

export interface RemovalOptions extends GuardOptions<SettingsQuestion> {
  readonly method: MethodRef
  /** True also removes the method's throttling, logging and metrics. */
  readonly allSettings?: boolean
}

export type StrayOptions = GuardOptions<SettingsQuestion>

/** Reports the stage's overrides, or the settings of one method. Sends only reads. */
export async function readOverrides(stage: OpenStage, ref: MethodRef | null = null): Promise<OverrideReport> {
  const { target, record } = stage
  const seen = await (ref === null ? readMethods : requireMethods)(stage)
  const refs = ref === null ? overridden(record) : coverage(seen, ref, stage).served
  return overrideReport(target, { record, changed: false, waitedMs: 0 }, seen, refs)
}

/**
 * Creates or changes the settings of one method. A new override keeps all other settings of the method,
 * including throttling, logging and metrics. `ANY` covers the verbs that the ANY method serves, of which it
 * caches only GET. Errors: `failure` if the API has no such method.
 */
export async function setOverride(stage: OpenStage, options: OverrideOptions): Promise<OverrideReport> {
  const { method, settings, onAsk, onNote } = options
  const { target } = stage
  const reading = readingExportOnce(stage)
  const seen = await requireMethods(reading)
  const covered = coverageOf(seen, method, target)
  requireCachable(covered, settings.caching, target)
  const changed = await changeSettings(reading, options, {
    plan: (record) => overridePlan(record, covered, settings, { spelling: stage.connection.spelling, target }),
    agree: async ({ unusual }) => {
      if (unusual.length > 0) await onAsk?.({ kind: 'verbs', methods: unusual })
    },
  })
  if (changed.changed && !provisioned(changed.record)) {
    onNote?.(`${nameOf(target)} has no cache: the override is inert until enable`)
  }
  return overrideReport(target, changed, seen, covered.served)
}

/**
 * Makes a method follow the stage's defaults again. An entry with its own throttling, logging or metrics stays,
 * with the defaults' caching, unless `allSettings` is true.
 */
export async function removeOverride(stage: OpenStage, options: RemovalOptions): Promise<OverrideReport> {
  const { method, allSettings = false, onAsk } = options
  const reading = readingExportOnce(stage)
  const seen = await requireMethods(reading)
  const covered = coverage(seen, method, stage)
  const changed = await changeSettings(reading, options, {
    plan: (record) => removalPlan(record, covered, allSettings, stage.connection.spelling),
    agree: async () => {
      if (allSettings) await onAsk?.({ kind: 'removal', method })
    },
  })
  if (changed.changed) noteStillWrong(stage, changed.record, seen, covered, options)
  return overrideReport(stage.target, changed, seen, covered.served)
}

/** The guard is silent about what was wrong before; who removes an override may think that caching has ended with it. */
function noteStillWrong(
  { connection, target }: OpenStage,
  record: StageRecord,
  { deployed }: MethodsSeen,
  { served }: Coverage,
  { onNote }: RemovalOptions,
): void {
  if (deployed === null || !provisioned(record)) return
  const wrong = wrongData(deployed, record.settings).filter((one) => served.some((ref) => sameMethod(one, ref)))
  if (wrong.length === 0) return
  const names = wrong.map(nameOfMethod).join(', ')
  const what = `${names} is still cached, as the defaults say, and answers one caller with another's data: ${lacksOf(wrong)}`
  onNote?.(`${what}:\n${connection.spelling.step({ verb: 'doctor', target })}`)
}

/**
 * Moves entries from stray spellings to API Gateway's own, with all values. Removes those that another entry
 * overrules and those of methods that the API does not have.
 */
export async function cleanStrays(stage: OpenStage, options: StrayOptions = {}): Promise<OverrideReport> {
  const { onAsk } = options
  const strays = straysOf(stage.record)
  const reading = readingExportOnce(stage)
  const seen = await readMethods(reading)
  const changed = await changeSettings(reading, options, {
    plan: (record) => strayPlan(record, (ref) => isUnserved(seen, ref)),
    agree: async ({ fates, unusual }) => {
      await onAsk?.({ kind: 'strays', strays: fates })
      if (unusual.length > 0) await onAsk?.({ kind: 'verbs', methods: unusual })
    },
  })
  const touched = overridden(changed.record).filter((one) => strays.some((stray) => sameMethod(one, stray)))
  return overrideReport(stage.target, changed, seen, touched)
}

/** Covers a method that the API no longer has, since the stage may still have settings of it. */
function coverage(seen: MethodsSeen, ref: MethodRef, { target, record }: OpenStage): Coverage {
  if (!isServed(seen, ref) && keysOf(record, ref).length > 0) return { ref, served: [ref] }
  return coverageOf(seen, ref, target)
}
