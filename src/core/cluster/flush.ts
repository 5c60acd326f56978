import type { StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { type Change, changing } from '../change/change.js'
import { outOfTransition } from '../change/transition.js'
import { settle } from '../change/wait-for-cluster.js'
import type { StageCache, Target } from '../gateway/model.js'
import { provisioned, refOf, stageCache } from '../gateway/stage.js'
import type { DestructiveOptions } from './disable.js'

/** Which caches to flush: that of responses, that of authorizer results, or both. */
export type Flushed = 'responses' | 'authorizers' | 'both'

/** Discards every entry and waits until the cluster serves again. Without a cluster there is nothing to do. */
export async function flushCache(
  connection: Connection,
  target: Target,
  what: Flushed,
  options: DestructiveOptions,
): Promise<StageCache> {
  const { control, clock } = connection
  const done = { authorizers: what === 'responses', responses: what === 'authorizers' }
  return changing(connection, target, options, async (change) => {
    let record = await control.stage(refOf(target))
    const seen = record
    if (!done.authorizers || provisioned(record)) await change.ask(() => options.agree(seen))
    if (!done.authorizers) {
      await change.write(() => control.flushAuthorizersCache(refOf(target)))
      done.authorizers = true
    }
    if (!done.responses) {
      const running = change.unanswered() && record.clusterStatus === 'FLUSH_IN_PROGRESS'
      if (!running) record = await outOfTransition(connection, target, record, change, options)
      if (provisioned(record)) {
        const found = record
        await change.ask(() => options.agree(found))
        if (!running) await change.write(() => control.flushStageCache(refOf(target)))
        if (!connection.kept) record = await flushed(connection, target, change, options)
      } else options.onNote?.('the stage has no cache cluster: there is nothing to flush')
      done.responses = true
    }
    const waitedMs = connection.kept ? 0 : clock.now() - change.startedAt()
    return stageCache(target, record, { changed: change.changed(), waitedMs })
  })
}

function flushed(
  connection: Connection,
  target: Target,
  { deadline }: Change,
  { wait, onProgress }: DestructiveOptions,
): Promise<StageRecord> {
  if (!wait) return connection.control.stage(refOf(target))
  const goal = { kind: 'available', takes: 'flush', anew: true } as const
  return settle(connection, target, goal, deadline(), onProgress)
}
