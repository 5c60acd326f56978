import type { Connection } from '../aws/connection.js'
import type { Point } from '../aws/metrics-api.js'
import { waitForCluster } from '../change/wait-for-cluster.js'
import { flushCache } from '../cluster/flush.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import type { MethodRef } from '../gateway/method.js'
import { refOf } from '../gateway/stage.js'
import { apiNameDimension } from '../metrics/cache-metrics.js'
import { readNamesakes } from '../metrics/namesakes.js'
import type { Counted, StageDoor, VerifyProgress } from './doors.js'

const MINUTE_MS = 60_000
const FLUSH_TIMEOUT_MS = 15 * MINUTE_MS
const TYPICAL_FLUSH_MS = 2 * MINUTE_MS
const FOR_FLUSH = 'until the cache serves again'
/** CloudWatch has a point one to three minutes later. What imitates it is not late by itself. */
const LATE_MS = 3.5 * MINUTE_MS

/** Losing the stage's entries has been agreed to before. */
export function stageDoor(stage: OpenStage, onProgress: ((event: VerifyProgress) => void) | undefined): StageDoor {
  const { connection, target, allApis } = stage
  const { control, clock } = connection
  const status = async () => (await readRecord(stage)).clusterStatus
  return {
    target,
    lateMs: connection.endpoint === null ? LATE_MS : 0,
    async startFlush() {
      return (await flushCache(stage, { wait: false, timeoutMs: FLUSH_TIMEOUT_MS })).changed
    },
    hasFlushed: () => stage.ledger.sent() !== 'none',
    status,
    async flushed(seen) {
      const goal = { kind: 'flushed', anew: !seen } as const
      await waitForCluster(stage, goal, clock.now() + FLUSH_TIMEOUT_MS, ({ waitedMs }) =>
        onProgress?.({ kind: 'waiting', for: FOR_FLUSH, waitedMs, totalMs: TYPICAL_FLUSH_MS, typical: true }),
      )
    },
    lastLook: async () => (await connection.lastLook(refOf(target))).clusterStatus,
    counted: (minutes, method) =>
      counted(connection, apiNameDimension(target.api.id, target.api.name), target.stage, minutes, method),
    async hiddenBy() {
      const others = await readNamesakes(control, target.api, allApis)
      return others === null || others.length === 0
        ? null
        : `CloudWatch counts APIs by name, and ${others.join(', ')} has the same one`
    },
  }
}

async function counted(
  { metrics }: Connection,
  apiName: string,
  stage: string,
  minutes: readonly number[],
  method: MethodRef | null,
): Promise<Counted> {
  const [first = 0] = minutes
  const last = minutes.at(-1) ?? first
  const series = (metric: string) =>
    metrics.series({
      metric,
      dimensions: {
        ApiName: apiName,
        Stage: stage,
        ...(method ? { Method: method.method, Resource: method.path } : {}),
      },
      statistic: 'Sum',
      since: first,
      until: last + MINUTE_MS,
      periodSeconds: 60,
    })
  const [requests, hits, misses] = await Promise.all([
    series('Count'),
    series('CacheHitCount'),
    series('CacheMissCount'),
  ])
  const sum = (points: readonly Point[]) =>
    points.filter(({ at }) => minutes.includes(at)).reduce((total, { value }) => total + value, 0)
  return { requests: sum(requests), hits: sum(hits), misses: sum(misses) }
}
