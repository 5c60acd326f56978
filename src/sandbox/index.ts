import { checkedInput, type SandboxOptions } from './options.js'
import { bugReports, tellOnStderr } from './server/bugs.js'
import { createDispatch } from './server/dispatch.js'
import { listen } from './server/http-server.js'
import { createRequestLog, type RequestLogEntry } from './server/request-log.js'
import { createRouter } from './server/router.js'
import { type KeptState, readState, withStateFile, writeState } from './state/file.js'
import { takeStateFile } from './state/lock.js'
import { shiftedClock, systemClock } from './world/clock.js'
import { type Faults, noFaults } from './world/faults.js'
import { seededRandom } from './world/random.js'
import { startWorlds } from './worlds/start.js'
import type { Worlds } from './worlds/worlds.js'

export type { QuotaMode } from './control/quota.js'
export type { IamMode, SeedIdentity } from './iam/identity.js'
export type { PolicyDocument, PolicyStatement } from './iam/policy.js'
export type { Role as SeedRole } from './iam/role.js'
export type { SandboxOptions } from './options.js'
export { SandboxInputError } from './options.js'
export { parseSeed } from './seed/schema.js'
export type {
  Seed,
  SeedApi,
  SeedApiKey,
  SeedAuthorizer,
  SeedIntegration,
  SeedMethod,
  SeedStage,
  SeedTraffic,
} from './seed/seed.js'
export type { SandboxBug } from './server/bugs.js'
export type { RequestLogEntry } from './server/request-log.js'
export type { Clock } from './world/clock.js'
export type { FaultAnswer, Faults } from './world/faults.js'
export type { Knobs } from './world/knobs.js'
export type { Handler, HandlerContext, LambdaProxyEvent, LambdaProxyResult } from './world/lambda.js'
export type { CanarySettings, MethodSetting, TokenIdentity } from './world/model.js'

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

/**
 * Starts an HTTP server that behaves like the control plane and the cached data plane of Amazon API Gateway's
 * REST APIs, and like CloudWatch and STS as far as stage caching needs them. What it does and how well each
 * part is known is written in BEHAVIOUR.md.
 *
 * Rejects with the system's error when the port cannot be listened on (`EADDRINUSE`, `EACCES`), and with a
 * `SandboxInputError` that names the place when the seed contradicts itself or a document or state is wrong.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { stateFile } = options
  if (stateFile === undefined) return start(options, () => undefined)
  const release = checkedInput('stateFile', () => takeStateFile(stateFile))
  try {
    return await start(options, release)
  } catch (error) {
    release()
    throw error
  }
}

async function start(options: SandboxOptions, release: () => void): Promise<Sandbox> {
  const clock = shiftedClock(options.clock ?? systemClock)
  const random = options.random ?? seededRandom(options.randomSeed)
  const metricsSeed = options.randomSeed ?? Math.floor(random() * 2 ** 32)
  const log = createRequestLog()
  const faults = noFaults()

  const { stateFile } = options
  const kept = stateFile === undefined ? null : checkedInput('stateFile', () => readState(stateFile))
  // Where the clock of the earlier sandbox was put forward, time goes on from there.
  if (kept) clock.advance(Math.max(0, kept.savedAt - clock.now()))

  const begin = (from: KeptState | null) => {
    Object.assign(faults, noFaults(), structuredClone(options.faults))
    const worlds = startWorlds(options, { clock, random, faults, metricsSeed }, from)
    const router = createRouter(worlds, { pageSize: options.pageSize ?? 500, quota: options.quota ?? 'off' })
    if (stateFile === undefined) return { worlds, router }
    if (!from) checkedInput('stateFile', () => writeState(stateFile, worlds))
    return { worlds, router: withStateFile(stateFile, worlds, router) }
  }
  let current = begin(kept)
  const reset = () => {
    current = begin(null)
    log.clear()
  }

  const admin = { clock, faults, log, reset, worlds: () => current.worlds }
  // Its ids are not those of the seed: a bug changes no chance.
  const report = bugReports(options.onBug ?? tellOnStderr, seededRandom())
  const dispatch = createDispatch({ admin, random, report, router: () => current.router })
  const server = await listen(dispatch, {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    allowed: options.allowHosts ?? [],
    isDomain: (name) => current.worlds.domain(name) !== undefined,
    clock,
    report,
  })
  return {
    url: server.url,
    port: server.port,
    get apis() {
      return apisOf(current.worlds, server.url)
    },
    faults,
    requests: log.entries,
    clearRequests: log.clear,
    reset,
    close: async () => {
      await server.close()
      release()
    },
  }
}

function apisOf(worlds: Worlds, url: string): SandboxApi[] {
  return worlds.all().flatMap(({ accountId, region, apis }) =>
    [...apis.values()].map(({ id, name, stages }) => ({
      accountId,
      region,
      id,
      name,
      stages: [...stages.keys()].map((stage) => ({
        name: stage,
        invokeUrl: `${url}/restapis/${id}/${stage}/_user_request_`,
      })),
    })),
  )
}
