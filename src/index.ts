/**
 * Caching of Amazon API Gateway REST API stages, as a library: what the command line does, with the same
 * results. `connect` opens an account and region, `connection.stage()` finds a stage, and the stage has a method
 * for each thing that can be done to its cache.
 */
export { type Connection, type ConnectSettings, connect, type StageRequest } from './connect.js'
export type { AdviseOptions } from './core/advise/advise.js'
export type { Advice, AdviceBasis, AdviceReport } from './core/advise/report.js'
export type { Place } from './core/aws/connection.js'
export type { RoleRequest } from './core/aws/role.js'
export { ApigwCacheError, type ErrorKind } from './core/base/errors.js'
export type { ChangeOptions, Progress } from './core/change/options.js'
export type { EnableOptions } from './core/cluster/enable.js'
export type { FlushOptions } from './core/cluster/flush.js'
export type { Flushed, LossOptions, LossQuestion } from './core/cluster/loss.js'
export type { ResizeOptions } from './core/cluster/resize.js'
export type { WaitOptions } from './core/cluster/wait.js'
export type { ApplyReport } from './core/declare/apply/apply.js'
export type { Choices } from './core/declare/choices.js'
export type {
  Declaration,
  DeclaredMethod,
  DeclaredSettings,
  DeclaredStage,
} from './core/declare/document/data.js'
export type { SourceFile } from './core/declare/document/declared.js'
export type { ExportOptions } from './core/declare/export.js'
export type {
  ApplyRequest,
  Exported,
  ExportRequest,
  PlanQuestion,
  PlanRequest,
} from './core/declare/files.js'
export type {
  Plan,
  PlannedChange,
  PlannedDeployment,
  Risk,
  RiskCode,
  SavedPlan,
} from './core/declare/report.js'
export type { MethodChange } from './core/deploy/difference.js'
export type { DeployPreview } from './core/deploy/preview.js'
export type { DoctorOptions } from './core/doctor/doctor.js'
export type { FixOptions, FixQuestion } from './core/doctor/fix.js'
export type { DoctorFinding, DoctorReport, Severity } from './core/doctor/report.js'
export type { Suppression } from './core/doctor/suppression.js'
export type { GuardOptions } from './core/exposure/guard.js'
export type { IdentityQuestion, PrivateProbe } from './core/exposure/private-probe.js'
export type { UnkeyedMethod } from './core/exposure/wrong-data.js'
export { type KeySpec, parseKey } from './core/gateway/key.js'
export type { MethodRef } from './core/gateway/method.js'
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
export type { InvalidateOptions, InvalidateStart, InvalidationPlan } from './core/invalidate/invalidate.js'
export type { InvalidateProgress, InvalidateReport, InvalidateResult } from './core/invalidate/report.js'
export type { SignMode } from './core/invalidate/signing.js'
export type { KeysOptions, KeysQuestion } from './core/keys/change.js'
export type { KeyChange, KeyedMethod, KeyList } from './core/keys/report.js'
export type { ListOptions } from './core/list/list.js'
export type { ListRow, Scanned, StageList, Total } from './core/list/report.js'
export type { ScanProgress } from './core/list/scan.js'
export type { Averages, Rates } from './core/metrics/rates.js'
export type { Metrics } from './core/metrics/report.js'
export { type Window, windowOf } from './core/metrics/window.js'
export type { Policy, PolicyDocument, PolicyStatement } from './core/policy/document.js'
export type { OperatorVerb } from './core/policy/permissions.js'
export type { Widening } from './core/policy/place.js'
export type { PolicyRequest } from './core/policy/policy.js'
export type { LatencyFigures, Report, ReportPoint, StageReport } from './core/report/model.js'
export type { ReportOptions } from './core/report/report.js'
export type { DefaultsOptions } from './core/settings/defaults.js'
export type { OverrideOptions, RemovalOptions, StrayOptions } from './core/settings/override.js'
export type { SettingsQuestion } from './core/settings/questions.js'
export type {
  DefaultsReport,
  OverriddenMethod,
  OverrideReport,
  Shadow,
  StrayKey,
} from './core/settings/report.js'
export type { StrayFate } from './core/settings/strays.js'
export type { StatusReport } from './core/status/report.js'
export type { StatusOptions } from './core/status/status.js'
export type { WatchOptions, WatchTick } from './core/status/watch.js'
export type { VerifyProgress } from './core/verify/doors.js'
export type { VerifyOptions, VerifyQuestion } from './core/verify/options.js'
export type { VerificationPlan } from './core/verify/plan.js'
export type { Verdict, VerifyReport, VerifyResult } from './core/verify/report.js'
export type { WarmProgress, WarmReport } from './core/warm/report.js'
export type { WarmingPlan, WarmOptions, WarmStart } from './core/warm/warm.js'
export type { Requests, Stage } from './stage.js'
