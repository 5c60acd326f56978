import type { Clock } from '../base/clock.js'
import type { Http, HttpRequest } from '../base/http.js'
import type { RetryPolicy } from '../base/retry.js'
import type { Spelling } from '../base/spelling.js'
import type { PriceTable } from '../gateway/pricing.js'
import type { StageRecord, StageRef } from '../gateway/record.js'
import type { ControlPlane } from './api.js'
import type { MetricsPlane } from './metrics-api.js'

/** What the names of AWS's own hosts end with in a region's partition. */
export interface DnsSuffixes {
  /** `amazonaws.com`, `amazonaws.com.cn`. */
  readonly dns: string
  /** Of the endpoints that answer by IPv6 too: `api.aws`. */
  readonly dualStack: string
}

export type Sign = (
  request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>,
) => Promise<HttpRequest['headers']>

/**
 * One account and region to work on: what every public function of the library takes first. It holds the
 * clients, the clock and the one network door; `connect` makes it.
 */
export interface Connection {
  readonly region: string
  readonly dnsSuffixes: DnsSuffixes
  /** What ARNs of the region begin with: `aws`, `aws-cn`. */
  readonly partition: string
  /** API Gateway's address where it is not AWS's own, as for a sandbox; else null. */
  readonly endpoint: string | null
  /** API Gateway, narrowed to what this library calls. */
  readonly control: ControlPlane
  /** CloudWatch, likewise. */
  readonly metrics: MetricsPlane
  /** What clusters cost. */
  readonly prices: PriceTable
  /** The twelve digits of the account that the credentials belong to, from STS. */
  readonly account: () => Promise<string>
  readonly http: Http
  /**
   * Signs a request to a stage (SigV4, `execute-api`) with the connection's credentials. Gives all headers that
   * have to go out with it. Errors: `denied` without credentials.
   */
  readonly sign: Sign
  readonly clock: Clock
  /** How passing trouble is repeated; its signal ends waiting and requests. */
  readonly retry: RetryPolicy
  /** How readers are told what to do next. */
  readonly spelling: Spelling
  /** One look at a stage that an abort does not end and that is not repeated. */
  readonly lastLook: (ref: StageRef) => Promise<StageRecord>
}
