import { env } from 'node:process'
import type { Connection } from './core/aws/connection.js'
import { systemClock } from './core/base/clock.js'
import { openConnection } from './io/aws/connection.js'
import { createHttp } from './io/network/http.js'

export interface ConnectSettings {
  /** AWS region, such as `us-east-1`; else from `AWS_REGION`, `AWS_DEFAULT_REGION` or the profile. */
  readonly region?: string
  /** Profile of the shared AWS configuration files. */
  readonly profile?: string
  /** API Gateway, CloudWatch and STS at this address, such as a sandbox's `url`. */
  readonly endpoint?: string
  /** Else found as the AWS CLI does: environment, profile, web identity, container, instance. */
  readonly credentials?: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
  }
  /** Control-plane calls a second; 5, half of what AWS gives a whole account. */
  readonly rate?: number
  /** Ends waiting and requests. */
  readonly signal?: AbortSignal
}

/**
 * Opens a connection to one account and region, for every other function of this library. Nothing is sent yet.
 * Rejects with a ApigwCacheError of kind `usage` where no region is known or the profile does not exist.
 */
export function connect(settings: ConnectSettings = {}): Promise<Connection> {
  const { endpoint, signal, ...options } = settings
  const surroundings = {
    env,
    clock: systemClock,
    random: Math.random,
    http: createHttp(systemClock, undefined, env),
    signal,
  }
  return openConnection({ ...options, endpointUrl: endpoint }, surroundings)
}
