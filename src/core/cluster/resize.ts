import { ApigwCacheError } from '../base/errors.js'
import { changing } from '../change/change.js'
import { clusterSize } from '../change/patch.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import type { ClusterSize, StageCache } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { nameOf, provisioned, refOf, stageCache } from '../gateway/stage.js'
import { askAboutLoss, type LossOptions } from './loss.js'

export interface ResizeOptions extends LossOptions {
  /** Capacity in GB. */
  readonly size: ClusterSize
}

/**
 * Changes the capacity. AWS replaces the cluster, so every entry is lost. Errors: `failure` without a cluster;
 * `denied`, `timeout`, `interrupted`.
 */
export async function resizeCache(stage: OpenStage, options: ResizeOptions): Promise<StageCache> {
  const { size } = options
  const { control } = stage.connection
  return changing(stage, options, async (change) => {
    const ask = (record: StageRecord) =>
      change.ask(() => askAboutLoss(stage, record, { change: 'resize', size }, options))
    const seen = await readRecord(stage)
    const joined = provisioned(seen) && seen.clusterSize === size
    // Asks before waiting for minutes.
    if (provisioned(seen) && !joined) await ask(seen)
    const record = joined ? seen : await change.idle(seen)
    if (!provisioned(record)) throw noCluster(stage, size)
    if (record.clusterSize !== size) {
      await ask(record)
      await change.write(() => control.updateStage(refOf(stage.target), clusterSize(size)))
    }
    const after = await change.finish({ kind: 'resized', size, anew: change.changed() })
    return stageCache(stage.target, after, change.outcome())
  })
}

function noCluster({ target }: OpenStage, size: string): ApigwCacheError {
  const message = `${nameOf(target)} has no cache cluster to resize`
  return new ApigwCacheError('failure', 'no-cluster-to-resize', message, { data: { target, size } })
}
