import { invalidValue } from './failure.js'
import { DAY_MS, type Dimension, floorTo, HOUR_MS, MINUTE_MS, RESOLUTIONS, resolutionMs } from './series.js'
import { mergeInto, newStatisticSet, type StatisticSet } from './statistic-set.js'

const MOST_METRICS = 50_000
/** Of all metrics together. */
const MOST_POINTS = 1_000_000
/** How long points of high-resolution metrics stay apart. */
const SECONDS_KEPT_MS = 3 * HOUR_MS
const OLDEST_MS = 15 * DAY_MS

/** A metric that somebody put, with the points of each of its units by their start. */
export interface CustomMetric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: readonly Dimension[]
  readonly units: Map<string, Map<number, StatisticSet>>
  /** When points were last merged to longer ones. */
  agedAt: number
}

/** What PutMetricData has put. */
export interface CustomMetrics {
  /** Throws where so much does not fit beside what is there. */
  checkRoom(puts: readonly MetricPut[]): void
  put(metric: Named, put: Put): void
  find(metric: Named): CustomMetric | undefined
  all(): Iterable<CustomMetric>
  /** Takes over what an earlier sandbox had. */
  restore(metrics: readonly CustomMetric[]): void
}

export type Named = Pick<CustomMetric, 'namespace' | 'name' | 'dimensions'>

export interface MetricPut {
  readonly metric: Named
  readonly put: Put
}

export interface Put {
  readonly unit: string
  readonly atMs: number
  /** A second for high-resolution metrics, else a minute. */
  readonly stepMs: number
  readonly set: StatisticSet
  readonly nowMs: number
}

export function createCustomMetrics(mostPoints: number = MOST_POINTS): CustomMetrics {
  const metrics = new Map<string, CustomMetric>()
  let points = 0
  return {
    checkRoom: (puts) => {
      const [newMetrics, newPoints] = [new Set<string>(), new Set<string>()]
      for (const { metric, put } of puts) {
        const key = metricKey(metric)
        const start = floorTo(put.atMs, put.stepMs)
        if (!metrics.has(key)) newMetrics.add(key)
        if (!metrics.get(key)?.units.get(put.unit)?.has(start)) newPoints.add(`${put.unit}/${start}/${key}`)
      }
      if (metrics.size + newMetrics.size > MOST_METRICS) {
        throw invalidValue(`The sandbox keeps at most ${MOST_METRICS} metrics.`)
      }
      if (points + newPoints.size > mostPoints) {
        throw invalidValue(`The sandbox keeps at most ${mostPoints} data points.`)
      }
    },
    put: (named, { unit, atMs, stepMs, set, nowMs }) => {
      const key = metricKey(named)
      const metric = metrics.get(key) ?? { ...named, units: new Map(), agedAt: nowMs }
      metrics.set(key, metric)
      const before = pointsOf(metric)
      age(metric, nowMs)
      const own = metric.units.get(unit) ?? new Map<number, StatisticSet>()
      metric.units.set(unit, own)
      merge(own, floorTo(atMs, stepMs), set)
      points += pointsOf(metric) - before
    },
    find: (named) => metrics.get(metricKey(named)),
    all: () => metrics.values(),
    restore: (kept) => {
      for (const metric of kept) {
        metrics.set(metricKey(metric), metric)
        points += pointsOf(metric)
      }
    },
  }
}

function pointsOf({ units }: CustomMetric): number {
  let sum = 0
  for (const { size } of units.values()) sum += size
  return sum
}

export function metricKey({ namespace, name, dimensions }: Named): string {
  const pairs = dimensions.map(({ name: dimension, value }) => [dimension, value])
  return JSON.stringify([namespace, name, ...pairs.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))])
}

/** Points grow longer as they age, as those of services do. */
function age(metric: CustomMetric, nowMs: number): void {
  if (nowMs - metric.agedAt < HOUR_MS) return
  metric.agedAt = nowMs
  for (const [unit, points] of metric.units) {
    const aged = new Map<number, StatisticSet>()
    for (const [start, set] of points) {
      const stepMs = stepAt(nowMs - start)
      if (stepMs !== null) merge(aged, floorTo(start, stepMs), set)
    }
    metric.units.set(unit, aged)
  }
}

function stepAt(ageMs: number): number | null {
  if (ageMs < SECONDS_KEPT_MS) return 1_000
  return ageMs < OLDEST_MS ? MINUTE_MS : resolutionMs(ageMs)
}

function merge(points: Map<number, StatisticSet>, start: number, set: StatisticSet): void {
  const known = points.get(start) ?? newStatisticSet()
  points.set(start, known)
  mergeInto(known, set)
}

/** The shortest period in which points of this age can be read; null where they are gone. */
export function finestMs(ageMs: number): number | null {
  return ageMs < SECONDS_KEPT_MS ? 1_000 : resolutionMs(ageMs)
}

export const LONGEST_STEP_MS = RESOLUTIONS[2].stepMs
