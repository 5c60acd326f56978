import type { RequestLogEntry } from './server/request-log.js'
import type { Faults } from './world/faults.js'

export interface SandboxApi {
  readonly accountId: string
  readonly region: string
  readonly id: string
  readonly name: string
  readonly stages: readonly { readonly name: string; readonly invokeUrl: string }[]
}

export interface Sandbox {
  /** The endpoint of the control plane, CloudWatch and STS, such as `http://127.0.0.1:4780`. */
  readonly url: string
  readonly port: number
  /** The APIs and stages that exist now. */
  readonly apis: readonly SandboxApi[]
  /**
   * What of the template or document is not as it would be on AWS, a line each: resources of other services, made-up
   * values, authorizers that any token passes, what was left out.
   */
  readonly notes: readonly string[]
  /** The faults in force; assigning a field takes effect with the next request. */
  readonly faults: Faults
  /** The requests to the services, oldest first, at most the last 10,000, without headers and bodies. */
  requests(): RequestLogEntry[]
  clearRequests(): void
  /** Goes back to the seed and the first faults. Changes, caches, metrics and the log are gone. */
  reset(): void
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}
