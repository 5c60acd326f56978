import { env } from 'node:process'
import type { Connection as OpenConnection, Place } from './core/aws/connection.js'
import type { RoleRequest } from './core/aws/role.js'
import { systemClock } from './core/base/clock.js'
import type { ApplyReport } from './core/declare/apply/apply.js'
import type { ApplyRequest, Exported, ExportRequest, PlanRequest } from './core/declare/files.js'
import type { Connect } from './core/declare/read.js'
import type { SavedPlan } from './core/declare/report.js'
import type { ListOptions } from './core/list/list.js'
import type { StageList } from './core/list/report.js'
import { doorsFrom } from './core/request/doors.js'
import { openConnection } from './io/aws/connection.js'
import { takeLock } from './io/lock.js'
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
  /** What would change for stages to be what files say; it only reads. The result can be kept, and be applied later. */
  plan(request: PlanRequest): Promise<SavedPlan>
  /** Makes stages what files say, in their accounts and regions, or carries out a plan that was kept. */
  apply(request: ApplyRequest): Promise<ApplyReport>
  /** Writes the declarative file of live stages of this account and region. */
  export(request?: ExportRequest): Promise<Exported>
  /** The regions that are switched on in the account. */
  regions(): Promise<readonly string[]>
  /** Another region, or another account by a role, with these credentials and a rate of its own. */
  at(place: Place): Promise<Connection>
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
  const open: Open = (more) => openConnection({ ...options, ...more, endpointUrl: endpoint }, surroundings)
  return connectionOf(await open({}), open)
}

type Open = (more: Partial<Place> & Pick<ConnectSettings, 'profile'>) => Promise<OpenConnection>

function connectionOf(connection: OpenConnection, open: Open): Connection {
  const ways = { connection, connect: placesFrom(connection, open), lock: takeLock }
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
    plan: async (request) => (await import('./core/declare/files.js')).planFiles(ways, request),
    apply: async (request) => (await import('./core/declare/files.js')).applyFiles(ways, request),
    export: async (request) => (await import('./core/declare/files.js')).exportFrom(connection, request),
    regions: connection.enabledRegions,
    at: async (place) => connectionOf(await connection.at(place), open),
  }
}

/** The accounts and regions that files name: each is opened once, so that all that is done there shares its rate. */
function placesFrom(connection: OpenConnection, open: Open): Connect {
  const known = new Map<string, Promise<OpenConnection>>()
  return ({ region, profile, role, externalId }) => {
    const isHere = (region === null || region === connection.region) && profile === null && role === null
    if (isHere) return Promise.resolve(connection)
    const key = JSON.stringify([region, profile, role, externalId])
    const assumed = role === null ? undefined : { arn: role, externalId: externalId ?? undefined }
    const place = { region: region ?? connection.region, role: assumed }
    const opened = known.get(key) ?? (profile === null ? connection.at(place) : open({ ...place, profile }))
    known.set(key, opened)
    return opened
  }
}
