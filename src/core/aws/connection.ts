import type { Clock } from '../base/clock.js'
import type { Http, HttpRequest } from '../base/http.js'
import type { RetryPolicy } from '../base/retry.js'
import type { Spelling } from '../base/spelling.js'
import type { Target } from '../gateway/model.js'
import type { PriceTable } from '../gateway/pricing.js'
import type { StageRecord, StageRef } from '../gateway/record.js'
import type { ControlPlane } from './api.js'
import type { MetricsApi } from './metrics-api.js'
import type { RoleRequest } from './role.js'

/** Domain suffixes of AWS's own hosts in a region's partition. */
export interface DnsSuffixes {
  /** `amazonaws.com`, `amazonaws.com.cn`. */
  readonly dns: string
  /** Suffix of endpoints that also answer by IPv6: `api.aws`. */
  readonly dualStack: string
}

/** A region, and the role that leads into an account. */
export interface Place {
  readonly region: string
  readonly role?: RoleRequest | undefined
}

export type Sign = (
  request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>,
) => Promise<HttpRequest['headers']>

/** The writes to one stage, whose end may have to be told later. */
export interface WritesTold {
  readonly target: Target
  /** What is known of them by now; null where none was sent. */
  readonly told: () => string | null
}

/**
 * One account and region to work on, the first argument of every public function: clients, clock and network.
 * `connect` makes it.
 */
export interface Connection {
  readonly region: string
  readonly dnsSuffixes: DnsSuffixes
  /** Second part of ARNs in the region: `aws`, `aws-cn`. */
  readonly partition: string
  /** API Gateway's URL if it is not AWS's own, such as a sandbox's; else null. */
  readonly endpoint: string | null
  readonly control: ControlPlane
  readonly metrics: MetricsApi
  readonly prices: PriceTable
  /** The tool that owns the stages whose tags do not say. */
  readonly managedBy?: string | undefined
  /** The twelve digits of the account that the credentials belong to, from STS. */
  readonly account: () => Promise<string>
  /** Another account or region, with the same credentials to begin with, the same time limit, and a rate of its own. */
  readonly at: (place: Place) => Promise<Connection>
  /** The regions that are switched on in the account. Errors: `denied`. */
  readonly enabledRegions: () => Promise<readonly string[]>
  readonly http: Http
  /**
   * Signs a request to a stage (SigV4, `execute-api`) with the connection's credentials and returns all headers
   * to send. Errors: `denied` without credentials.
   */
  readonly sign: Sign
  readonly clock: Clock
  /** Retries of passing trouble; its signal ends waits and requests. */
  readonly retry: RetryPolicy
  /** Words next steps for the reader. */
  readonly spelling: Spelling
  /** Called when a change of a stage begins. */
  readonly onWrites?: ((writes: WritesTold) => void) | undefined
  /** Reads a stage once, without retries, even after an abort. */
  readonly lastLook: (ref: StageRef) => Promise<StageRecord>
}
