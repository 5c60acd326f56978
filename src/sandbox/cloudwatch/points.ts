import { chance } from '../world/random.js'
import type { World } from '../world/world.js'
import { finestMs, LONGEST_STEP_MS } from './custom-metrics.js'
import { invalidValue } from './failure.js'
import { type Dimension, floorTo, MINUTE_MS, NAMESPACE, resolutionMs, type Window } from './series.js'
import { mergeInto, newStatisticSet, type StatisticSet } from './statistic-set.js'

export interface MetricRef {
  readonly namespace: string
  readonly name: string
  readonly dimensions: readonly Dimension[]
}

/** The metrics of a world as they can be seen at a moment. */
export interface Reader {
  readonly nowMs: number
  /** Those that the metric was put in, sorted. */
  units(metric: MetricRef): readonly string[]
  /** The points of a window by their start, in any order. */
  sets(metric: MetricRef, unit: string, window: Window): Iterable<readonly [number, StatisticSet]>
}

export interface Point {
  readonly atMs: number
  readonly set: StatisticSet
}

export function readerAt(world: World, nowMs = world.clock.now()): Reader {
  const { counters, monitoring } = world
  const seen = (sets: Iterable<readonly [number, StatisticSet]>) => onlyVisible(world, nowMs, sets)
  return {
    nowMs,
    units: (metric) =>
      metric.namespace === NAMESPACE
        ? [unitOf(metric.name)]
        : [...(monitoring.metrics.find(metric)?.units.keys() ?? [])].sort(),
    sets: (metric, unit, window) => {
      if (metric.namespace !== NAMESPACE) {
        return seen(inside(monitoring.metrics.find(metric)?.units.get(unit) ?? [], window))
      }
      if (unit !== unitOf(metric.name)) return []
      return seen(counters.seriesOf(metric.dimensions)?.statisticSets(metric.name, window) ?? [])
    },
  }
}

/** One point for each period that has data, oldest first. Periods count from the start of the window. */
export function points(
  reader: Reader,
  { metric, unit, periodMs }: { readonly metric: MetricRef; readonly unit: string; readonly periodMs: number },
  { startMs: asked, endMs }: Window,
): Point[] {
  const startMs = roundedStart(asked, periodMs, reader.nowMs)
  const periods = new Map<number, StatisticSet>()
  for (const [atMs, set] of reader.sets(metric, unit, { startMs, endMs })) {
    if (!isReadable(reader.nowMs - atMs, periodMs)) continue
    const periodStart = atMs - ((atMs - startMs) % periodMs)
    const period = periods.get(periodStart) ?? newStatisticSet()
    periods.set(periodStart, period)
    mergeInto(period, set)
  }
  return [...periods].map(([atMs, set]) => ({ atMs, set })).sort((a, b) => a.atMs - b.atMs)
}

/** With a delay, a minute appears as a whole once it is over and the delay has passed. A gap never does. */
export function visible(world: World, minute: number, nowMs = world.clock.now()): boolean {
  const { metricsDelayMs, faults, counters } = world
  if (metricsDelayMs > 0 && nowMs < minute + MINUTE_MS + metricsDelayMs) return false
  return faults.metricGaps <= 0 || chance(counters.seed, Math.floor(minute / MINUTE_MS)) >= faults.metricGaps
}

function unitOf(metric: string): string {
  return metric.endsWith('Latency') ? 'Milliseconds' : 'Count'
}

const SHORT_PERIODS = [1, 5, 10, 20, 30]

export function periodMs(seconds: number): number {
  if (!(SHORT_PERIODS.includes(seconds) || (Number.isInteger(seconds) && seconds > 0 && seconds % 60 === 0))) {
    throw invalidValue(`The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60, but is ${seconds}.`)
  }
  return seconds * 1000
}

/** CloudWatch rounds the start down, to longer steps the older it is, and to short periods. */
export function roundedStart(startMs: number, period: number, nowMs: number): number {
  if (period < MINUTE_MS) return floorTo(startMs, period)
  return floorTo(startMs, resolutionMs(nowMs - startMs) ?? LONGEST_STEP_MS)
}

function isReadable(ageMs: number, period: number): boolean {
  const finest = finestMs(ageMs)
  return finest !== null && period % finest === 0
}

function* inside(
  points: Iterable<readonly [number, StatisticSet]>,
  { startMs, endMs }: Window,
): Generator<readonly [number, StatisticSet]> {
  for (const point of points) if (point[0] >= startMs && point[0] < endMs) yield point
}

function* onlyVisible(
  world: World,
  nowMs: number,
  sets: Iterable<readonly [number, StatisticSet]>,
): Generator<readonly [number, StatisticSet]> {
  for (const point of sets) if (visible(world, point[0], nowMs)) yield point
}
