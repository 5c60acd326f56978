import { changing } from '../change/change.js'
import type { ChangeOptions } from '../change/options.js'
import { waitForCluster } from '../change/wait-for-cluster.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import type { StageCache } from '../gateway/model.js'
import { stageCache } from '../gateway/stage.js'

export interface WaitOptions extends Omit<ChangeOptions, 'wait'> {
  /** `available`: the cluster serves; `gone`: there is none. */
  readonly until: 'available' | 'gone'
}

const MISSING = {
  available: 'no cache cluster is being created yet; to create one',
  gone: 'nothing is removing the cache yet; to remove it',
}

/** The verb that begins what is waited for. */
const BEGINS = { available: 'enable', gone: 'disable' }

/** Waits for a change that somebody else started, and writes nothing. Errors: `timeout`, `interrupted`, `denied`. */
export async function waitForCache(stage: OpenStage, options: WaitOptions): Promise<StageCache> {
  const { until: kind, onNote, onProgress } = options
  return changing(stage, options, async ({ deadline, outcome }) => {
    const { clusterStatus } = await readRecord(stage)
    const idle = kind === 'available' ? 'NOT_AVAILABLE' : 'AVAILABLE'
    const begin = stage.connection.spelling.step({ verb: BEGINS[kind], target: stage.target })
    let told = false
    // Told even after another change: the awaited one may never have begun.
    const tellIdle = (status: string) => {
      if (told || status !== idle) return
      told = true
      onNote?.(`the stage is ${status}: ${MISSING[kind]}:\n${begin}`)
    }
    tellIdle(clusterStatus)
    const takes = clusterStatus === 'FLUSH_IN_PROGRESS' ? 'flush' : 'create'
    const record = await waitForCluster(stage, { kind, takes }, deadline(), (progress) => {
      tellIdle(progress.status)
      onProgress?.(progress)
    })
    return stageCache(stage.target, record, outcome())
  })
}
