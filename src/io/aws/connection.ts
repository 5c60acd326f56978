import { setMaxListeners } from 'node:events'
import type { Connection, WritesTold } from '../../core/aws/connection.js'
import type { DryRun } from '../../core/aws/dry-run.js'
import type { RoleRequest } from '../../core/aws/role.js'
import { type Sent, sdkHandler, type WireOptions } from '../../core/aws/sdk-http.js'
import { CALLS } from '../../core/base/calls.js'
import type { Clock } from '../../core/base/clock.js'
import type { Http } from '../../core/base/http.js'
import { onceKnown } from '../../core/base/once.js'
import { createRate } from '../../core/base/rate.js'
import type { RetryNote, RetryPolicy } from '../../core/base/retry.js'
import type { Spelling } from '../../core/base/spelling.js'
import { BUILT_IN, type PriceTable } from '../../core/gateway/pricing.js'
import {
  type AwsConfig,
  awsConfig,
  type Credentials,
  type CredentialsProvider,
  type Env,
  type Location,
  profileName,
} from './config.js'
import { credentialsFor } from './credentials.js'
import { givingUp } from './reach.js'
import { assuming } from './role.js'
import { readSharedProfile } from './shared-files.js'

/** Half of an AWS account's quota. */
const DEFAULT_RATE = 5
/** Nobody waits for longer after Ctrl-C. */
const LAST_LOOK_MS = 3000

export interface ConnectOptions extends Location {
  /** Control-plane calls a second. */
  readonly rate?: number | undefined
  /** Time limit for the whole run: nothing is retried after it. */
  readonly timeoutMs?: number | undefined
  /** Milliseconds that questions have taken so far, which are no time of the run. */
  readonly askedMs?: (() => number) | undefined
  /** In a dry run, gets every request that would change something; none is sent. */
  readonly keep?: ((request: DryRun['requests'][number]) => void) | undefined
  /** How messages spell the next step; as calls of the library by default. */
  readonly spelling?: Spelling | undefined
  readonly credentials?: Credentials | undefined
  /** To be assumed with these credentials, by the region's own STS. */
  readonly role?: RoleRequest | undefined
  /** Milliseconds after which a host that has never answered is given up, once and for all. */
  readonly reachMs?: number | undefined
  /** Replaces the built-in prices. */
  readonly prices?: PriceTable | undefined
  /** Name of the tool that owns the stages whose tags do not say. */
  readonly managedBy?: string | undefined
  /** Called with every value that must not be shown. */
  readonly onSecret?: ((value: string) => void) | undefined
  readonly onSend?: ((sent: Sent) => void) | undefined
  /** Called when a change of a stage begins, but not in a dry run. */
  readonly onWrites?: ((writes: WritesTold) => void) | undefined
  readonly onRetry?: ((note: RetryNote) => void) | undefined
}

export interface Surroundings {
  readonly env: Env
  readonly clock: Clock
  readonly random: () => number
  readonly http: Http
  readonly signal?: AbortSignal | undefined
}

/** Resolves region, endpoints and credentials, and creates the clients. Loads the SDK, so call it only if needed. */
export async function openConnection(options: ConnectOptions, world: Surroundings): Promise<Connection> {
  // Any number of requests may listen to the signal at the same time; Node would warn of a leak.
  if (world.signal) setMaxListeners(0, world.signal)
  const config = awsConfig(options, world.env, await readSharedProfile(profileName(options, world.env), world.env))
  const { credentials: given, onSecret, reachMs } = options
  const found = given ? async () => given : credentialsFor(options, world.env, config.region, world)
  const begun = {
    credentials: reportingSecrets(found, onSecret),
    retry: retryPolicy(options, world),
    http: reachMs === undefined ? world.http : givingUp(world.http, reachMs),
  }
  return connectionAt(config, options, world, begun)
}

/** What the connections of one run share. */
interface Begun {
  readonly credentials: CredentialsProvider
  readonly retry: RetryPolicy
  readonly http: Http
}

async function connectionAt(
  config: AwsConfig,
  options: ConnectOptions,
  world: Surroundings,
  begun: Begun,
): Promise<Connection> {
  const { retry, http } = begun
  const { role, onSend, onSecret } = options
  const credentials = role
    ? reportingSecrets(assuming(role, begun.credentials, { config, http, retry, onSend }), onSecret)
    : begun.credentials
  const clients = await createClients(options, { ...world, http }, config, credentials, retry)
  return {
    region: config.region,
    endpoint: config.endpoints.apiGateway,
    ...clients,
    prices: options.prices ?? BUILT_IN,
    managedBy: options.managedBy,
    http: world.http,
    // Few verbs sign: the library is loaded with the first signed request.
    async sign(request) {
      const { createSign } = await import('./sign.js')
      return createSign(config.region, credentials, world.clock)(request)
    },
    clock: world.clock,
    retry,
    spelling: options.spelling ?? CALLS,
    onWrites: options.keep ? undefined : options.onWrites,
    at: (place) => connectionAt({ ...config, region: place.region }, { ...options, role: place.role }, world, begun),
  }
}

function retryPolicy(
  { timeoutMs, askedMs = () => 0, onRetry }: ConnectOptions,
  { clock, random, signal }: Surroundings,
): RetryPolicy {
  const limit = timeoutMs === undefined ? undefined : clock.now() - askedMs() + timeoutMs
  return {
    clock,
    random,
    signal,
    get latest() {
      return limit === undefined ? undefined : limit + askedMs()
    },
    onRetry,
  }
}

function reportingSecrets(
  provide: CredentialsProvider,
  onSecret: ((value: string) => void) | undefined,
): CredentialsProvider {
  if (!onSecret) return provide
  return async () => {
    const credentials = await provide()
    const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials
    for (const value of [accessKeyId, secretAccessKey, sessionToken]) onSecret(value)
    return credentials
  }
}

type Clients = Pick<
  Connection,
  'control' | 'lastLook' | 'metrics' | 'account' | 'enabledRegions' | 'partition' | 'dnsSuffixes'
>

async function createClients(
  options: ConnectOptions,
  { clock, http }: Surroundings,
  { region, endpoints }: AwsConfig,
  credentials: () => Promise<Credentials>,
  retry: RetryPolicy,
): Promise<Clients> {
  const [{ createControlPlane }, { createMetricsApi }, { sdkConfig, partitionOf, dnsSuffixesOf }] = await Promise.all([
    import('../../core/aws/client.js'),
    import('../../core/aws/metrics-client.js'),
    import('./sdk-config.js'),
  ])
  const perSecond = options.rate ?? DEFAULT_RATE
  const turn = createRate(clock, perSecond, Math.max(1, Math.ceil(perSecond)))
  const { keep } = options
  const remainingMs = () => (retry.latest ?? Number.POSITIVE_INFINITY) - clock.now()
  const intercept = keep ? (sent: Sent, body: string) => kept(keep, sent, body) : undefined
  const config = (prefix: string, endpoint: string | null, wire: Omit<WireOptions, 'http' | 'onSend'>, home = region) =>
    sdkConfig(
      { region: home, credentials },
      { endpoint, prefix },
      sdkHandler({ remainingMs, ...wire, http, onSend: options.onSend }),
    )
  const partition = partitionOf(region)
  const control = (wire: Partial<WireOptions> = {}) =>
    config('apigateway', endpoints.apiGateway, {
      service: 'API Gateway',
      answersIn: 'json',
      writes: true,
      turn,
      intercept,
      ...wire,
    })
  const plane = createControlPlane({ config: control(), region, partition, retry })
  return {
    partition,
    dnsSuffixes: dnsSuffixesOf(region),
    control: keep ? (await import('../../core/aws/dry-run.js')).dryRunControl(plane) : plane,
    lastLook(ref) {
      const once = { ...retry, signal: undefined, latest: 0 }
      const brief = control({ remainingMs: () => LAST_LOOK_MS, turn: undefined })
      return createControlPlane({ config: brief, region, partition, retry: once }).stage(ref)
    },
    metrics: createMetricsApi(
      config('monitoring', endpoints.cloudWatch, { service: 'CloudWatch', answersIn: 'json' }),
      region,
      retry,
    ),
    // Most runs never need the account; the same credentials always belong to the same one.
    account: onceKnown(async () => {
      const { createAccountReader } = await import('../../core/aws/account.js')
      const sts = config('sts', endpoints.sts, { service: 'STS', answersIn: 'xml' })
      return createAccountReader(sts, region, retry)()
    }),
    async enabledRegions() {
      const { createRegionsReader } = await import('../../core/aws/enabled-regions.js')
      // One for all regions of the partition.
      const home = ACCOUNT_HOMES[partition] ?? region
      const account = config('account', endpoints.account, { service: 'Account', answersIn: 'json' }, home)
      return createRegionsReader(account, home, retry)()
    },
  }
}

/** Where a partition has its Account API. */
const ACCOUNT_HOMES: Readonly<Record<string, string>> = { aws: 'us-east-1', 'aws-cn': 'cn-northwest-1' }

/** Keeps every write. A test-invoke changes nothing in API Gateway, so no dry run sends one. */
function kept(keep: NonNullable<ConnectOptions['keep']>, { service, method, url }: Sent, body: string): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  const parsed: unknown = body === '' ? null : JSON.parse(body)
  keep({ service, method, url, body: parsed })
  return true
}
