/**
 * Caching of Amazon API Gateway REST API stages, as a library: what the command line does, with the same
 * results. Every function takes a Connection from `connect` first.
 */
export { type ConnectSettings, connect } from './connect.js'
export { type AdviseOptions, advise } from './core/advise/advise.js'
export type { Advice, AdviceBasis, AdviceReport } from './core/advise/report.js'
export type { Connection } from './core/aws/connection.js'
export { ApigwCacheError, type ErrorKind } from './core/base/errors.js'
export type { ChangeOptions, Progress } from './core/change/options.js'
export { disableCache } from './core/cluster/disable.js'
export { type EnableOptions, enableCache } from './core/cluster/enable.js'
export { type FlushOptions, flushCache } from './core/cluster/flush.js'
export type { Flushed, LossOptions, LossQuestion } from './core/cluster/loss.js'
export { resizeCache } from './core/cluster/resize.js'
export { waitForCache } from './core/cluster/wait.js'
export type { MethodChange } from './core/deploy/difference.js'
export type { DeployPreview } from './core/deploy/preview.js'
export { type DoctorOptions, readDoctor } from './core/doctor/doctor.js'
export { type FixOptions, type FixQuestion, fixDoctor } from './core/doctor/fix.js'
export type { DoctorFinding, DoctorReport, Severity } from './core/doctor/report.js'
export type { Suppression } from './core/doctor/suppression.js'
export type { GuardOptions } from './core/exposure/guard.js'
export type { IdentityQuestion, PrivateProbe } from './core/exposure/private-probe.js'
export type { UnkeyedMethod } from './core/exposure/wrong-data.js'
export {
  type OpenOptions,
  openStage,
  type ResolvedTarget,
  type TargetRequest,
} from './core/find/target.js'
export { type KeySpec, parseKey } from './core/gateway/key.js'
export type {
  Cluster,
  ClusterSize,
  ClusterStatus,
  EffectiveMethod,
  MethodSettings,
  Price,
  StageCache,
  Target,
  UnauthorizedStrategy,
  Warning,
} from './core/gateway/model.js'
export type { PriceTable } from './core/gateway/pricing.js'
export type { InvalidateOptions, InvalidateStart, InvalidationPlan } from './core/invalidate/invalidate.js'
export type { InvalidateProgress, InvalidateReport, InvalidateResult } from './core/invalidate/report.js'
export type { SignMode } from './core/invalidate/signing.js'
export { changeKeys, type KeysOptions } from './core/keys/change.js'
export { listKeys } from './core/keys/list.js'
export type { KeyChange, KeyedMethod, KeyList } from './core/keys/report.js'
export type { Averages, Rates } from './core/metrics/rates.js'
export type { Metrics } from './core/metrics/report.js'
export { type Window, windowOf } from './core/metrics/window.js'
export type { Policy, PolicyDocument, PolicyStatement } from './core/policy/document.js'
export type { OperatorVerb } from './core/policy/permissions.js'
export type { Widening } from './core/policy/place.js'
export type { PolicyRequest } from './core/policy/policy.js'
export type { LatencyFigures, Report, ReportPoint, StageReport } from './core/report/model.js'
export { type ReportOptions, readStageReport } from './core/report/report.js'
export type { Doors } from './core/request/doors.js'
export {
  type DefaultsOptions,
  setDefaults,
  showDefaults,
} from './core/settings/defaults.js'
export {
  cleanStrays,
  type OverrideOptions,
  type RemovalOptions,
  readOverrides,
  removeOverride,
  type StrayOptions,
  setOverride,
} from './core/settings/override.js'
export type { OverriddenMethod, OverrideReport, Shadow, StrayKey } from './core/settings/report.js'
export type { StrayFate } from './core/settings/strays.js'
export type { StatusReport } from './core/status/report.js'
export { readStatus, type StatusOptions } from './core/status/status.js'
export { type WatchOptions, type WatchTick, watchStatus } from './core/status/watch.js'
export type { VerifyProgress } from './core/verify/doors.js'
export type { VerifyOptions, VerifyQuestion } from './core/verify/options.js'
export type { Verdict, VerifyReport, VerifyResult } from './core/verify/report.js'
export type { WarmProgress, WarmReport } from './core/warm/report.js'
export type { WarmingPlan, WarmOptions, WarmStart } from './core/warm/warm.js'
export { type Requests, requestsThrough, type Stage, stageOf } from './stage.js'
