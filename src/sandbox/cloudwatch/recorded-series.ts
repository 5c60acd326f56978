import { type Dimension, floorTo, type Metric, RESOLUTIONS, type Series } from './series.js'
import { addTo, mergeInto, newStatisticSet, type StatisticSet } from './statistic-set.js'

type ByMetric = Map<string, StatisticSet>

/** Points of one length, by their start. */
interface Level {
  readonly stepMs: number
  readonly keptMs: number
  readonly points: Map<number, ByMetric>
}

export interface RecordedSeries extends Series {
  add(atMs: number, values: readonly (readonly [Metric, number])[]): void
}

/** What was recorded under one dimension set, in points that grow longer as they age. */
export function recordedSeries(dimensions: readonly Dimension[]): RecordedSeries {
  const minutes: Level = { ...RESOLUTIONS[0], points: new Map() }
  const levels = [minutes, ...RESOLUTIONS.slice(1).map((kind): Level => ({ ...kind, points: new Map() }))]
  return {
    dimensions,
    add: (atMs, values) => {
      const start = floorTo(atMs, minutes.stepMs)
      if (!minutes.points.has(start)) age(levels, start)
      const sets = setsAt(minutes, start)
      for (const [metric, value] of values) addTo(setOf(sets, metric), value)
    },
    *statisticSets(metric, { startMs, endMs }) {
      for (const { points } of levels) {
        for (const [start, sets] of points) {
          const set = start >= startMs && start < endMs ? sets.get(metric) : undefined
          if (set) yield [start, set]
        }
      }
    },
  }
}

function age(levels: readonly Level[], now: number): void {
  for (const [index, { points, keptMs }] of levels.entries()) {
    const longer = levels[index + 1]
    for (const [start, sets] of points) {
      if (now - start < keptMs) break
      points.delete(start)
      if (longer) mergeSets(setsAt(longer, start), sets)
    }
  }
}

function setsAt({ points, stepMs }: Level, atMs: number): ByMetric {
  const start = floorTo(atMs, stepMs)
  const known = points.get(start)
  if (known) return known
  const fresh: ByMetric = new Map()
  points.set(start, fresh)
  return fresh
}

function mergeSets(into: ByMetric, from: ByMetric): void {
  for (const [metric, set] of from) mergeInto(setOf(into, metric), set)
}

function setOf(sets: ByMetric, metric: string): StatisticSet {
  const known = sets.get(metric)
  if (known) return known
  const fresh = newStatisticSet()
  sets.set(metric, fresh)
  return fresh
}
