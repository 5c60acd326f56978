import type { AdviseOptions } from './core/advise/advise.js'
import type { AdviceReport } from './core/advise/report.js'
import type { EnableOptions } from './core/cluster/enable.js'
import type { FlushOptions } from './core/cluster/flush.js'
import type { LossOptions } from './core/cluster/loss.js'
import type { ResizeOptions } from './core/cluster/resize.js'
import type { WaitOptions } from './core/cluster/wait.js'
import type { DeclaredStage } from './core/declare/document/data.js'
import type { ExportOptions } from './core/declare/export.js'
import type { DoctorOptions } from './core/doctor/doctor.js'
import type { FixOptions } from './core/doctor/fix.js'
import type { DoctorReport } from './core/doctor/report.js'
import { openLedger } from './core/find/ledger.js'
import { type OpenStage, readRecord } from './core/find/open-stage.js'
import type { MethodRef } from './core/gateway/method.js'
import type { StageCache, Target } from './core/gateway/model.js'
import type { InvalidateOptions, InvalidationPlan } from './core/invalidate/invalidate.js'
import type { InvalidateResult } from './core/invalidate/report.js'
import type { KeysOptions } from './core/keys/change.js'
import type { KeyChange, KeyList } from './core/keys/report.js'
import type { Policy } from './core/policy/document.js'
import type { PolicyRequest } from './core/policy/policy.js'
import type { StageReport } from './core/report/model.js'
import type { ReportOptions } from './core/report/report.js'
import { type Doors, doorsOf } from './core/request/doors.js'
import type { DefaultsOptions } from './core/settings/defaults.js'
import type { OverrideOptions, RemovalOptions, StrayOptions } from './core/settings/override.js'
import type { DefaultsReport, OverrideReport } from './core/settings/report.js'
import type { StatusReport } from './core/status/report.js'
import type { StatusOptions } from './core/status/status.js'
import type { WatchOptions, WatchTick } from './core/status/watch.js'
import type { VerifyOptions } from './core/verify/options.js'
import type { VerificationPlan } from './core/verify/plan.js'
import type { VerifyResult } from './core/verify/report.js'
import type { WarmReport } from './core/warm/report.js'
import type { WarmingPlan, WarmOptions } from './core/warm/warm.js'

/** What is done by requests to a stage, or to any other server. */
export interface Requests {
  /** Proves by probing whether a cache answers, and which one. */
  verify(options: VerifyOptions): Promise<VerifyResult>
  /** What `verify` would send at most. */
  planVerification(options: VerifyOptions): Promise<VerificationPlan>
  /** Refreshes single entries, and judges whether API Gateway obeyed. */
  invalidate(options: InvalidateOptions): Promise<InvalidateResult>
  /** What `invalidate` would send. */
  planInvalidation(options: InvalidateOptions): Promise<InvalidationPlan>
  /** Fills the cache from a list of URLs, gently. */
  warm(options: WarmOptions): Promise<WarmReport>
  /** What `warm` would send. */
  planWarming(options: WarmOptions): Promise<WarmingPlan>
}

/**
 * One stage of a REST API, and everything that can be done to its cache. Each method loads its code when it is
 * called, and rejects with an `ApigwCacheError`.
 */
export interface Stage extends Requests {
  readonly target: Target
  /** Provisions the cluster, turns caching of GETs on, and waits until it serves. */
  enable(options?: EnableOptions): Promise<StageCache>
  /** Removes the cluster and waits until it is gone; method settings stay. */
  disable(options?: LossOptions): Promise<StageCache>
  /** Changes the capacity, which loses every entry. */
  resize(options: ResizeOptions): Promise<StageCache>
  /** Waits for a change that somebody else started. */
  wait(options: WaitOptions): Promise<StageCache>
  /** Discards every entry. */
  flush(options?: FlushOptions): Promise<StageCache>
  /** Changes the stage-wide settings, or shows them where none are given. */
  defaults(options?: DefaultsOptions): Promise<DefaultsReport>
  /** The overrides, or the settings of one method. */
  overrides(method?: MethodRef): Promise<OverrideReport>
  /** Gives a method settings of its own. */
  override(options: OverrideOptions): Promise<OverrideReport>
  /** Lets a method follow the defaults again. */
  removeOverride(options: RemovalOptions): Promise<OverrideReport>
  /** Moves entries of `methodSettings` to the spelling that API Gateway uses. */
  cleanStrays(options?: StrayOptions): Promise<OverrideReport>
  /** The cache keys of all methods, or of one. */
  keys(method?: MethodRef): Promise<KeyList>
  /** Adds or removes cache keys of a method. */
  changeKeys(options: KeysOptions): Promise<KeyChange>
  /** An IAM policy for clients that invalidate, or for operators. */
  policy(request: PolicyRequest): Promise<Policy>
  /** What the cache is, and how it did in a window. */
  status(options?: StatusOptions): Promise<StatusReport>
  /** The status again and again, until the signal is aborted or nobody wants another. */
  watch(options?: WatchOptions): AsyncIterable<WatchTick>
  /** Why it is not caching, what is unsafe, and what costs for nothing. */
  doctor(options?: DoctorOptions): Promise<DoctorReport>
  /** Makes the changes that are safe, and judges again. */
  fix(options?: FixOptions): Promise<DoctorReport>
  /** Whether the cluster should be larger, smaller or gone, and which TTLs and keys cost hits. */
  advise(options?: AdviseOptions): Promise<AdviceReport>
  /** Everything that a page about the stage shows. */
  report(options?: ReportOptions): Promise<StageReport>
  /** The stage as the declarative file says it; a plan of that is empty. */
  export(options?: ExportOptions): Promise<DeclaredStage>
}

/** The methods of an open stage. */
export function stageOf(stage: OpenStage): Stage {
  // The record that was found serves the first call. From then on the stage may have changed, by these methods above all.
  let isFresh = true
  const current = async (): Promise<OpenStage> => {
    if (isFresh) {
      isFresh = false
      return stage
    }
    const record = await readRecord(stage)
    // What an earlier call has written is no news of this one.
    return { ...stage, record, ledger: openLedger(stage.connection, stage.target, record.clusterStatus) }
  }
  // They are expected to answer as the settings say now, however long ago the stage was found.
  const requests = async () => {
    isFresh = false
    return requestsThrough(doorsOf(await current()))
  }
  return {
    target: stage.target,
    verify: async (options) => (await requests()).verify(options),
    planVerification: async (options) => (await requests()).planVerification(options),
    invalidate: async (options) => (await requests()).invalidate(options),
    planInvalidation: async (options) => (await requests()).planInvalidation(options),
    warm: async (options) => (await requests()).warm(options),
    planWarming: async (options) => (await requests()).planWarming(options),
    enable: async (options) => (await import('./core/cluster/enable.js')).enableCache(await current(), options),
    disable: async (options) => (await import('./core/cluster/disable.js')).disableCache(await current(), options),
    resize: async (options) => (await import('./core/cluster/resize.js')).resizeCache(await current(), options),
    wait: async (options) => (await import('./core/cluster/wait.js')).waitForCache(await current(), options),
    flush: async (options) => (await import('./core/cluster/flush.js')).flushCache(await current(), options),
    async defaults(options) {
      const { setDefaults, showDefaults } = await import('./core/settings/defaults.js')
      return options === undefined ? showDefaults(await current()) : setDefaults(await current(), options)
    },
    overrides: async (method) => (await import('./core/settings/override.js')).readOverrides(await current(), method),
    override: async (options) => (await import('./core/settings/override.js')).setOverride(await current(), options),
    removeOverride: async (options) =>
      (await import('./core/settings/override.js')).removeOverride(await current(), options),
    cleanStrays: async (options) => (await import('./core/settings/override.js')).cleanStrays(await current(), options),
    keys: async (method) => (await import('./core/keys/list.js')).listKeys(await current(), method),
    changeKeys: async (options) => (await import('./core/keys/change.js')).changeKeys(await current(), options),
    status: async (options) => (await import('./core/status/status.js')).readStatus(await current(), options),
    async *watch(options) {
      yield* (await import('./core/status/watch.js')).watchStatus(await current(), options)
    },
    doctor: async (options) => (await import('./core/doctor/doctor.js')).readDoctor(await current(), options),
    fix: async (options) => (await import('./core/doctor/fix.js')).fixDoctor(await current(), options),
    advise: async (options) => (await import('./core/advise/advise.js')).advise(await current(), options),
    report: async (options) => (await import('./core/report/report.js')).readStageReport(await current(), options),
    async export(options) {
      const { exportStage } = await import('./core/declare/export.js')
      return exportStage(await current(), options)
    },
    policy: async (request) => (await import('./core/policy/policy.js')).policyFor(await current(), request),
  }
}

/** For URLs of servers that are no stage of a known API, too: only what signs needs an account then. */
export function requestsThrough(doors: Doors): Requests {
  return {
    verify: async (options) => (await import('./core/verify/verify.js')).verify(doors, options),
    planVerification: async (options) => (await import('./core/verify/plan.js')).planVerification(doors, options),
    invalidate: async (options) => (await import('./core/invalidate/invalidate.js')).invalidate(doors, options),
    planInvalidation: async (options) =>
      (await import('./core/invalidate/invalidate.js')).planInvalidation(doors, options),
    warm: async (options) => (await import('./core/warm/warm.js')).warm(doors, options),
    planWarming: async (options) => (await import('./core/warm/warm.js')).planWarming(doors, options),
  }
}
