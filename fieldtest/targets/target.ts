import type { Clock } from '../wire/pace.js'
import type { Keys } from '../wire/sign.js'

export type Service = 'apigateway' | 'monitoring' | 'sts'

/** What is asked. Nothing else in a run knows which of them it is. */
export interface Target {
  /** As the report calls it. */
  readonly name: string
  readonly region: string
  readonly keys: () => Promise<Keys>
  readonly service: (name: Service) => URL
  /** Where a stage of the API is called; `host` is what the request has to say it is for. */
  readonly invoke: (apiId: string) => { readonly origin: URL; readonly host: string }
  readonly clock: Clock
  /** Whether calls keep to the quotas of an AWS account. */
  readonly paced: boolean
  /** How long a call is made to take, where it would take no time. */
  readonly latencyMs?: { readonly control: number; readonly other: number }
  /** How often a change is looked at, how long one may take, how long one takes to be served everywhere. */
  readonly pollMs: number
  readonly patienceMs: number
  readonly settleMs: number
  /** An HTTP backend that the target can reach and that behaves as httpbin does. */
  readonly backend?: string | undefined
  readonly close: () => Promise<void>
}
