import { changing } from '../change/change.js'
import { clusterOff } from '../change/patch.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import type { StageCache } from '../gateway/model.js'
import { provisioned, refOf, stageCache } from '../gateway/stage.js'
import { askAboutLoss, type LossOptions } from './loss.js'

/**
 * Removes the cache cluster, waits until it is gone, and reads back that nothing is billed. Method settings
 * stay, so a later enable restores them. Errors: `failure`, `denied`, `timeout`, `interrupted`.
 */
export async function disableCache(stage: OpenStage, options: LossOptions = {}): Promise<StageCache> {
  const { control } = stage.connection
  return changing(stage, options, async (change) => {
    let record = await readRecord(stage)
    if (provisioned(record)) {
      const seen = record
      await change.ask(() => askAboutLoss(stage, seen, { change: 'disable' }, options))
      // Joins a running removal, unless it turns out to be the first half of a resize.
      record = await change.idle(record)
    }
    if (provisioned(record)) await change.write(() => control.updateStage(refOf(stage.target), clusterOff()))
    const after = await change.finish({ kind: 'gone' })
    return stageCache(stage.target, after, change.outcome())
  })
}
