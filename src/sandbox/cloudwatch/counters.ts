import { type RecordedSeries, recordedSeries } from './recorded-series.js'
import { type Dimension, dimensionSets, type Metric, type MetricSource, type Series } from './series.js'

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
  /** Adds metrics from before the sandbox's start to those that are recorded. */
  addHistory(series: readonly Series[]): void
  /** One for each dimension set. */
  series(): Iterable<Series>
}

export function createCounters(seed = 0): Counters {
  const recorded = new Map<string, RecordedSeries>()
  const history: Series[] = []
  const add = (key: string, set: number, sample: Sample, values: ReturnType<typeof valuesOf>) => {
    const known = recorded.get(key)
    const series = known ?? recordedSeries(dimensionSets(sample)[set] ?? [])
    if (!known) recorded.set(key, series)
    series.add(sample.atMs, values)
  }
  return {
    seed,
    record: (sample) => {
      const values = valuesOf(sample)
      const inStage = `${sample.apiName}\n${sample.stage}`
      add(sample.apiName, 0, sample, values)
      add(inStage, 1, sample, values)
      // No name holds a control character, so no two sets share a key.
      if (sample.method) {
        add(`${inStage}\n${sample.method.verb}\n${sample.method.resource}`, 2, sample, values)
      }
    },
    addHistory: (series) => {
      history.push(...series)
    },
    series: () => joined([...history, ...recorded.values()]),
  }
}

export function sameDimensions(own: readonly Dimension[], wanted: readonly Dimension[]): boolean {
  return (
    own.length === wanted.length &&
    own.every(({ name, value }) => wanted.some((other) => other.name === name && other.value === value))
  )
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

function joined(all: readonly Series[]): Series[] {
  const sets: Series[][] = []
  for (const series of all) {
    const same = sets.find(([first]) => first && sameDimensions(first.dimensions, series.dimensions))
    if (same) same.push(series)
    else sets.push([series])
  }
  return sets.map((parts) => ({
    dimensions: parts[0]?.dimensions ?? [],
    *statisticSets(metric, window) {
      for (const part of parts) yield* part.statisticSets(metric, window)
    },
  }))
}
