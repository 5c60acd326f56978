import type { Metrics } from '../model.js'
import type { MetricsPlane, Point } from './plane.js'
import { isSettled, type Window } from './window.js'

/** CloudWatch knows an API by its name without the characters that are not ASCII, or by its id where none are left. */
export function apiNameDimension(id: string, name: string | null): string {
  const ascii = (name ?? '').replace(/\P{ASCII}/gu, '')
  return ascii === '' ? id : ascii
}

/** Hits, misses and requests of a stage. */
export async function readCacheMetrics(
  plane: MetricsPlane,
  apiName: string,
  stage: string,
  window: Window,
): Promise<Metrics> {
  const query = (metric: string) =>
    plane.series({
      metric,
      dimensions: { ApiName: apiName, Stage: stage },
      statistic: 'Sum',
      since: window.since,
      until: window.until,
      periodSeconds: window.periodSeconds,
    })
  const [hits, misses, requests] = await Promise.all([
    query('CacheHitCount'),
    query('CacheMissCount'),
    query('Count'),
  ])
  return summed(window, hits, misses, requests)
}

/** Where the series cannot be told from another API's. */
export function unknownMetrics(window: Window): Metrics {
  return summed(window, null, null, null)
}

/** Aligns and sums. PURE. */
export function summed(
  window: Window,
  hits: readonly Point[] | null,
  misses: readonly Point[] | null,
  requests: readonly Point[] | null,
): Metrics {
  const series = aligned(hits ?? [], misses ?? [])
  const silent = series.length === 0 && (requests ?? []).length === 0
  const known = hits !== null && (!silent || isSettled(window))
  const total = { hits: sum(hits ?? []), misses: sum(misses ?? []) }
  const iso = (at: number) => new Date(at).toISOString()
  return {
    since: iso(window.since),
    until: iso(window.until),
    settledUntil: iso(window.settledUntil),
    periodSeconds: window.periodSeconds,
    hits: known ? total.hits : null,
    misses: known ? total.misses : null,
    requests: known ? sum(requests ?? []) : null,
    ratio: known ? ratio(total.hits, total.misses) : null,
    series: series.map(({ at, ...counts }) => ({ at: iso(at), ...counts })),
    methods: null,
  }
}

export function ratio(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses)
}

function aligned(
  hits: readonly Point[],
  misses: readonly Point[],
): { at: number; hits: number; misses: number }[] {
  const times = [...new Set([...hits, ...misses].map(({ at }) => at))].sort((a, b) => a - b)
  const values = (points: readonly Point[]) => new Map(points.map(({ at, value }) => [at, value]))
  const [hitAt, missAt] = [values(hits), values(misses)]
  return times.map((at) => ({ at, hits: hitAt.get(at) ?? 0, misses: missAt.get(at) ?? 0 }))
}

function sum(points: readonly Point[]): number {
  return points.reduce((total, { value }) => total + value, 0)
}
