import type { MetricsApi } from '../aws/metrics-api.js'
import type { OpenStage } from '../find/open-stage.js'
import { apiNameDimension, sum } from '../metrics/cache-metrics.js'
import { finestPeriod, type Window, windowOf } from '../metrics/window.js'
import type { Counted } from './row.js'

const METRICS = ['CacheHitCount', 'CacheMissCount', 'Count'] as const
/** One call of GetMetricData takes 500 queries. */
export const STAGES_PER_CALL = Math.floor(500 / METRICS.length)

/** As many points of each series as leave room in one answer for those of 500. */
const MOST_POINTS = 200
const PERIODS = [60, 300, 900, 3600, 21_600, 86_400]

/** The window that ends now. Only the sum counts: the period is as long as the calls need it to be. */
export function sumWindow(sinceMs: number, now: number): Window {
  const since = now - sinceMs
  const kept = finestPeriod(since, now)
  const fits = (period: number) => period % kept === 0 && sinceMs / 1000 / period <= MOST_POINTS
  const period = PERIODS.find(fits) ?? 86_400
  const start = Math.floor(since / 1000 / period) * period * 1000
  return windowOf(start, now, now, period)
}

/** The sums of each stage, in their order. */
export async function readCounts(
  metrics: Pick<MetricsApi, 'many'>,
  stages: readonly OpenStage[],
  { since, until, periodSeconds, settledUntil }: Window,
): Promise<readonly Counted[]> {
  const queries = stages.flatMap(({ target: { api, stage } }) =>
    METRICS.map((metric) => ({
      metric,
      dimensions: { ApiName: apiNameDimension(api.id, api.name), Stage: stage },
      statistic: 'Sum' as const,
      since,
      until,
      periodSeconds,
    })),
  )
  const sums = (await metrics.many(queries)).map(sum)
  return stages.map((_, place) => {
    const [hits = 0, misses = 0, requests = 0] = sums.slice(place * METRICS.length)
    return { hits, misses, requests, settledUntil }
  })
}
