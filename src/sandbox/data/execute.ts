import type { HttpRequest } from '../http/message.js'
import { statusAt } from '../world/cluster.js'
import type { MethodSetting, Stage } from '../world/model.js'
import { happens } from '../world/random.js'
import type { World } from '../world/world.js'
import { access } from './access.js'
import { type Invalidation, invalidation } from './cache/invalidation.js'
import { mayBeStored, type Store } from './cache/store.js'
import type { Call } from './call.js'
import type { Release } from './canary.js'
import { invalidationDenied, type Outcome, type Reply } from './gateway-responses.js'
import { invoke } from './integration/invoke.js'
import { cachingSetting, type EffectiveSetting } from './method-settings.js'
import type { Route } from './routes.js'

export interface Executed {
  readonly reply: Reply
  /** Whether the cache answered; null where it was not asked. */
  readonly hit: boolean | null
  readonly integrationLatencyMs: number | null
  /** Whether the caller's `Cache-Control` was ignored and is to be told so. */
  readonly warned: boolean
}

interface Job {
  readonly request: HttpRequest
  readonly call: Call
  readonly stage: Stage
  readonly route: Route
  readonly release: Release
  readonly effective: EffectiveSetting
}

/** Access first, then the cache where the method has one, then the integration. */
export function execute(world: World, store: Store, job: Job): Executed | Promise<Executed> {
  const { request, call, stage, route, release, effective } = job
  const { refusal, mayInvalidate } = access(world, request, call, route)
  if (refusal) return withoutBackend(refusal)

  const setting = release.usesCache ? cachingSetting(effective, call.verb) : null
  const serving = setting && statusAt(stage.cluster, world.clock.now()) === 'AVAILABLE'
  if (!serving || !route.readKey) return uncached(world, call)

  const wish = invalidation(request.headers['cache-control'], setting, mayInvalidate)
  if (wish === 'refuse') return withoutBackend(invalidationDenied())
  return cached(world, store, job, setting, route.readKey(call, release.deployment.id), wish)
}

function cached(
  world: World,
  store: Store,
  { call, stage }: Job,
  setting: MethodSetting,
  key: string,
  wish: Invalidation,
): Executed | Promise<Executed> {
  const entries = store(stage)
  const warned = wish === 'warn'
  if (happens(world.faults.evictionRate, world.random)) entries.delete(key)
  const entry = wish === 'refresh' ? undefined : entries.get(key)
  if (entry && !happens(world.faults.missRate, world.random))
    return { reply: entry, hit: true, integrationLatencyMs: null, warned }

  // These entries belong to the present generation: what is put there after a flush is never found.
  return timed(world, call).then(({ outcome, latencyMs }) => {
    const { reply, gateway } = outcome
    if (!gateway && mayBeStored(reply, world.knobs.cacheErrorStatuses)) {
      entries.set(key, reply, { ttl: setting.cacheTtlInSeconds * 1000 })
    }
    return { reply, hit: false, integrationLatencyMs: latencyMs, warned }
  })
}

async function uncached(world: World, call: Call): Promise<Executed> {
  const { outcome, latencyMs } = await timed(world, call)
  return { reply: outcome.reply, hit: null, integrationLatencyMs: latencyMs, warned: false }
}

async function timed(world: World, call: Call): Promise<{ outcome: Outcome; latencyMs: number }> {
  const started = world.clock.now()
  const outcome = await invoke(world, call)
  return { outcome, latencyMs: world.clock.now() - started }
}

/** An answer that neither the cache nor the integration gave. */
export function withoutBackend(reply: Reply): Executed {
  return { reply, hit: null, integrationLatencyMs: null, warned: false }
}
