import type { World } from '../../world/world.js'
import { refOf } from '../math/labels.js'
import { evaluation, seriesIn } from '../math/queries.js'
import { type MetricRef, points, type Reader, readerAt } from '../points.js'
import { MINUTE_MS, type Window } from '../series.js'
import type { MetricDataQuery } from '../shapes/parts.js'
import { type StatisticSet, statistic } from '../statistic-set.js'
import type { MetricAlarm } from './alarm.js'
import type { Datapoint } from './judge.js'

/** More than are evaluated are asked for, in case that some are missing. */
const MORE = 2
const DAY_SECONDS = 86_400

export interface Schedule {
  readonly periodMs: number
  readonly periods: number
  /** How often the alarm is looked at. */
  readonly stepMs: number
}

type Settings = MetricAlarm['settings']

export function scheduleOf(settings: Settings): Schedule {
  const seconds = settings.Period ?? periodOf(settings.Metrics ?? [])
  const periods = settings.EvaluationPeriods ?? 1
  const stepMs = seconds < 60 ? 10_000 : seconds * periods > DAY_SECONDS ? 60 * MINUTE_MS : MINUTE_MS
  return { periodMs: seconds * 1000, periods, stepMs }
}

function periodOf(queries: readonly MetricDataQuery[]): number {
  const seconds = queries.flatMap(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? [])
  return seconds.length > 0 ? Math.max(...seconds) : 60
}

/** Reads the datapoints of an alarm's evaluation range, oldest first, as they could be seen at a moment. */
export type ReadRange = (atMs: number) => Datapoint[]

export function rangeReader(world: World, settings: Settings, span: Window): ReadRange {
  const { periodMs, periods } = scheduleOf(settings)
  const reader = prefetching(world, {
    startMs: span.startMs - (periods + MORE) * periodMs,
    endMs: span.endMs,
  })
  return (atMs) => {
    const window = { startMs: atMs - (periods + MORE) * periodMs, endMs: atMs }
    const found = settings.Metrics
      ? ofExpression(world, reader(atMs), settings.Metrics, window)
      : ofMetric(reader(atMs), settings, periodMs, window)
    return Array.from({ length: periods + MORE }, (_, index) => {
      const start = window.startMs + index * periodMs
      return { atMs: start, ...(found.get(start) ?? { value: undefined, sampleCount: 0 }) }
    })
  }
}

type Found = ReadonlyMap<number, Omit<Datapoint, 'atMs'>>

function ofMetric(reader: Reader, settings: Settings, periodMs: number, window: Window): Found {
  const { Namespace = '', MetricName, Dimensions, Unit, Statistic, ExtendedStatistic } = settings
  const metric = refOf({ Namespace, MetricName, Dimensions })
  const name = Statistic ?? ExtendedStatistic ?? 'Average'
  const [unit = 'None'] = Unit === undefined ? reader.units(metric) : [Unit]
  const found = points(reader, { metric, unit, periodMs }, window)
  return new Map(found.map(({ atMs, set }) => [atMs, { value: statistic(set, name), sampleCount: set.count }]))
}

function ofExpression(
  { accountId }: World,
  reader: Reader,
  queries: readonly MetricDataQuery[],
  window: Window,
): Found {
  const evaluated = evaluation({ reader, queries, window, accountId, metrics: () => [] })
  const returned = queries.find(({ ReturnData }) => ReturnData !== false)
  const [series] = returned ? seriesIn(evaluated.valueOf(returned)) : []
  return new Map([...(series?.values ?? [])].map(([atMs, value]) => [atMs, { value, sampleCount: 0 }]))
}

/** Readers at every moment of a span, which look up each metric once. */
function prefetching(world: World, span: Window): (atMs: number) => Reader {
  const whole = readerAt(world, Number.MAX_SAFE_INTEGER)
  const known = new Map<string, [number, StatisticSet][]>()
  const setsOf = (metric: MetricRef, unit: string) => {
    const key = JSON.stringify([metric, unit])
    const before = known.get(key)
    if (before) return before
    const sets = [...whole.sets(metric, unit, span)].map(([atMs, set]): [number, StatisticSet] => [atMs, set])
    sets.sort(([a], [b]) => a - b)
    known.set(key, sets)
    return sets
  }
  return (nowMs) => ({
    ...readerAt(world, nowMs),
    sets: (metric, unit, { startMs, endMs }) => {
      const sets = setsOf(metric, unit)
      const visible = world.metricsDelayMs > 0 ? nowMs - MINUTE_MS - world.metricsDelayMs : endMs
      return sets.slice(firstFrom(sets, startMs), firstFrom(sets, endMs)).filter(([atMs]) => atMs <= visible)
    },
  })
}

/** The place of the first point that is not before this time. */
function firstFrom(sets: readonly (readonly [number, unknown])[], atMs: number): number {
  let [low, high] = [0, sets.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sets[middle]?.[0] ?? 0) < atMs) low = middle + 1
    else high = middle
  }
  return low
}
