import { stageWarnings } from './advice/stage-warnings.js'
import type { Connection } from './connection.js'
import { effectiveMethods, readMethods } from './control/methods.js'
import { ownerOf } from './control/owner.js'
import { stageCache } from './control/stage.js'
import type { ResolvedTarget } from './control/targets.js'
import { isDenied } from './explain.js'
import { apiNameDimension, readCacheMetrics, unknownMetrics } from './metrics/cache-metrics.js'
import { readNamesakes } from './metrics/namesakes.js'
import type { Window } from './metrics/window.js'
import type { Metrics, StatusReport, Target } from './model.js'
import { priceOf } from './pricing.js'

export interface StatusRequest {
  readonly window: Window
  /** Also reads the deployed methods and the API as it stands. */
  readonly methods: boolean
}

/** What a stage's cache is, and how it did in a window. */
export async function readStatus(
  connection: Connection,
  { target, api, stage, allApis }: ResolvedTarget,
  { window, methods }: StatusRequest,
): Promise<StatusReport> {
  const [namesakes, counted, seen] = await Promise.all([
    readNamesakes(connection.control, target.api, allApis),
    countedIn(connection, target, window),
    methods ? readMethods(connection, target) : null,
  ])
  const shared = namesakes !== null && namesakes.length > 0
  const cache = stageCache(target, stage, { changed: false, waitedMs: 0 })
  return {
    ...cache,
    methods: seen ? effectiveMethods(stage, seen) : null,
    metrics: counted === null || shared ? unknownMetrics(window) : counted,
    price: priceOf(
      cache.cluster.status === 'DELETE_IN_PROGRESS'
        ? { ...cache.cluster, size: stage.clusterSize }
        : cache.cluster,
    ),
    managedBy: ownerOf(stage.tags, api.tags),
    canary: stage.canary,
    warnings: stageWarnings(stage, {
      namesakes,
      metricsDenied: counted === null,
      deployed: seen?.deployed ?? null,
    }),
  }
}

/** Null where CloudWatch may not be asked. */
async function countedIn(
  { metrics }: Connection,
  { api, stage }: Target,
  window: Window,
): Promise<Metrics | null> {
  try {
    return await readCacheMetrics(metrics, apiNameDimension(api.id, api.name), stage, window)
  } catch (error) {
    if (isDenied(error)) return null
    throw error
  }
}
