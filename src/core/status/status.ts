import { cheapWarnings } from '../doctor/cheap-rules.js'
import { readMethods } from '../find/methods.js'
import type { OpenStage } from '../find/open-stage.js'
import type { MethodRef } from '../gateway/method.js'
import { effectiveMethods, type MethodsSeen } from '../gateway/methods.js'
import type { Warning } from '../gateway/model.js'
import { ownerOf } from '../gateway/owner.js'
import { priceOf } from '../gateway/pricing.js'
import type { StageRecord } from '../gateway/record.js'
import { stageCache } from '../gateway/stage.js'
import { countingWarnings, type Figures, methodWarnings, metricsOf, readFigures } from '../metrics/figures.js'
import { isDetailed } from '../metrics/method-metrics.js'
import { readNamesakes } from '../metrics/namesakes.js'
import { LOOK_BACK_MS, latest, type Window } from '../metrics/window.js'
import type { StatusReport } from './report.js'

export interface StatusOptions {
  /** The last hour where left out. */
  readonly window?: Window | undefined
  /**
   * Also reads the deployed methods and the API as it stands, and the hits and misses of those methods that have
   * detailed CloudWatch metrics.
   */
  readonly methods?: boolean | undefined
  /** Also reads how long callers waited. */
  readonly latency?: boolean | undefined
}

export interface StageSeen {
  /** Ids of other APIs that CloudWatch counts under the same name; null where that could not be told. */
  readonly namesakes: readonly string[] | null
  /** Null where nobody asked. */
  readonly methods: MethodsSeen | null
  readonly figures: Figures
}

/** The state of a stage's cache, and its figures in a window. */
export async function readStatus(stage: OpenStage, options: StatusOptions = {}): Promise<StatusReport> {
  const { connection, target, record, allApis } = stage
  const { window = latest(LOOK_BACK_MS.status, connection.clock.now()), methods = false, latency = false } = options
  const looking = methods ? readMethods(stage) : Promise.resolve(null)
  const detailed = looking.then((seen) => detailedMethods(record, seen))
  const [namesakes, figures, seen] = await Promise.all([
    readNamesakes(connection.control, target.api, allApis),
    readFigures(stage, window, detailed, latency),
    looking,
  ])
  return statusReport(stage, { namesakes, methods: seen, figures })
}

/** The methods that CloudWatch counts by themselves. */
export function detailedMethods(record: StageRecord, seen: MethodsSeen | null): readonly MethodRef[] {
  return seen ? effectiveMethods(record, seen).filter((method) => isDetailed(record, method)) : []
}

/** PURE. */
export function statusReport(stage: OpenStage, seen: StageSeen): StatusReport {
  const { connection, target, api, record } = stage
  const { methods, figures } = seen
  const cache = stageCache(target, record, { changed: false, waitedMs: 0 })
  const billed =
    cache.cluster.status === 'DELETE_IN_PROGRESS' ? { ...cache.cluster, size: record.clusterSize } : cache.cluster
  return {
    ...cache,
    methods: methods ? effectiveMethods(record, methods) : null,
    metrics: metricsOf(figures, isShared(seen)),
    price: priceOf(billed, target.region, connection.prices),
    managedBy: ownerOf(record.tags, api.tags, connection.managedBy),
    canary: record.canary,
    warnings: warningsOf(stage, seen),
  }
}

/** True where the figures hold those of another API of the same name too. */
export function isShared({ namesakes }: StageSeen): boolean {
  return namesakes !== null && namesakes.length > 0
}

function warningsOf(
  { connection, target, record }: OpenStage,
  { figures, methods, namesakes }: StageSeen,
): readonly Warning[] {
  const glance = {
    target,
    stage: record,
    deployed: methods?.deployed ?? null,
    current: methods?.current ?? null,
    // Where there are no figures, nobody is misled about whose they are.
    namesakes: figures.points === null ? [] : namesakes,
  }
  return [
    ...countingWarnings(figures, namesakes),
    ...cheapWarnings(glance, connection.spelling),
    ...methodWarnings(figures),
  ]
}
