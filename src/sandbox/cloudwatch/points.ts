import { chance } from '../world/random.js'
import type { World } from '../world/world.js'
import { invalidValue } from './failure.js'
import {
  type Dimension,
  floorTo,
  MINUTE_MS,
  NAMESPACE,
  RESOLUTIONS,
  resolutionMs,
  type Window,
} from './series.js'
import { mergeInto, newStatisticSet, type StatisticSet } from './statistic-set.js'

export interface MetricQuery {
  readonly namespace: string | undefined
  readonly metric: string | undefined
  readonly dimensions: readonly Dimension[]
  readonly periodMs: number
  readonly unit: string | undefined
}

export interface Point {
  readonly atMs: number
  readonly set: StatisticSet
}

/** One point for each period that has data, oldest first. Periods count from the start of the window. */
export function points(world: World, query: MetricQuery, { startMs: asked, endMs }: Window): Point[] {
  const { namespace, metric, dimensions, periodMs, unit } = query
  if (namespace !== NAMESPACE || metric === undefined) return []
  if (unit !== undefined && unit !== unitOf(metric)) return []
  const series = world.counters.seriesOf(dimensions)
  if (!series) return []

  const now = world.clock.now()
  const startMs = roundedStart(asked, now)
  const periods = new Map<number, StatisticSet>()
  for (const [atMs, set] of series.statisticSets(metric, { startMs, endMs })) {
    if (!isReadable(now - atMs, periodMs) || !visible(world, atMs)) continue
    const periodStart = atMs - ((atMs - startMs) % periodMs)
    const period = periods.get(periodStart) ?? newStatisticSet()
    periods.set(periodStart, period)
    mergeInto(period, set)
  }
  return [...periods].map(([atMs, set]) => ({ atMs, set })).sort((a, b) => a.atMs - b.atMs)
}

/** With a delay, a minute appears as a whole once it is over and the delay has passed. A gap never does. */
export function visible({ clock, metricsDelayMs, faults, counters }: World, minute: number): boolean {
  if (metricsDelayMs > 0 && clock.now() < minute + MINUTE_MS + metricsDelayMs) return false
  return faults.metricGaps <= 0 || chance(counters.seed, minute / MINUTE_MS) >= faults.metricGaps
}

export function unitOf(metric: string): string {
  return metric.endsWith('Latency') ? 'Milliseconds' : 'Count'
}

export function periodMs(seconds: number): number {
  if (!Number.isInteger(seconds) || seconds <= 0 || seconds % 60 !== 0) {
    throw invalidValue(`The parameter Period must be a multiple of 60, but is ${seconds}.`)
  }
  return seconds * 1000
}

/** CloudWatch rounds the start down, to longer steps the older it is. */
function roundedStart(startMs: number, now: number): number {
  return floorTo(startMs, resolutionMs(now - startMs) ?? RESOLUTIONS[2].stepMs)
}

function isReadable(ageMs: number, periodMs: number): boolean {
  const resolution = resolutionMs(ageMs)
  return resolution !== null && periodMs % resolution === 0
}
