import {
  type Dimension,
  dimensionSets,
  METRICS,
  type Metric,
  type MetricSource,
  MINUTE_MS,
  type Series,
  setKey,
  type Window,
} from '../cloudwatch/series.js'
import { addTo, newStatisticSet, type StatisticSet } from '../cloudwatch/statistic-set.js'
import type { PastDays } from './days.js'
import { addBackendTimes, addHitTimes } from './latency.js'
import { type Counts, MINUTES_A_DAY, type Traffic } from './traffic.js'

/** A method of a stage, and the traffic that it had before the sandbox began. */
export interface PastMethod extends MetricSource {
  readonly traffic: Traffic
}

interface Past {
  readonly traffic: Traffic
  readonly entered: number
}

interface Minutes {
  readonly first: number
  readonly length: number
}

/** The metrics of these methods in the window, added up for each dimension set. */
export function historySeries(methods: readonly PastMethod[], { startMs, endMs }: Window, days: PastDays): Series[] {
  const first = Math.ceil(startMs / MINUTE_MS)
  const minutes = { first, length: Math.max(0, Math.floor(endMs / MINUTE_MS) - first) }
  const sets = new Map<string, { readonly dimensions: readonly Dimension[]; readonly parts: Past[] }>()
  for (const method of methods) {
    const past = { traffic: method.traffic, entered: days.enter(method.traffic) }
    for (const dimensions of dimensionSets(method)) {
      const key = setKey(dimensions) ?? ''
      const known = sets.get(key)
      if (known) known.parts.push(past)
      else sets.set(key, { dimensions, parts: [past] })
    }
  }
  return [...sets.values()].map(({ dimensions, parts }) => ({
    dimensions,
    statisticSets: (metric, window) => setsOf(parts, metric, minutes, window, days),
  }))
}

function* setsOf(
  parts: readonly Past[],
  name: string,
  { first, length }: Minutes,
  window: Window,
  days: PastDays,
): Generator<readonly [number, StatisticSet]> {
  const metric = METRICS.find((known) => known === name)
  if (!metric) return
  const from = Math.max(first, Math.ceil(window.startMs / MINUTE_MS))
  const to = Math.min(first + length, Math.ceil(window.endMs / MINUTE_MS))
  for (let minute = from; minute < to; ) {
    const day = Math.floor(minute / MINUTES_A_DAY)
    const counted = parts.map(({ traffic, entered }) => ({ traffic, counts: days.of(entered, day) }))
    const end = Math.min(to, (day + 1) * MINUTES_A_DAY)
    for (; minute < end; minute++) {
      const set = setOf(counted, metric, minute)
      if (set.count > 0) yield [minute * MINUTE_MS, set]
    }
  }
}

/** The traffic of a method, and the counts of one day of it. */
interface Counted {
  readonly traffic: Traffic
  readonly counts: Counts
}

function setOf(parts: readonly Counted[], metric: Metric, minute: number): StatisticSet {
  const set = newStatisticSet()
  for (const { traffic, counts } of parts) {
    const now = numbers(counts, minute % MINUTES_A_DAY)
    const calls = now.requests - now.hits
    if (metric === 'Latency') {
      addHitTimes(set, traffic, minute, now.hits)
      addBackendTimes(set, traffic, minute, { calls, whole: true })
    } else if (metric === 'IntegrationLatency') {
      addBackendTimes(set, traffic, minute, { calls, whole: false })
    } else {
      const [ones, all] = sharesOf(traffic, now, metric)
      addTo(set, 1, ones)
      addTo(set, 0, all - ones)
    }
  }
  return set
}

/** The number of samples that are 1, and of all samples. */
function sharesOf(
  { ttlSeconds }: Traffic,
  { requests, hits, clientErrors, serverErrors }: ReturnType<typeof numbers>,
  metric: Metric,
): readonly [number, number] {
  const asked = ttlSeconds === null ? 0 : requests
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

function numbers({ requests, hits, clientErrors, serverErrors }: Counts, index: number) {
  return {
    requests: requests[index] ?? 0,
    hits: hits[index] ?? 0,
    clientErrors: clientErrors[index] ?? 0,
    serverErrors: serverErrors[index] ?? 0,
  }
}
