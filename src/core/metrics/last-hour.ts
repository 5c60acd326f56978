import type { Connection } from '../aws/connection.js'
import type { Target } from '../gateway/model.js'
import { apiNameDimension, readCacheMetrics } from './cache-metrics.js'
import { readNamesakes } from './namesakes.js'
import { latest } from './window.js'

const HOUR_MS = 3_600_000

/** Requests that the cache kept from the backend, as a status of the last hour tells; null where that is not known. */
export async function lastHourHits(
  { control, metrics, clock }: Connection,
  { api, stage }: Target,
): Promise<number | null> {
  const window = latest(HOUR_MS, clock.now())
  const [counted, namesakes] = await Promise.all([
    readCacheMetrics(metrics, apiNameDimension(api.id, api.name), stage, window),
    readNamesakes(control, api),
  ])
  return namesakes === null || namesakes.length === 0 ? counted.hits : null
}
