import { env } from 'node:process'
import type { Connection as OpenConnection } from './core/aws/connection.js'
import type { RoleRequest } from './core/aws/role.js'
import { systemClock } from './core/base/clock.js'
import type { ListOptions } from './core/list/list.js'
import type { StageList } from './core/list/report.js'
import { doorsFrom } from './core/request/doors.js'
import { openConnection } from './io/aws/connection.js'
import { createHttp } from './io/network/http.js'
import { type Requests, requestsThrough, type Stage, stageOf } from './stage.js'

export interface ConnectSettings {
  /** AWS region, such as `us-east-1`; else from `AWS_REGION`, `AWS_DEFAULT_REGION` or the profile. */
  readonly region?: string
  /** Profile of the shared AWS configuration files. */
  readonly profile?: string
  /** API Gateway, CloudWatch, STS and Account at this address, such as a sandbox's `url`. */
  readonly endpoint?: string
  /** Else found as the AWS CLI does: environment, profile, web identity, container, instance. */
  readonly credentials?: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
  }
  /** Assumed with these credentials, by the region's own STS. */
  readonly role?: RoleRequest
  /** Control-plane calls a second; 5, half of what AWS gives a whole account. */
  readonly rate?: number
  /** Ends waiting and requests. */
  readonly signal?: AbortSignal
}

/** Which stage is meant. What can only mean one thing may be left out. */
export interface StageRequest {
  /** REST API id, exact name, ARN or invoke URL. */
  readonly api?: string
  readonly stage?: string
}

/** One account and region. */
export interface Connection {
  readonly region: string
  /** The twelve digits of the account that the credentials belong to, from STS. */
  account(): Promise<string>
  /**
   * Finds a stage. Rejects with an `ApigwCacheError`: `usage` where several are meant, `failure` where none is,
   * `denied`.
   */
  stage(request?: StageRequest): Promise<Stage>
  /**
   * Every stage with its cache, in one account and region. What could not be read is in `failed`. Rejects where the
   * APIs cannot be listed.
   */
  list(options?: ListOptions): Promise<StageList>
  /** The same as of a stage for any URL, whether or not a stage is behind it: `connection.urls.verify({ paths: [url] })`. */
  readonly urls: Requests
}

/**
 * Opens a connection to one account and region. Nothing is sent yet. Rejects with an `ApigwCacheError` of kind
 * `usage` where no region is known or the profile does not exist.
 */
export async function connect(settings: ConnectSettings = {}): Promise<Connection> {
  const { endpoint, signal, ...options } = settings
  const surroundings = {
    env,
    clock: systemClock,
    random: Math.random,
    http: createHttp(systemClock, undefined, env),
    signal,
  }
  return connectionOf(await openConnection({ ...options, endpointUrl: endpoint }, surroundings))
}

function connectionOf(connection: OpenConnection): Connection {
  return {
    region: connection.region,
    account: connection.account,
    urls: requestsThrough(doorsFrom(connection)),
    async stage(request = {}) {
      const { openStage } = await import('./core/find/target.js')
      return stageOf(await openStage(connection, request))
    },
    async list(options) {
      const { listStages } = await import('./core/list/list.js')
      const { failed, ...list } = await listStages(connection, await connection.account(), options)
      return { ...list, failed: failed.map(({ target, message }) => ({ target, message })) }
    },
  }
}
