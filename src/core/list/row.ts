import { cheapWarnings } from '../doctor/cheap-rules.js'
import type { OpenStage } from '../find/open-stage.js'
import { ownerOf } from '../gateway/owner.js'
import { priceOf } from '../gateway/pricing.js'
import type { StageRecord } from '../gateway/record.js'
import { DEFAULTS_KEY, defaultsOf, settingsOf, stores } from '../gateway/settings.js'
import { clusterOf } from '../gateway/stage.js'
import { ratio } from '../metrics/cache-metrics.js'
import { isQuietSince } from '../metrics/window.js'
import type { ListRow } from './report.js'

/** Sums of a window. */
export interface Counted {
  readonly hits: number
  readonly misses: number
  readonly requests: number
  /** Up to here CloudWatch has everything. */
  readonly settledUntil: number
}

export interface RowFacts {
  /** Null where nobody asked CloudWatch, or where it did not tell. */
  readonly counted: Counted | null
  /** Ids of other APIs that CloudWatch counts under the same name. */
  readonly namesakes: readonly string[]
  readonly findings: ListRow['findings']
}

/** PURE. */
export function rowOf(stage: OpenStage, { counted, namesakes, findings }: RowFacts): ListRow {
  const { connection, target, api, record } = stage
  const defaults = defaultsOf(record)
  const cluster = clusterOf(record)
  const size = record.clusterSize
  const overrides = Object.entries(record.settings).filter(([key]) => key !== DEFAULTS_KEY)
  const glance = { target, stage: record, deployed: null, current: null }
  return {
    ...target,
    cluster,
    caching: defaults?.caching ?? false,
    overrides: overrides.length,
    cachedOverrides: overrides.filter(([, setting]) => stores(settingsOf(setting))).length,
    ttlSeconds: defaults?.ttlSeconds ?? null,
    encrypted: defaults?.encrypted ?? null,
    hits: counted?.hits ?? null,
    misses: counted?.misses ?? null,
    requests: counted?.requests ?? null,
    ratio: counted ? ratio(counted.hits, counted.misses) : null,
    idle: cluster.enabled ? isIdle(record, counted) : false,
    price: priceOf({ status: record.clusterStatus, size }, target.region, connection.prices),
    managedBy: ownerOf(record.tags, api.tags, connection.managedBy)?.tool ?? null,
    tags: { ...api.tags, ...record.tags },
    // Without a cluster nobody looks for figures, and nobody is misled about whose they are.
    warnings: cheapWarnings({ ...glance, namesakes: cluster.enabled ? namesakes : [] }, connection.spelling),
    findings,
  }
}

/** Silence says nothing of a cluster that has only just come. */
function isIdle(record: StageRecord, counted: Counted | null): boolean | null {
  if (counted === null) return null
  if (counted.requests > 0) return false
  return isQuietSince(record, counted) || null
}
