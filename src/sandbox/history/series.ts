import {
  dimensionSets,
  METRICS,
  type Metric,
  MINUTE_MS,
  type Place,
  type Series,
  type Window,
} from '../cloudwatch/series.js'
import { addTo, newTally, type Tally } from '../cloudwatch/statistic-set.js'
import { addBackendTimes, addHitTimes } from './latency.js'
import { type Counts, countsOf, type Traffic } from './traffic.js'

/** A method of a stage, and what it was asked before the sandbox began. */
export interface PastMethod extends Place {
  readonly traffic: Traffic
}

interface Past {
  readonly traffic: Traffic
  /** Made when somebody asks for the first time. */
  readonly counts: () => Counts
}

/** The metrics of these methods in the window, each a sum of the methods that it covers. */
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
    tallies: (metric, window) => talliesOf(parts, metric, { first, length }, window),
  }))
}

function* talliesOf(
  parts: readonly Past[],
  name: string,
  { first, length }: { readonly first: number; readonly length: number },
  window: Window,
): Generator<readonly [number, Tally]> {
  const metric = METRICS.find((known) => known === name)
  if (!metric) return
  const from = Math.max(0, Math.ceil(window.startMs / MINUTE_MS) - first)
  const to = Math.min(length, Math.ceil(window.endMs / MINUTE_MS) - first)
  for (let index = from; index < to; index++) {
    const tally = tallyOf(parts, metric, first + index, index)
    if (tally.count > 0) yield [(first + index) * MINUTE_MS, tally]
  }
}

function tallyOf(parts: readonly Past[], metric: Metric, minute: number, index: number): Tally {
  const tally = newTally()
  for (const past of parts) {
    const { requests, hits } = numbers(past, index)
    const calls = requests - hits
    if (metric === 'Latency') {
      addHitTimes(tally, past.traffic, minute, hits)
      addBackendTimes(tally, past.traffic, minute, { calls, whole: true })
    } else if (metric === 'IntegrationLatency') {
      addBackendTimes(tally, past.traffic, minute, { calls, whole: false })
    } else {
      const [ones, all] = sharesOf(past, metric, index)
      addTo(tally, 1, ones)
      addTo(tally, 0, all - ones)
    }
  }
  return tally
}

/** How many samples are 1, and how many there are. */
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
