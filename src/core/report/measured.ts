import type { SeriesQuery } from '../aws/metrics-api.js'
import type { OpenStage } from '../find/open-stage.js'
import { apiNameDimension } from '../metrics/cache-metrics.js'
import type { Window } from '../metrics/window.js'
import type { Measured } from './series.js'

const ASKED = [
  ['Count', 'Sum'],
  ['Latency', 'Average'],
  ['Latency', 'p50'],
  ['Latency', 'p95'],
  ['IntegrationLatency', 'Average'],
  ['IntegrationLatency', 'p50'],
  ['IntegrationLatency', 'p95'],
] as const

/** Requests and latencies of a stage, in one call. Errors: `denied`. */
export async function readMeasured(
  { connection: { metrics }, target: { api, stage } }: OpenStage,
  { since, until, periodSeconds }: Window,
): Promise<Measured> {
  const dimensions = { ApiName: apiNameDimension(api.id, api.name), Stage: stage }
  const queries = ASKED.map(
    ([metric, statistic]): SeriesQuery => ({ metric, statistic, dimensions, since, until, periodSeconds }),
  )
  const [requests = [], ...latencies] = await metrics.many(queries)
  const of = ([average = [], p50 = [], p95 = []]: typeof latencies) => ({ average, p50, p95 })
  return { requests, latency: of(latencies.slice(0, 3)), integrationLatency: of(latencies.slice(3)) }
}
