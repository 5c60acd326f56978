import {
  dimensionSets,
  METRICS,
  type Metric,
  type MetricSource,
  MINUTE_MS,
  type Series,
  type Window,
} from '../cloudwatch/series.js'
import { addTo, newStatisticSet, type StatisticSet } from '../cloudwatch/statistic-set.js'
import { addBackendTimes, addHitTimes } from './latency.js'
import { type Counts, countsOf, type Traffic } from './traffic.js'

/** A method of a stage, and the traffic that it had before the sandbox began. */
export interface PastMethod extends MetricSource {
  readonly traffic: Traffic
}

interface Past {
  readonly traffic: Traffic
  /** Computed on first use. */
  readonly counts: () => Counts
}

/** The metrics of these methods in the window, added up for each dimension set. */
export function historySeries(methods: readonly PastMethod[], { startMs, endMs }: Window): Series[] {
  const first = Math.ceil(startMs / MINUTE_MS)
  const length = Math.max(0, Math.floor(endMs / MINUTE_MS) - first)
  const sets = new Map<string, Past[]>()
  for (const method of methods) {
    const past = { traffic: method.traffic, counts: once(() => countsOf(method.traffic, first, length)) }
    for (const dimensions of dimensionSets(method)) {
      const key = JSON.stringify(dimensions)
      sets.set(key, [...(sets.get(key) ?? []), past])
    }
  }
  return [...sets].map(([key, parts]) => ({
    dimensions: JSON.parse(key),
    statisticSets: (metric, window) => setsOf(parts, metric, { first, length }, window),
  }))
}

function* setsOf(
  parts: readonly Past[],
  name: string,
  { first, length }: { readonly first: number; readonly length: number },
  window: Window,
): Generator<readonly [number, StatisticSet]> {
  const metric = METRICS.find((known) => known === name)
  if (!metric) return
  const from = Math.max(0, Math.ceil(window.startMs / MINUTE_MS) - first)
  const to = Math.min(length, Math.ceil(window.endMs / MINUTE_MS) - first)
  for (let index = from; index < to; index++) {
    const set = setOf(parts, metric, first + index, index)
    if (set.count > 0) yield [(first + index) * MINUTE_MS, set]
  }
}

function setOf(parts: readonly Past[], metric: Metric, minute: number, index: number): StatisticSet {
  const set = newStatisticSet()
  for (const past of parts) {
    const { requests, hits } = numbers(past, index)
    const calls = requests - hits
    if (metric === 'Latency') {
      addHitTimes(set, past.traffic, minute, hits)
      addBackendTimes(set, past.traffic, minute, { calls, whole: true })
    } else if (metric === 'IntegrationLatency') {
      addBackendTimes(set, past.traffic, minute, { calls, whole: false })
    } else {
      const [ones, all] = sharesOf(past, metric, index)
      addTo(set, 1, ones)
      addTo(set, 0, all - ones)
    }
  }
  return set
}

/** The number of samples that are 1, and of all samples. */
function sharesOf(past: Past, metric: Metric, index: number): readonly [number, number] {
  const { requests, hits, clientErrors, serverErrors } = numbers(past, index)
  const asked = past.traffic.ttlSeconds === null ? 0 : requests
  switch (metric) {
    case '4XXError':
      return [clientErrors, requests]
    case '5XXError':
      return [serverErrors, requests]
    case 'CacheHitCount':
      return [hits, asked]
    case 'CacheMissCount':
      return [asked - hits, asked]
    default:
      return [requests, requests]
  }
}

function numbers({ counts }: Past, index: number) {
  const { requests, hits, clientErrors, serverErrors } = counts()
  return {
    requests: requests[index] ?? 0,
    hits: hits[index] ?? 0,
    clientErrors: clientErrors[index] ?? 0,
    serverErrors: serverErrors[index] ?? 0,
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
