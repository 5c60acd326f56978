import { type Change, changing } from '../change/change.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import type { StageCache } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { provisioned, refOf, stageCache } from '../gateway/stage.js'
import { askAboutLoss, type Flushed, type LossOptions } from './loss.js'

export interface FlushOptions extends LossOptions {
  /** Default: the cache of responses. */
  readonly what?: Flushed
}

/**
 * Discards every entry and waits until the cluster serves again; does nothing without a cluster. Errors:
 * `failure`, `denied`, `timeout`, `interrupted`.
 */
export async function flushCache(stage: OpenStage, options: FlushOptions = {}): Promise<StageCache> {
  const { what = 'responses', onNote } = options
  const { control } = stage.connection
  const done = { authorizers: what === 'responses', responses: what === 'authorizers' }
  return changing(stage, options, async (change) => {
    const ask = (record: StageRecord) =>
      change.ask(() => askAboutLoss(stage, record, { change: 'flush', what }, options))
    const record = await readRecord(stage)
    if (!done.authorizers || provisioned(record)) await ask(record)
    if (!done.authorizers) {
      await change.write(() => control.flushAuthorizersCache(refOf(stage.target)), 'a flush of the authorizer cache')
      done.authorizers = true
    }
    if (done.responses) return stageCache(stage.target, record, change.outcome())
    const running = change.unanswered() && record.clusterStatus === 'FLUSH_IN_PROGRESS'
    const ready = running ? record : await change.idle(record)
    if (provisioned(ready)) await ask(ready)
    else onNote?.('the stage has no cache cluster: there is nothing to flush')
    const after = provisioned(ready) ? await flushed(stage, change, running) : ready
    done.responses = true
    return stageCache(stage.target, after, change.outcome())
  })
}

/** `running`: an earlier flush got no answer, but has begun. */
async function flushed({ connection, target }: OpenStage, change: Change, running: boolean): Promise<StageRecord> {
  if (!running)
    await change.write(() => connection.control.flushStageCache(refOf(target)), 'a flush of the stage cache')
  return change.finish({ kind: 'flushed', anew: true })
}
