import type { Connection } from '../aws/connection.js'
import { readMethods } from '../find/methods.js'
import type { ResolvedTarget } from '../find/target.js'
import type { MethodRef } from '../gateway/method.js'
import { effectiveMethods, type MethodsSeen } from '../gateway/methods.js'
import { ownerOf } from '../gateway/owner.js'
import { priceOf } from '../gateway/pricing.js'
import type { StageRecord } from '../gateway/record.js'
import { stageCache } from '../gateway/stage.js'
import { type Figures, figureWarnings, metricsOf, readFigures } from '../metrics/figures.js'
import { isDetailed } from '../metrics/method-metrics.js'
import { readNamesakes } from '../metrics/namesakes.js'
import type { Window } from '../metrics/window.js'
import type { StatusReport } from './report.js'
import { stageWarnings } from './stage-warnings.js'

export interface StatusRequest {
  readonly window: Window
  /**
   * Also reads the deployed methods and the API as it stands, and the hits and misses of those methods that have
   * detailed CloudWatch metrics.
   */
  readonly methods: boolean
}

/** What a status is made of, besides the stage itself. */
export interface StageSeen {
  /** Ids of other APIs that CloudWatch counts under the same name; null where that could not be told. */
  readonly namesakes: readonly string[] | null
  /** Null where nobody asked. */
  readonly methods: MethodsSeen | null
  readonly figures: Figures
}

/** What a stage's cache is, and how it did in a window. */
export async function readStatus(
  connection: Connection,
  resolved: ResolvedTarget,
  { window, methods }: StatusRequest,
): Promise<StatusReport> {
  const { target, api, stage, allApis } = resolved
  const looking = methods ? readMethods({ connection, target }) : Promise.resolve(null)
  const detailed = looking.then((seen) => detailedMethods(stage, seen))
  const [namesakes, figures, seen] = await Promise.all([
    readNamesakes(connection.control, target.api, allApis),
    readFigures(connection, target, window, detailed),
    looking,
  ])
  return statusReport({ target, api, stage }, { namesakes, methods: seen, figures }, connection)
}

/** The methods that CloudWatch counts by themselves. */
export function detailedMethods(stage: StageRecord, seen: MethodsSeen | null): readonly MethodRef[] {
  return seen ? effectiveMethods(stage, seen).filter((method) => isDetailed(stage, method)) : []
}

/** PURE. */
export function statusReport(
  { target, api, stage }: Pick<ResolvedTarget, 'target' | 'api' | 'stage'>,
  { namesakes, methods, figures }: StageSeen,
  { prices }: Pick<Connection, 'prices'>,
): StatusReport {
  const shared = namesakes !== null && namesakes.length > 0
  const cache = stageCache(target, stage, { changed: false, waitedMs: 0 })
  const billed =
    cache.cluster.status === 'DELETE_IN_PROGRESS'
      ? { ...cache.cluster, size: stage.clusterSize }
      : cache.cluster
  return {
    ...cache,
    methods: methods ? effectiveMethods(stage, methods) : null,
    metrics: metricsOf(figures, shared),
    price: priceOf(billed, target.region, prices),
    managedBy: ownerOf(stage.tags, api.tags),
    canary: stage.canary,
    warnings: [
      ...stageWarnings(stage, {
        namesakes,
        metricsDenied: figures.points === null,
        deployed: methods?.deployed ?? null,
      }),
      ...figureWarnings(figures),
    ],
  }
}
