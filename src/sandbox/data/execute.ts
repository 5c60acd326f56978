import { sentHeader } from '../http/headers.js'
import type { HttpRequest } from '../http/message.js'
import { statusAt } from '../world/cluster.js'
import type { MethodSetting, Stage } from '../world/model.js'
import { happens } from '../world/random.js'
import type { World } from '../world/world.js'
import { type Access, access } from './access.js'
import { type Invalidation, invalidation } from './cache/invalidation.js'
import { mayBeStored, type Store } from './cache/store.js'
import type { Call } from './call.js'
import type { ServedDeployment } from './canary.js'
import { invalidationDenied, type Outcome, type Reply, throttled } from './gateway-responses.js'
import { invoke } from './integration/invoke.js'
import type { Templates } from './mapping/templates.js'
import { cachingSetting, type EffectiveSetting } from './method-settings.js'
import type { Route } from './routes.js'
import { isThrottled } from './throttle.js'

export interface Executed {
  readonly reply: Reply
  /** Null where the cache was not asked. */
  readonly hit: boolean | null
  readonly integrationLatencyMs: number | null
  /** The caller is told that its `Cache-Control` was ignored. */
  readonly warned: boolean
  /** What the caller is told of the integration's call; null where there was none to tell of. */
  readonly traceId: string | null
}

/** What is needed to answer, and kept between requests. */
interface Means {
  readonly store: Store
  readonly templates: Templates
}

interface Execution {
  readonly request: HttpRequest
  readonly call: Call
  readonly stage: Stage
  readonly route: Route
  readonly served: ServedDeployment
  readonly effective: EffectiveSetting
}

/** Checks access, then asks the cache where the method has one, then the integration. */
export function execute(world: World, means: Means, execution: Execution): Executed | Promise<Executed> {
  const { request, call, stage, route } = execution
  if (route.loading !== null) return route.loading.then(() => execute(world, means, execution))
  const entry = access(world, request, call, route, stage)
  return entry instanceof Promise
    ? admittedLate(world, means, execution, entry)
    : admitted(world, means, execution, entry)
}

async function admittedLate(
  world: World,
  means: Means,
  execution: Execution,
  entry: Promise<Access>,
): Promise<Executed> {
  return admitted(world, means, execution, await entry)
}

function admitted(
  world: World,
  means: Means,
  execution: Execution,
  { refusal, mayInvalidate }: Access,
): Executed | Promise<Executed> {
  const { request, call, stage, route, served, effective } = execution
  if (refusal) return withoutBackend(refusal)
  if (isThrottled(world.usage, effective, call, world.clock.now())) return withoutBackend(throttled())
  const invalid = route.validate?.(call)
  if (invalid) return withoutBackend(invalid)

  const setting = served.usesCache ? cachingSetting(effective, call.verb) : null
  const serving = setting && statusAt(stage.cluster, world.clock.now()) === 'AVAILABLE'
  if (!serving || !route.readKey) return uncached(world, means, call)

  const asked = invalidation(sentHeader(request.rawHeaders, 'cache-control'), setting, mayInvalidate)
  if (asked === 'refuse') return withoutBackend(invalidationDenied())
  return cached(world, means, execution, setting, route.readKey(call, served.deployment.id), asked)
}

function cached(
  world: World,
  means: Means,
  { call, stage }: Execution,
  setting: MethodSetting,
  key: string,
  asked: Invalidation,
): Executed | Promise<Executed> {
  const entries = means.store(stage)
  const warned = asked === 'warn'
  if (happens(world.faults.evictionRate, world.random)) entries.delete(key)
  const entry = asked === 'refresh' ? undefined : entries.get(key)
  if (entry && !happens(world.faults.missRate, world.random))
    return { reply: entry, hit: true, integrationLatencyMs: null, warned, traceId: null }

  // Entries of the generation at the start of the call: an answer that comes after a flush is never found.
  return timed(world, means, call).then(({ outcome, latencyMs }) => {
    const { reply, gateway } = outcome
    if (!gateway && mayBeStored(reply, world.knobs.cacheErrorStatuses)) {
      entries.set(key, reply, { ttl: setting.cacheTtlInSeconds * 1000 })
    }
    return { reply, hit: false, integrationLatencyMs: latencyMs, warned, traceId: traceShown(call, outcome) }
  })
}

async function uncached(world: World, means: Means, call: Call): Promise<Executed> {
  const { outcome, latencyMs } = await timed(world, means, call)
  return {
    reply: outcome.reply,
    hit: null,
    integrationLatencyMs: latencyMs,
    warned: false,
    traceId: traceShown(call, outcome),
  }
}

async function timed(world: World, { templates }: Means, call: Call): Promise<{ outcome: Outcome; latencyMs: number }> {
  const started = world.clock.now()
  const outcome = await invoke(world, templates, call)
  return { outcome, latencyMs: world.clock.now() - started }
}

/** Callers of an HTTP proxy do not see it. */
function traceShown({ method, toldTraceId }: Call, { gateway }: Outcome): string | null {
  return gateway || method.integration?.type === 'HTTP_PROXY' ? null : toldTraceId
}

/** An answer of neither the cache nor the integration. */
export function withoutBackend(reply: Reply): Executed {
  return { reply, hit: null, integrationLatencyMs: null, warned: false, traceId: null }
}
