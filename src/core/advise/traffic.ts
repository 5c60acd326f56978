import type { Point, SeriesQuery } from '../aws/metrics-api.js'
import type { OpenStage } from '../find/open-stage.js'
import { apiNameDimension } from '../metrics/cache-metrics.js'
import { finestPeriod, type Window } from '../metrics/window.js'

export interface Period {
  /** Start, epoch milliseconds. */
  readonly at: number
  readonly hits: number
  readonly misses: number
  readonly requests: number
  /** Answers with a 4XX or 5XX status. */
  readonly errors: number
  /** Average; null where nothing was asked. */
  readonly latencyMs: number | null
}

export interface Traffic {
  readonly since: number
  readonly until: number
  readonly periodSeconds: number
  /** In order of time; periods without a request are left out. */
  readonly periods: readonly Period[]
  /** Misses as finely as CloudWatch still has them, whatever the length of the window. */
  readonly misses: { readonly periodSeconds: number; readonly points: readonly Point[] }
}

const METRICS = ['CacheHitCount', 'CacheMissCount', 'Count', '4XXError', '5XXError'] as const

/** Reads it in as few calls as possible. Errors: `denied` without cloudwatch:GetMetricData. */
export async function readTraffic({ connection, target }: OpenStage, window: Window): Promise<Traffic> {
  const { metrics, clock } = connection
  const { api, stage } = target
  const { since, until, periodSeconds } = window
  const query = (metric: string, statistic: SeriesQuery['statistic'], period = periodSeconds): SeriesQuery => ({
    metric,
    dimensions: { ApiName: apiNameDimension(api.id, api.name), Stage: stage },
    statistic,
    since,
    until,
    periodSeconds: period,
  })
  const finest = finestPeriod(since, clock.now())
  const [misses = [], ...series] = await metrics.many([
    query('CacheMissCount', 'Sum', finest),
    ...METRICS.map((metric) => query(metric, 'Sum')),
    query('Latency', 'Average'),
  ])
  const fine = { periodSeconds: finest, points: misses }
  return { since, until, periodSeconds, periods: periodsOf(series), misses: fine }
}

/** Aligns the series, in the order in which they were asked for. PURE. */
function periodsOf(series: readonly (readonly Point[])[]): readonly Period[] {
  const [hits, misses, requests, clientErrors, serverErrors, latency] = series.map(
    (points) => new Map(points.map(({ at, value }) => [at, value])),
  )
  const times = [...new Set(series.flatMap((points) => points.map(({ at }) => at)))].sort((a, b) => a - b)
  return times.map((at) => ({
    at,
    hits: hits?.get(at) ?? 0,
    misses: misses?.get(at) ?? 0,
    requests: requests?.get(at) ?? 0,
    errors: (clientErrors?.get(at) ?? 0) + (serverErrors?.get(at) ?? 0),
    latencyMs: latency?.get(at) ?? null,
  }))
}
