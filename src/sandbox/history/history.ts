import { apiNameDimension, DAY_MS, floorTo, MINUTE_MS, type Series } from '../cloudwatch/series.js'
import { cachingSetting, effectiveSetting, settingKeys } from '../data/method-settings.js'
import type { SeedApi, SeedTraffic } from '../seed/seed.js'
import { statusAt } from '../world/cluster.js'
import { oneVerb } from '../world/enums.js'
import type { Method, Resource, RestApi, Stage } from '../world/model.js'
import { chance, mixed } from '../world/random.js'
import type { World } from '../world/world.js'
import { createPastDays } from './days.js'
import { historySeries, type PastMethod } from './series.js'

/** Beyond this CloudWatch has nothing finer than hours. */
const MOST_DAYS = 63

/**
 * The metrics of the days before now, as if the stages had always been as they are. They are added up when they are
 * read. Throws an Error for a wrong seed.
 */
export function historyOf(world: World, seeds: readonly SeedApi[], days: number): () => Series[] {
  if (!(days >= 0 && days <= MOST_DAYS)) throw new Error(`history of ${days} days: from 0 to ${MOST_DAYS}`)
  const now = floorTo(world.clock.now(), MINUTE_MS)
  const named = new Map(seeds.filter(({ id }) => id === undefined).map((seed) => [seed.name, seed]))
  const known = new Map(seeds.map((seed) => [seed.id, seed]))
  const methods = [...world.apis.values()].flatMap((api) => {
    const own = known.get(api.id) ?? named.get(api.name)
    if (own) checkTraffic(own)
    return [...api.stages.values()].flatMap((stage) =>
      pastMethods(world, api, stage, own?.stages[stage.stageName]?.traffic),
    )
  })
  const window = { startMs: now - days * DAY_MS, endMs: now }
  return () => historySeries(methods, window, createPastDays())
}

/** Makes the stages as old as their history. */
export function backdate(world: World, days: number): void {
  const since = world.clock.now() - days * DAY_MS
  for (const api of world.apis.values()) {
    for (const stage of api.stages.values()) {
      Object.assign(stage, { createdDate: since, lastUpdatedDate: since })
    }
  }
}

function pastMethods(
  world: World,
  api: RestApi,
  stage: Stage,
  given: Readonly<Record<string, SeedTraffic>> | undefined,
): PastMethod[] {
  const snapshot = api.deployments.get(stage.deploymentId)?.snapshot
  const resources = [...(snapshot?.resources.values() ?? [])]
  return resources.flatMap((resource) =>
    [...resource.methods.values()].flatMap((method) => {
      const line = `${method.httpMethod} ${resource.path}`
      const seed = mixed(world.counters.seed, api.name, stage.stageName, line)
      const traffic = given ? given[line] : madeUp(seed, method)
      return traffic ? [pastMethod(world, api, stage, { resource, method, seed, traffic })] : []
    }),
  )
}

function pastMethod(
  world: World,
  api: RestApi,
  stage: Stage,
  { resource, method, seed, traffic }: MethodTraffic,
): PastMethod {
  const verb = oneVerb(method.httpMethod)
  const effective = effectiveSetting(stage, settingKeys(resource), verb, method, world.knobs)
  const available = statusAt(stage.cluster, world.clock.now()) === 'AVAILABLE'
  const cacheable = available && method.integration?.responseTransferMode === 'BUFFERED'
  const setting = cacheable ? cachingSetting(effective, verb) : null
  const { perMinute, entries = 50, backendMs = 120, errorRate = 0.01 } = traffic
  return {
    apiName: apiNameDimension(api),
    stage: stage.stageName,
    method: effective.setting?.metricsEnabled ? { verb, resource: resource.path } : null,
    traffic: {
      seed,
      perMinute,
      entries,
      backendMs,
      errorRate,
      ttlSeconds: setting?.cacheTtlInSeconds ?? null,
    },
  }
}

interface MethodTraffic {
  readonly resource: Resource
  readonly method: Method
  readonly seed: number
  readonly traffic: SeedTraffic
}

/** Traffic for a method of which the seed says nothing. Without a key all requests share one entry. */
function madeUp(seed: number, { httpMethod, integration }: Method): SeedTraffic {
  const often = oneVerb(httpMethod) === 'GET' ? 30 : 6
  const keyed = (integration?.cacheKeyParameters.length ?? 0) > 0
  return {
    perMinute: 1 + often * chance(seed, 1),
    entries: keyed ? Math.ceil(400 * chance(seed, 2)) + 1 : 1,
    backendMs: 40 + 260 * chance(seed, 3),
  }
}

function checkTraffic({ name, methods, stages }: SeedApi): void {
  for (const [stage, { traffic = {} }] of Object.entries(stages)) {
    const unknown = Object.keys(traffic).find((line) => !Object.hasOwn(methods, line))
    if (unknown !== undefined) throw new Error(`${name}: ${stage}: traffic of ${unknown}, which is no method`)
  }
}
