import type { StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import type { GuardOptions } from '../exposure/guard.js'
import type { ResolvedTarget } from '../find/target.js'
import { type MethodsSeen, readMethods } from '../gateway/methods.js'
import type { MethodSettings, OverrideReport, Target } from '../gateway/model.js'
import type { MethodRef } from '../gateway/settings.js'
import { nameOf, provisioned } from '../gateway/stage.js'
import { changeSettings } from './batch-change.js'
import { coverageOf, isServed, isUnserved } from './override-method.js'
import { type Coverage, overridePlan } from './override-plan.js'
import { methodsOf, readingOnce } from './override-reads.js'
import { keysOf, removalPlan } from './override-removal.js'
import { overridden, overrideReport } from './override-report.js'
import { type StrayFate, strayPlan, straysOf } from './strays.js'

type Stage = Pick<ResolvedTarget, 'target' | 'stage'>

export interface OverrideOptions extends GuardOptions {
  /** Called before methods other than GET are cached. Throw to refuse. */
  readonly agreeToVerbs: (methods: readonly MethodRef[]) => Promise<void>
}

export interface RemovalOptions extends GuardOptions {
  /** Called before throttling, logging and metrics go with the rest. Throw to refuse. */
  readonly agreeToRemoval: (method: MethodRef) => Promise<void>
}

export interface StrayOptions extends OverrideOptions {
  /** Called before entries are moved or removed. Throw to refuse. */
  readonly agreeToStrays: (strays: readonly StrayFate[]) => Promise<void>
}

/** The stage's overrides, or the settings of one method. Sends only reads. */
export async function readOverrides(
  connection: Connection,
  { target, stage }: Stage,
  ref: MethodRef | null = null,
): Promise<OverrideReport> {
  const seen = await (ref === null ? readMethods : methodsOf)(connection, target)
  const refs = ref === null ? overridden(stage) : coverage(seen, ref, target, stage).served
  return overrideReport(target, { record: stage, changed: false, waitedMs: 0 }, seen, refs)
}

/**
 * Gives a method settings of its own, or changes them. A new override keeps what the method had, its throttling,
 * logging and metrics included. `ANY` stands for the verbs that the ANY method serves, of which only GET is ever
 * cached. Errors: `failure` where the API has no such method.
 */
export async function setOverride(
  connection: Connection,
  { target, stage }: Stage,
  ref: MethodRef,
  settings: Partial<MethodSettings>,
  options: OverrideOptions,
): Promise<OverrideReport> {
  const reading = readingOnce(connection, stage.deploymentId)
  const seen = await methodsOf(reading, target)
  const covered = coverageOf(seen, ref, target)
  const changed = await changeSettings(reading, target, options, {
    plan: (record) => overridePlan(record, covered, settings),
    agree: async ({ unusual }) => {
      if (unusual.length > 0) await options.agreeToVerbs(unusual)
    },
  })
  if (changed.changed && !provisioned(changed.record)) {
    options.onNote?.(`${nameOf(target)} has no cache: the override is inert until enable`)
  }
  return overrideReport(target, changed, seen, covered.served)
}

/**
 * Lets a method follow the stage's defaults again. An entry with throttling, logging or metrics of its own stays,
 * with the defaults' caching, unless `allSettings` is true.
 */
export async function removeOverride(
  connection: Connection,
  { target, stage }: Stage,
  ref: MethodRef,
  allSettings: boolean,
  options: RemovalOptions,
): Promise<OverrideReport> {
  const reading = readingOnce(connection, stage.deploymentId)
  const seen = await methodsOf(reading, target)
  const covered = coverage(seen, ref, target, stage)
  const changed = await changeSettings(reading, target, options, {
    plan: (record) => removalPlan(record, covered, allSettings),
    agree: async () => {
      if (allSettings) await options.agreeToRemoval(ref)
    },
  })
  return overrideReport(target, changed, seen, covered.served)
}

/**
 * Moves entries in stray spellings to API Gateway's own, with all their values. Those that another entry of the
 * same method has made void, and those of methods that the API does not have, only go.
 */
export async function cleanStrays(
  connection: Connection,
  { target, stage }: Stage,
  options: StrayOptions,
): Promise<OverrideReport> {
  const refs = straysOf(stage).map(({ method, path }) => ({ method, path }))
  const reading = readingOnce(connection, stage.deploymentId)
  const seen = await readMethods(reading, target)
  const changed = await changeSettings(reading, target, options, {
    plan: (record) => strayPlan(record, (ref) => isUnserved(seen, ref)),
    agree: async ({ fates, unusual }) => {
      await options.agreeToStrays(fates)
      if (unusual.length > 0) await options.agreeToVerbs(unusual)
    },
  })
  return overrideReport(target, changed, seen, overridden(changed.record).filter(among(refs)))
}

/** A method that is gone from the API may still have settings on the stage. */
function coverage(seen: MethodsSeen, ref: MethodRef, target: Target, stage: StageRecord): Coverage {
  if (!isServed(seen, ref) && keysOf(stage, ref).length > 0) return { ref, served: [ref] }
  return coverageOf(seen, ref, target)
}

function among(refs: readonly MethodRef[]): (one: MethodRef) => boolean {
  return ({ method, path }) => refs.some((ref) => ref.method === method && ref.path === path)
}
