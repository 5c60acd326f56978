import { addTo, newTally, type Tally } from './tally.js'

export const NAMESPACE = 'AWS/ApiGateway'
const MINUTE_MS = 60_000
const RETENTION_MS = 15 * 24 * 60 * MINUTE_MS

/** One request to a stage, as the metrics see it. */
interface Sample {
  readonly atMs: number
  readonly apiName: string
  readonly stage: string
  /** Only where detailed metrics are on. */
  readonly method: { readonly verb: string; readonly resource: string } | null
  readonly status: number
  /** Null where the cache was not asked. */
  readonly hit: boolean | null
  readonly latencyMs: number
  readonly integrationLatencyMs: number | null
}

export interface Dimension {
  readonly name: string
  readonly value: string
}

/** The tallies of one dimension set: by start of the minute, then by metric name. */
export interface Series {
  readonly dimensions: readonly Dimension[]
  readonly minutes: ReadonlyMap<number, ReadonlyMap<string, Tally>>
}

export interface Counters {
  record(sample: Sample): void
  series(): Iterable<Series>
  clear(): void
}

interface Recorded extends Series {
  readonly minutes: Map<number, Map<string, Tally>>
}

export function createCounters(): Counters {
  const all = new Map<string, Recorded>()
  const recordIn = (sample: Sample, key: string, dimensions: () => Dimension[]) => {
    const known = all.get(key)
    const series = known ?? { dimensions: dimensions(), minutes: new Map() }
    if (!known) all.set(key, series)
    add(minuteOf(series, sample.atMs), sample)
  }
  return {
    record: (sample) => {
      const { apiName, stage, method } = sample
      recordIn(sample, apiName, () => [api(sample)])
      // No name holds a control character, so no two sets share a key.
      const stageKey = `${apiName}\n${stage}`
      recordIn(sample, stageKey, () => [api(sample), { name: 'Stage', value: stage }])
      if (method) {
        const { verb, resource } = method
        recordIn(sample, `${stageKey}\n${verb}\n${resource}`, () => [
          api(sample),
          { name: 'Method', value: verb },
          { name: 'Resource', value: resource },
          { name: 'Stage', value: stage },
        ])
      }
    },
    series: () => all.values(),
    clear: () => all.clear(),
  }
}

function minuteOf({ minutes }: Recorded, atMs: number): Map<string, Tally> {
  const start = atMs - (atMs % MINUTE_MS)
  const known = minutes.get(start)
  if (known) return known
  for (const old of minutes.keys()) {
    if (old >= start - RETENTION_MS) break
    minutes.delete(old)
  }
  const fresh = new Map<string, Tally>()
  minutes.set(start, fresh)
  return fresh
}

function add(minute: Map<string, Tally>, { status, hit, latencyMs, integrationLatencyMs }: Sample): void {
  addValue(minute, 'Count', 1)
  addValue(minute, 'Latency', latencyMs)
  addValue(minute, '4XXError', status >= 400 && status < 500 ? 1 : 0)
  addValue(minute, '5XXError', status >= 500 ? 1 : 0)
  if (integrationLatencyMs !== null) addValue(minute, 'IntegrationLatency', integrationLatencyMs)
  if (hit === null) return
  addValue(minute, 'CacheHitCount', hit ? 1 : 0)
  addValue(minute, 'CacheMissCount', hit ? 0 : 1)
}

function addValue(minute: Map<string, Tally>, metric: string, value: number): void {
  const known = minute.get(metric)
  if (known) addTo(known, value)
  else minute.set(metric, addTo(newTally(), value))
}

function api({ apiName }: Sample): Dimension {
  return { name: 'ApiName', value: apiName }
}
