/**
 * Caching of Amazon API Gateway REST API stages, as a library: what the command line does, with the same
 * results. Every function takes a Connection from `connect` first.
 */
export { type ConnectSettings, connect } from './connect.js'
export type { UnkeyedMethod } from './core/advice/unkeyed-path.js'
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
export { type EnableRequest, enableCache } from './core/control/enable.js'
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
export type { PrivateProbe } from './core/probe/private-probe.js'
export { readStatus, type StatusRequest } from './core/status.js'
export { type VerifyOptions, verify } from './core/verify.js'
