import type { MetricsApi, Point } from '../aws/metrics-api.js'
import type { Metrics } from './report.js'
import { isSettled, type Window } from './window.js'

/** Sums of a stage over the periods that had any. */
export interface CachePoints {
  readonly hits: readonly Point[]
  readonly misses: readonly Point[]
  readonly requests: readonly Point[]
}

const NONE: CachePoints = { hits: [], misses: [], requests: [] }

/**
 * CloudWatch knows an API by its name without the characters that are not ASCII, or by its id where none are left.
 * It takes no control characters in a dimension.
 */
export function apiNameDimension(id: string, name: string | null): string {
  const ascii = (name ?? '').replace(/[^\x20-\x7e]/g, '')
  return ascii === '' ? id : ascii
}

/** Hits, misses and requests of a stage. */
export async function readCacheMetrics(
  plane: MetricsApi,
  apiName: string,
  stage: string,
  window: Window,
): Promise<Metrics> {
  return summed(window, await readCachePoints(plane, apiName, stage, window))
}

export async function readCachePoints(
  plane: Pick<MetricsApi, 'series'>,
  apiName: string,
  stage: string,
  window: Window,
): Promise<CachePoints> {
  const query = (metric: string) =>
    plane.series({
      metric,
      dimensions: { ApiName: apiName, Stage: stage },
      statistic: 'Sum',
      since: window.since,
      until: window.until,
      periodSeconds: window.periodSeconds,
    })
  const [hits, misses, requests] = await Promise.all([query('CacheHitCount'), query('CacheMissCount'), query('Count')])
  return { hits, misses, requests }
}

/** What callers waited, a mean for each period. */
export function readLatency(
  plane: Pick<MetricsApi, 'series'>,
  apiName: string,
  stage: string,
  { since, until, periodSeconds }: Window,
): Promise<readonly Point[]> {
  const dimensions = { ApiName: apiName, Stage: stage }
  return plane.series({ metric: 'Latency', dimensions, statistic: 'Average', since, until, periodSeconds })
}

/** The mean over all requests; null where there were none. PURE. */
export function meanLatency(averages: readonly Point[], requests: readonly Point[]): number | null {
  const counts = new Map(requests.map(({ at, value }) => [at, value]))
  const weighed = averages.map(({ at, value }) => ({ value, count: counts.get(at) ?? 0 }))
  const all = weighed.reduce((total, { count }) => total + count, 0)
  if (all === 0) return null
  const mean = weighed.reduce((total, { value, count }) => total + value * count, 0) / all
  return Math.round(mean * 1000) / 1000
}

/**
 * Aligns and sums; null for points that may not be asked for. PURE.
 *
 * A metric has no point where it would be 0, and none either where it is late. CloudWatch publishes all metrics of
 * a minute together, and every request counts in Count, whether or not it meets a cache. So a period is told where
 * it has a point of Count, or where it is settled: only there is a missing hit or miss a 0. Other periods are left
 * out until they are told, and where none is, nothing is known.
 */
export function summed(window: Window, points: CachePoints | null): Metrics {
  const { hits, misses, requests } = toldOf(points ?? NONE, window)
  const series = aligned(hits, misses)
  const silent = series.length === 0 && requests.length === 0
  const known = points !== null && (!silent || isSettled(window))
  const total = { hits: sum(hits), misses: sum(misses) }
  const iso = (at: number) => new Date(at).toISOString()
  return {
    since: iso(window.since),
    until: iso(window.until),
    settledUntil: iso(window.settledUntil),
    periodSeconds: window.periodSeconds,
    hits: known ? total.hits : null,
    misses: known ? total.misses : null,
    requests: known ? sum(requests) : null,
    ratio: known ? ratio(total.hits, total.misses) : null,
    series: series.map(({ at, ...counts }) => ({ at: iso(at), ...counts })),
    methods: null,
  }
}

function toldOf({ hits, misses, requests }: CachePoints, { periodSeconds, settledUntil }: Window): CachePoints {
  const counted = new Set(requests.map(({ at }) => at))
  const isTold = ({ at }: Point) => counted.has(at) || at + periodSeconds * 1000 <= settledUntil
  return { hits: hits.filter(isTold), misses: misses.filter(isTold), requests }
}

export function ratio(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses)
}

export function sum(points: readonly Point[]): number {
  return points.reduce((total, { value }) => total + value, 0)
}

function aligned(hits: readonly Point[], misses: readonly Point[]): { at: number; hits: number; misses: number }[] {
  const times = [...new Set([...hits, ...misses].map(({ at }) => at))].sort((a, b) => a - b)
  const values = (points: readonly Point[]) => new Map(points.map(({ at, value }) => [at, value]))
  const [hitAt, missAt] = [values(hits), values(misses)]
  return times.map((at) => ({ at, hits: hitAt.get(at) ?? 0, misses: missAt.get(at) ?? 0 }))
}
