import type { Clock } from './clock.js'
import { createCounters } from './cloudwatch/counters.js'
import type { Handler } from './data/lambda.js'
import { DEMO_HANDLERS } from './demo-origin.js'
import { DEMO_SEED } from './demo-seed.js'
import { createDispatch } from './dispatch.js'
import { type Faults, noFaults } from './faults.js'
import { type IamMode, identitiesOf } from './iam/identity.js'
import { DEFAULT_KNOBS, type Knobs } from './knobs.js'
import { createQuota, type QuotaMode } from './quota.js'
import { seededRandom } from './random.js'
import { createRequestLog, type RequestLogEntry } from './request-log.js'
import { createRouter } from './router.js'
import type { Seed } from './seed.js'
import { plant } from './seed-api.js'
import { listen } from './server.js'
import { shiftedClock } from './shifted-clock.js'
import { systemClock } from './system-clock.js'
import type { World } from './world.js'

export type { Clock } from './clock.js'
export type { Handler, LambdaProxyEvent, LambdaProxyResult } from './data/lambda.js'
export type { FaultAnswer, Faults } from './faults.js'
export type { IamMode, SeedIdentity } from './iam/identity.js'
export type { PolicyDocument, PolicyStatement } from './iam/policy.js'
export type { Knobs } from './knobs.js'
export type { CanarySettings, MethodSetting } from './model.js'
export type { QuotaMode } from './quota.js'
export type { RequestLogEntry } from './request-log.js'
export type { Seed, SeedApi, SeedAuthorizer, SeedIntegration, SeedMethod, SeedStage } from './seed.js'
export { parseSeed } from './seed-schema.js'

export interface SandboxOptions {
  /** TCP port; 0, the default, takes a free one. */
  readonly port?: number
  /** Address to listen on; `127.0.0.1` where left out. */
  readonly host?: string
  /**
   * All time in the sandbox comes from here; the system's clock where left out. `sleep` has to stay pending
   * until `now` has moved on by that much: time-outs and delays sleep, so one that resolves at once ends every
   * HTTP integration in a time-out before its backend can answer.
   */
  readonly clock?: Clock
  /** Uniform in [0, 1): ids, canary traffic, miss rate. Takes the place of `randomSeed`. */
  readonly random?: () => number
  /** The same seed gives the same ids and chances; unpredictable where left out. */
  readonly randomSeed?: number
  /** What there is at the start and after a reset; `demo` where left out. */
  readonly seed?: 'demo' | 'empty' | Seed
  /** How long a cluster is created or deleted, in milliseconds; 4,000 (about four minutes on AWS). */
  readonly clusterTimeMs?: number
  /** How long a flush lasts, in milliseconds; 2,000. */
  readonly flushTimeMs?: number
  /** How long CloudWatch takes to show a request, in milliseconds; 0. */
  readonly metricsDelayMs?: number
  /** Control-plane throttling: none, the quotas of an AWS account, or requests a second; `off`. */
  readonly quota?: QuotaMode
  /** Whether signatures and the policies of the seed's identities are checked; `off`. */
  readonly iam?: IamMode
  /** The largest page of a collection, whatever `limit` a request asks for; 4, so that paging is exercised. */
  readonly pageSize?: number
  /** Choices where AWS's behaviour is not known; each is explained in BEHAVIOUR.md. */
  readonly knobs?: Partial<Knobs>
  /** Faults that are on from the start and after a reset. */
  readonly faults?: Partial<Faults>
  /** Functions for AWS_PROXY integrations, by Lambda function name, beside those of the demo. */
  readonly handlers?: Readonly<Record<string, Handler>>
  /** Twelve digits; `000000000000` where left out. */
  readonly accountId?: string
  /** `us-east-1` where left out. */
  readonly region?: string
}

export interface SandboxApi {
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
  /** The faults in force; assigning a field takes effect with the next request. */
  readonly faults: Faults
  /** What the services were asked, oldest first, at most the last 10,000. No headers, no bodies. */
  requests(): RequestLogEntry[]
  clearRequests(): void
  /** Back to the seed: nothing that was changed, cached, measured or logged is left, nor are faults. */
  reset(): void
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}

/**
 * Starts an HTTP server that behaves like the control plane and the cached data plane of Amazon API Gateway's
 * REST APIs, and like CloudWatch and STS as far as stage caching needs them. What it does and how well each
 * part is known is written in BEHAVIOUR.md.
 *
 * Rejects with the system's error when the port cannot be listened on (`EADDRINUSE`, `EACCES`), and with an
 * Error that names the place when the seed contradicts itself.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = shiftedClock(options.clock ?? systemClock)
  const random = options.random ?? seededRandom(options.randomSeed)
  const log = createRequestLog()
  const faults = noFaults()

  const begin = () => {
    Object.assign(faults, noFaults(), structuredClone(options.faults))
    const world = createWorld(options, { clock, random, faults })
    const quota = createQuota(options.quota ?? 'off')
    return { world, router: createRouter(world, { pageSize: options.pageSize ?? 4, quota }) }
  }
  let current = begin()
  const reset = () => {
    current = begin()
    log.clear()
  }

  const admin = { clock, faults, log, reset }
  const dispatch = createDispatch({ admin, random, router: () => current.router })
  const server = await listen(dispatch, { host: options.host ?? '127.0.0.1', port: options.port ?? 0, clock })
  return {
    url: server.url,
    port: server.port,
    get apis() {
      return apisOf(current.world, server.url)
    },
    faults,
    requests: log.entries,
    clearRequests: log.clear,
    reset,
    close: server.close,
  }
}

function createWorld(
  options: SandboxOptions,
  { clock, random, faults }: Pick<World, 'clock' | 'random' | 'faults'>,
): World {
  const seed = seedOf(options.seed)
  const accountId = options.accountId ?? '000000000000'
  const world: World = {
    clock,
    random,
    faults,
    iam: options.iam ?? 'off',
    identities: identitiesOf(seed.identities ?? [], accountId),
    accountId,
    region: options.region ?? 'us-east-1',
    knobs: { ...DEFAULT_KNOBS, ...options.knobs },
    clusterTimeMs: options.clusterTimeMs ?? 4000,
    flushTimeMs: options.flushTimeMs ?? 2000,
    metricsDelayMs: options.metricsDelayMs ?? 0,
    apis: new Map(),
    handlers: new Map(Object.entries({ ...DEMO_HANDLERS, ...options.handlers })),
    counters: createCounters(),
  }
  for (const api of seed.apis) plant(world, api)
  return world
}

function seedOf(seed: SandboxOptions['seed'] = 'demo'): Seed {
  if (seed === 'demo') return DEMO_SEED
  return seed === 'empty' ? { apis: [] } : seed
}

function apisOf({ apis }: World, url: string): SandboxApi[] {
  return [...apis.values()].map(({ id, name, stages }) => ({
    id,
    name,
    stages: [...stages.keys()].map((stage) => ({
      name: stage,
      invokeUrl: `${url}/restapis/${id}/${stage}/_user_request_`,
    })),
  }))
}
