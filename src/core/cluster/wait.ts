import type { Connection } from '../aws/connection.js'
import { type ChangeOptions, changing } from '../change/change.js'
import { settle } from '../change/wait-for-cluster.js'
import type { StageCache, Target } from '../gateway/model.js'
import { refOf, stageCache } from '../gateway/stage.js'

/** Waits for a change that somebody else started. Sends no write. */
export async function waitForCache(
  connection: Connection,
  target: Target,
  kind: 'available' | 'gone',
  options: ChangeOptions,
): Promise<StageCache> {
  const { control, clock } = connection
  return changing(connection, target, options, async ({ startedAt, deadline }) => {
    const { clusterStatus } = await control.stage(refOf(target))
    const idle = kind === 'available' ? 'NOT_AVAILABLE' : 'AVAILABLE'
    let told = false
    // Also where another change was under way at first: what is waited for may never have begun.
    const tellIdle = (status: string) => {
      if (told || status !== idle) return
      told = true
      const missing =
        kind === 'available' ? 'no cache cluster is being created yet' : 'nothing is removing the cache yet'
      options.onNote?.(`the stage is ${status}: ${missing}`)
    }
    tellIdle(clusterStatus)
    const takes = clusterStatus === 'FLUSH_IN_PROGRESS' ? 'flush' : 'create'
    const record = await settle(connection, target, { kind, takes }, deadline(), (progress) => {
      tellIdle(progress.status)
      options.onProgress?.(progress)
    })
    return stageCache(target, record, { changed: false, waitedMs: clock.now() - startedAt() })
  })
}
