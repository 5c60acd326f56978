import type { Counters } from '../cloudwatch/counters.js'
import type { IamMode, Identity } from '../iam/identity.js'
import type { Clock } from './clock.js'
import type { Faults } from './faults.js'
import type { Knobs } from './knobs.js'
import type { Handler } from './lambda.js'
import type { RestApi } from './model.js'

/** Everything that the sandbox knows. `reset` puts a new world in the place of the old one. */
export interface World {
  readonly clock: Clock
  /** Uniform in [0, 1). The only source of ids and chance. */
  readonly random: () => number
  readonly accountId: string
  readonly region: string
  readonly knobs: Knobs
  readonly clusterTimeMs: number
  readonly flushTimeMs: number
  /** How long a finished minute of metrics stays invisible; 0 shows every request at once. */
  readonly metricsDelayMs: number
  readonly faults: Faults
  readonly iam: IamMode
  /** Who may sign requests, by access key. */
  readonly identities: ReadonlyMap<string, Identity>
  /** The API keys that are accepted; any where there are none. */
  readonly apiKeys: ReadonlySet<string>
  readonly apis: Map<string, RestApi>
  /** JavaScript functions that AWS_PROXY integrations call, by Lambda function name. */
  readonly handlers: ReadonlyMap<string, Handler>
  readonly counters: Counters
}
