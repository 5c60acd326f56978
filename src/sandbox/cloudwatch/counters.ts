import { type RecordedSeries, recordedSeries } from './recorded-series.js'
import { type Dimension, dimensionSets, type Metric, type MetricSource, type Series, setKey } from './series.js'

/** One request to a stage, as the metrics see it. */
interface Sample extends MetricSource {
  readonly atMs: number
  readonly status: number
  /** Null where the cache was not asked. */
  readonly hit: boolean | null
  readonly latencyMs: number
  readonly integrationLatencyMs: number | null
}

export interface Counters {
  /** Chances about metrics are drawn from this, so that each can be drawn again. */
  readonly seed: number
  record(sample: Sample): void
  /** Adds metrics from before the sandbox's start to those that are recorded; asked for them when they are read. */
  addHistory(made: () => readonly Series[]): void
  /** One for each dimension set. */
  series(): Iterable<Series>
  /** The one of exactly these dimensions, in any order. */
  seriesOf(dimensions: readonly Dimension[]): Series | undefined
}

/** Names of APIs, stages and methods change, and each has series of its own; those that began first are forgotten. */
const MOST_SERIES = 50_000

export function createCounters(seed = 0): Counters {
  const recorded = new Map<string, RecordedSeries>()
  let makeHistory: () => readonly Series[] = () => []
  let history: ReadonlyMap<string, Series> | null = null
  const past = () => {
    history ??= new Map(makeHistory().map((series) => [setKey(series.dimensions) ?? '', series]))
    return history
  }
  const add = (key: string, set: number, sample: Sample, values: ReturnType<typeof valuesOf>) => {
    const known = recorded.get(key)
    const series = known ?? recordedSeries(dimensionSets(sample)[set] ?? [])
    if (!known) {
      recorded.set(key, series)
      const [oldest] = recorded.keys()
      if (recorded.size > MOST_SERIES && oldest !== undefined) recorded.delete(oldest)
    }
    series.add(sample.atMs, values)
  }
  return {
    seed,
    record: (sample) => {
      const values = valuesOf(sample)
      const inStage = `${sample.apiName}\n${sample.stage}`
      add(sample.apiName, 0, sample, values)
      add(inStage, 1, sample, values)
      if (sample.method) {
        add(`${inStage}\n${sample.method.verb}\n${sample.method.resource}`, 2, sample, values)
      }
    },
    addHistory: (made) => {
      makeHistory = made
      history = null
    },
    *series() {
      for (const [key, series] of past()) yield joined(series, recorded.get(key))
      for (const [key, series] of recorded) if (!past().has(key)) yield series
    },
    seriesOf: (dimensions) => {
      const key = setKey(dimensions)
      if (key === null) return undefined
      const [before, since] = [past().get(key), recorded.get(key)]
      return before ? joined(before, since) : since
    },
  }
}

function valuesOf({ status, hit, latencyMs, integrationLatencyMs }: Sample): [Metric, number][] {
  const values: [Metric, number][] = [
    ['Count', 1],
    ['Latency', latencyMs],
    ['4XXError', status >= 400 && status < 500 ? 1 : 0],
    ['5XXError', status >= 500 ? 1 : 0],
  ]
  if (integrationLatencyMs !== null) values.push(['IntegrationLatency', integrationLatencyMs])
  if (hit !== null) values.push(['CacheHitCount', hit ? 1 : 0], ['CacheMissCount', hit ? 0 : 1])
  return values
}

function joined(before: Series, since: Series | undefined): Series {
  if (!since) return before
  return {
    dimensions: before.dimensions,
    *statisticSets(metric, window) {
      yield* before.statisticSets(metric, window)
      yield* since.statisticSets(metric, window)
    },
  }
}
