import type { Connection } from '../aws/connection.js'
import type { Target } from '../gateway/model.js'
import { apiNameDimension, sum } from './cache-metrics.js'
import type { Window } from './window.js'

/** Requests of a window that CloudWatch has so far, those of its last minutes included. */
export async function readRequests(
  { metrics }: Pick<Connection, 'metrics'>,
  { api, stage }: Target,
  { since, until, periodSeconds }: Window,
): Promise<number> {
  const points = await metrics.series({
    metric: 'Count',
    dimensions: { ApiName: apiNameDimension(api.id, api.name), Stage: stage },
    statistic: 'Sum',
    since,
    until,
    periodSeconds,
  })
  return sum(points)
}
