import { checkedInput, type SandboxOptions } from './options.js'
import type { Sandbox } from './sandbox.js'
import { start } from './start.js'
import { takeStateFile } from './state/lock.js'

export type { QuotaMode } from './control/limits/quota.js'
export type { IamMode, SeedIdentity } from './iam/identity.js'
export type { PolicyDocument, PolicyStatement } from './iam/policy.js'
export type { Role as SeedRole } from './iam/role.js'
export type { SandboxOptions } from './options.js'
export { SandboxInputError } from './options.js'
export type { Sandbox, SandboxApi } from './sandbox.js'
export { parseSeed } from './seed/schema.js'
export type {
  Seed,
  SeedApi,
  SeedApiKey,
  SeedAuthorizer,
  SeedIntegration,
  SeedMethod,
  SeedStage,
  SeedTraffic,
} from './seed/seed.js'
export type { SandboxBug } from './server/bug.js'
export type { RequestLogEntry } from './server/request-log.js'
export type { SandboxTemplate } from './template/template.js'
export type {
  AuthorizerHandler,
  LambdaAuthorizerEvent,
  LambdaAuthorizerResult,
  LambdaRequestEvent,
  LambdaTokenEvent,
} from './world/authorizers/handler.js'
export type { Clock } from './world/clock.js'
export type { FaultAnswer, Faults } from './world/faults.js'
export type { Knobs } from './world/knobs.js'
export type { Handler, HandlerContext, LambdaProxyEvent, LambdaProxyResult } from './world/lambda.js'
export type { CanarySettings, MethodSetting, TokenIdentity } from './world/model.js'

/**
 * Starts an HTTP server that behaves like the control plane and the cached data plane of Amazon API Gateway's
 * REST APIs, and like CloudWatch and STS as far as stage caching needs them. What it does and how well each
 * part is known is written in BEHAVIOUR.md.
 *
 * Rejects with the system's error when the port cannot be listened on (`EADDRINUSE`, `EACCES`), and with a
 * `SandboxInputError` that names the place when the seed contradicts itself or a document, template or state is wrong.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { stateFile } = options
  if (stateFile === undefined) return start(options, () => undefined)
  const release = checkedInput('stateFile', () => takeStateFile(stateFile))
  try {
    return await start(options, release)
  } catch (error) {
    release()
    throw error
  }
}
