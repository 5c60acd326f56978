import type { StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { type ChangeOptions, changing } from '../change/change.js'
import { clusterOff } from '../change/patch.js'
import { outOfTransition } from '../change/transition.js'
import { settle } from '../change/wait-for-cluster.js'
import type { StageCache, Target } from '../gateway/model.js'
import { provisioned, refOf, stageCache } from '../gateway/stage.js'

export interface DestructiveOptions extends ChangeOptions {
  /** Called before the first write, where there is something to lose. Throw to refuse. */
  readonly agree: (record: StageRecord) => Promise<void>
}

/**
 * Removes the cache cluster, waits until it is gone, and reads back that nothing is billed. Method settings
 * stay, so that a later enable restores them.
 */
export async function disableCache(
  connection: Connection,
  target: Target,
  options: DestructiveOptions,
): Promise<StageCache> {
  const { control, clock } = connection
  return changing(connection, target, options, async (change) => {
    let record = await control.stage(refOf(target))
    if (provisioned(record)) {
      const seen = record
      await change.ask(() => options.agree(seen))
    }
    // A removal that is running is joined, unless a resize shows it as its first half.
    if (provisioned(record)) record = await outOfTransition(connection, target, record, change, options)
    const needed = provisioned(record)
    if (needed) await change.write(() => control.updateStage(refOf(target), clusterOff()))
    if (connection.kept) return stageCache(target, record, { changed: needed, waitedMs: 0 })
    const goal = { kind: 'gone', takes: 'delete' } as const
    const after = await (options.wait
      ? settle(connection, target, goal, change.deadline(), options.onProgress)
      : control.stage(refOf(target)))
    return stageCache(target, after, {
      changed: change.changed(),
      waitedMs: clock.now() - change.startedAt(),
    })
  })
}
