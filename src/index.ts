/**
 * Caching of Amazon API Gateway REST API stages, as a library: what the command line does, with the same
 * results. Every function takes a Connection from `connect` first.
 */
export { type ConnectSettings, connect } from './connect.js'
export { type DoctorOptions, readDoctor } from './core/advice/doctor/doctor.js'
export { type FixOptions, fixDoctor } from './core/advice/doctor/fix.js'
export type { DoctorFinding, DoctorReport, Severity } from './core/advice/doctor/report.js'
export type { Suppression } from './core/advice/doctor/suppression.js'
export type { UnkeyedMethod } from './core/advice/unkeyed-path.js'
export { advise } from './core/advise/advise.js'
export type { Advice, AdviceBasis, AdviceReport } from './core/advise/report.js'
export type { Connection } from './core/connection.js'
export type { ChangeOptions } from './core/control/change.js'
export {
  type DefaultsOptions,
  type DefaultsRequest,
  setDefaults,
  showDefaults,
} from './core/control/defaults.js'
export type { MethodChange } from './core/control/deploy-diff.js'
export type { DeployPreview } from './core/control/deploy-plan.js'
export { type DestructiveOptions, disableCache } from './core/control/disable.js'
export { type EnableOptions, type EnableRequest, enableCache } from './core/control/enable.js'
export { type Flushed, flushCache } from './core/control/flush.js'
export type { GuardOptions } from './core/control/guard.js'
export { listKeys } from './core/control/keys.js'
export { changeKeys, type KeysOptions, type KeysRequest } from './core/control/keys-change.js'
export { type KeySpec, parseKey } from './core/control/keys-spec.js'
export {
  cleanStrays,
  type OverrideOptions,
  type RemovalOptions,
  readOverrides,
  removeOverride,
  type StrayOptions,
  setOverride,
} from './core/control/override.js'
export { resizeCache } from './core/control/resize.js'
export type { Progress } from './core/control/settle.js'
export type { StrayFate } from './core/control/strays.js'
export {
  type ResolvedTarget,
  type ResolveOptions,
  resolveTarget,
  type TargetRequest,
} from './core/control/targets.js'
export { waitForCache } from './core/control/wait-for.js'
export { type ErrorKind, ToolError } from './core/errors.js'
export { type InvalidateOptions, invalidate } from './core/invalidate/invalidate.js'
export type { InvalidateReport, InvalidateResult } from './core/invalidate/report.js'
export type { SignMode } from './core/invalidate/signing.js'
export type { Averages, Rates } from './core/metrics/rates.js'
export { type Window, windowOf } from './core/metrics/window.js'
export type {
  Cluster,
  ClusterSize,
  ClusterStatus,
  EffectiveMethod,
  KeyChange,
  KeyedMethod,
  KeyList,
  MethodSettings,
  Metrics,
  OverriddenMethod,
  OverrideReport,
  Price,
  Shadow,
  StageCache,
  StatusReport,
  StrayKey,
  Target,
  UnauthorizedStrategy,
  Verdict,
  VerifyReport,
  VerifyResult,
  Warning,
} from './core/model.js'
export type { Policy, PolicyDocument, PolicyStatement } from './core/policy/document.js'
export type { OperatorVerb } from './core/policy/permissions.js'
export type { Widening } from './core/policy/place.js'
export { type PolicyRequest, policyFor } from './core/policy/policy.js'
export type { PriceTable } from './core/pricing.js'
export type { PrivateProbe } from './core/probe/private-probe.js'
export type { LatencyFigures, Report, ReportPoint, StageReport } from './core/report/model.js'
export { type ReportRequest, readReport, readStageReport } from './core/report/report.js'
export { readStatus, type StatusRequest } from './core/status.js'
export { type VerifyOptions, verify } from './core/verify.js'
export type { WarmReport } from './core/warm/report.js'
export type { WarmProgress } from './core/warm/run.js'
export { type WarmOptions, warm } from './core/warm/warm.js'
export { type WatchRequest, type WatchTick, watchStatus } from './core/watch.js'
