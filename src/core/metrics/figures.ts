import { unlessDenied } from '../base/denied.js'
import type { OpenStage } from '../find/open-stage.js'
import type { MethodRef } from '../gateway/method.js'
import type { Warning } from '../gateway/model.js'
import {
  apiNameDimension,
  type CachePoints,
  meanLatency,
  readCachePoints,
  readLatency,
  summed,
} from './cache-metrics.js'
import { type MethodFigures, readMethodMetrics } from './method-metrics.js'
import type { Metrics } from './report.js'
import type { Window } from './window.js'

export interface Figures {
  readonly window: Window
  /** Null where CloudWatch may not be asked. */
  readonly points: CachePoints | null
  /** Mean of what callers waited; null where it is not known, left out where nobody asked. */
  readonly latencyMs?: number | null
  /** Null where no method is counted by itself, or where they were not asked for, or may not be. */
  readonly methods: MethodFigures | null
  /** The IAM action without which the methods' figures are missing. */
  readonly missing: string | null
}

/** `detailed` are the methods that CloudWatch counts by themselves, as soon as they are known. */
export async function readFigures(
  { connection: { metrics }, target: { api, stage } }: OpenStage,
  window: Window,
  detailed: Promise<readonly MethodRef[]>,
  latency = false,
): Promise<Figures> {
  const name = apiNameDimension(api.id, api.name)
  const [points, methods, averages] = await Promise.all([
    unlessDenied(() => readCachePoints(metrics, name, stage, window)),
    detailed.then((list) => unlessDenied(() => readMethodMetrics(metrics, name, stage, list, window))),
    latency ? unlessDenied(() => readLatency(metrics, name, stage, window)) : null,
  ])
  const some = methods !== null && methods.known.length + methods.notYet.length > 0
  const missing = methods === null && points !== null ? 'cloudwatch:GetMetricData' : null
  const latencyMs = points && averages ? meanLatency(averages, points.requests) : null
  return { window, points, methods: some ? methods : null, missing, ...(latency && { latencyMs }) }
}

/** `shared` says that the figures hold those of another API too, which makes them no figures. PURE. */
export function metricsOf({ window, points, latencyMs, methods }: Figures, shared: boolean): Metrics {
  const isOwn = points !== null && !shared
  const metrics: Metrics = {
    ...summed(window, isOwn ? points : null),
    ...(latencyMs !== undefined && { latencyMs: isOwn ? latencyMs : null }),
  }
  if (methods === null || !isOwn) return metrics
  const { known, notYet } = withSilent(methods, metrics)
  return { ...metrics, methods: known, ...(notYet.length > 0 && { methodsNotYet: notYet }) }
}

/** Where the methods that are known had all hits and misses of the stage, the others had none. */
function withSilent(methods: MethodFigures, { hits, misses }: Metrics): MethodFigures {
  const { known, notYet } = methods
  const all = known.reduce((sum, one) => sum + one.hits + one.misses, 0)
  if (hits === null || misses === null || hits + misses !== all) return methods
  const silent = notYet.map((one) => ({ ...one, hits: 0, misses: 0, ratio: null }))
  return { known: [...known, ...silent], notYet: [] }
}

/** Why the figures of the stage are not known, or may not be its own. PURE. */
export function countingWarnings({ points }: Figures, namesakes: readonly string[] | null): readonly Warning[] {
  if (points === null) {
    const message = 'not allowed: cloudwatch:GetMetricStatistics, so hits, misses and requests are not known'
    return [{ rule: 'metrics-denied', message }]
  }
  if (namesakes !== null) return []
  const message =
    'not allowed: apigateway:GET on /restapis. CloudWatch counts by name: these figures may hold those of another API of this name'
  return [{ rule: 'namesakes-unknown', message }]
}

/** Why those of single methods are not known. PURE. */
export function methodWarnings({ missing }: Figures): readonly Warning[] {
  if (missing === null) return []
  const message = `not allowed: ${missing}, so hits and misses of single methods are not known`
  return [{ rule: 'method-metrics-denied', message }]
}
