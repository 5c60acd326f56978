import type { Counters } from '../cloudwatch/counters.js'
import type { Monitoring } from '../cloudwatch/monitoring.js'
import type { IamMode, Identity } from '../iam/identity.js'
import type { Role } from '../iam/role.js'
import type { Logs } from '../logs/store.js'
import type { AccountSettings } from './account-settings.js'
import type { AuthorizerHandler } from './authorizers/handler.js'
import type { Authorizations } from './authorizers/results.js'
import type { Clock } from './clock.js'
import type { Faults } from './faults.js'
import type { Knobs } from './knobs.js'
import type { Handler } from './lambda.js'
import type { RestApi } from './model.js'
import type { Usage } from './usage.js'

/** The state of an account in a region, or in all of them. A reset replaces it by a new one. */
export interface World {
  readonly clock: Clock
  /** Uniform in [0, 1). The only source of ids and chance. */
  readonly random: () => number
  readonly accountId: string
  readonly region: string
  /** False in a region that the account has not switched on. */
  readonly enabled: boolean
  readonly knobs: Knobs
  readonly clusterTimeMs: number
  readonly flushTimeMs: number
  /** How long a finished minute of metrics stays invisible; 0 shows every request at once. */
  readonly metricsDelayMs: number
  readonly faults: Faults
  readonly iam: IamMode
  /** By access key. */
  readonly identities: ReadonlyMap<string, Identity>
  /** Those that the seed knows, by ARN. */
  readonly roles: ReadonlyMap<string, Role>
  /** The seed's API keys, which are good for every API. */
  readonly apiKeys: ReadonlySet<string>
  readonly apis: Map<string, RestApi>
  readonly settings: AccountSettings
  readonly usage: Usage
  /** Whether an API of any world has this id. */
  readonly isTaken: (apiId: string) => boolean
  /** JavaScript functions that AWS_PROXY integrations call, by Lambda function name. */
  readonly handlers: ReadonlyMap<string, Handler>
  /** Those that may be asked as Lambda authorizers: what the sandbox was given, and nothing of its own. */
  readonly authorizers: ReadonlyMap<string, Handler | AuthorizerHandler>
  readonly authorizations: Authorizations
  readonly counters: Counters
  readonly monitoring: Monitoring
  readonly logs: Logs
  /** Gets a line for each request to a stage; null where nobody wants them. */
  readonly accessLog: ((line: string) => void) | null
  /** Gets a line for each answer of a function that does not count; null where nobody wants them. */
  readonly onRefusedAnswer: ((line: string) => void) | null
}
