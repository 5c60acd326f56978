import type { Connection } from '../aws/connection.js'
import { ToolError } from '../base/errors.js'
import { changing } from '../change/change.js'
import { clusterSize } from '../change/patch.js'
import { outOfTransition } from '../change/transition.js'
import { settle } from '../change/wait-for-cluster.js'
import type { ClusterSize, StageCache, Target } from '../gateway/model.js'
import { flagsOf, nameOf, provisioned, refOf, stageCache } from '../gateway/stage.js'
import type { DestructiveOptions } from './disable.js'

/**
 * Changes the capacity, in GB. AWS removes the cluster and makes a new one, so that every entry is lost.
 * Errors: `failure` where the stage has no cluster.
 */
export async function resizeCache(
  connection: Connection,
  target: Target,
  size: ClusterSize,
  options: DestructiveOptions,
): Promise<StageCache> {
  const { control, clock } = connection
  return changing(connection, target, options, async (change) => {
    let record = await control.stage(refOf(target))
    const joined = provisioned(record) && record.clusterSize === size
    const seen = record
    // Before minutes of waiting, not after them.
    if (provisioned(record) && !joined) await change.ask(() => options.agree(seen))
    if (!joined) record = await outOfTransition(connection, target, record, change, options)
    if (!provisioned(record)) throw noCluster(connection, target, size)
    const found = record
    const needed = record.clusterSize !== size
    if (needed) {
      await change.ask(() => options.agree(found))
      await change.write(() => control.updateStage(refOf(target), clusterSize(size)))
    }
    if (connection.kept) return stageCache(target, record, { changed: needed, waitedMs: 0 })
    const goal = { kind: 'available', takes: 'create', size, anew: change.changed() } as const
    const after = await (options.wait
      ? settle(connection, target, goal, change.deadline(), options.onProgress)
      : control.stage(refOf(target)))
    return stageCache(target, after, {
      changed: change.changed(),
      waitedMs: clock.now() - change.startedAt(),
    })
  })
}

function noCluster(connection: Connection, target: Target, size: string): ToolError {
  return new ToolError('failure', `${nameOf(target)} has no cache cluster to resize`, {
    hint: `apigw-cache enable --size ${size} ${flagsOf(connection, target)}`,
  })
}
