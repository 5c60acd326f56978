import type { Connection } from '../aws/connection.js'
import { isNotFound } from '../aws/explain.js'
import { ApigwCacheError } from '../base/errors.js'
import { inParallel } from '../base/parallel.js'
import { listingMethodsOnce } from '../find/methods.js'
import type { Selection } from '../find/selection.js'
import { stagesOfApi } from '../find/stages-of-apis.js'
import { type Named, selectTargets } from '../find/targets.js'
import type { ApiRecord } from '../gateway/record.js'
import { createLister, type ListerOptions } from './lister.js'
import type { Scanned } from './report.js'

/** APIs at a time; the rate limits them as well. */
const PARALLEL_READS = 4

export interface ScanOptions extends ListerOptions {
  readonly selection: Selection
  /** Ends the scan early. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress: (progress: ScanProgress) => void
}

export interface ScanProgress {
  readonly apis: number
  /** APIs to be read. */
  readonly of: number
  readonly stages: number
}

/**
 * Lists the stages of an account and region: GetStages once for each API, and rows as they come. An API that cannot
 * be read is a failure, and the others go on. Errors: those of reading the list of APIs.
 */
export async function scanRegion(
  connection: Connection,
  account: string | null,
  options: ScanOptions,
): Promise<Scanned> {
  const { control, region } = connection
  const { selection, onFailure, onProgress } = options
  const allApis = await control.restApis()
  const meant = allApis.filter(selection.hasApi)
  const progress = { apis: 0, of: meant.length, stages: 0 }
  const lister = createLister(allApis, {
    ...options,
    onRow(row) {
      progress.stages++
      options.onRow(row)
    },
  })
  onProgress({ ...progress })
  const read = async (api: ApiRecord) => {
    if (options.signal?.aborted) return
    try {
      // What is read of the API serves all its stages.
      const shared = options.findings ? listingMethodsOnce(connection) : connection
      for (const one of await stagesOfApi(shared, api, account)) {
        if (selection.hasStage(api, one.target.stage)) await lister.add({ ...one, allApis, inferred: null })
      }
    } catch (error) {
      if (!(error instanceof ApigwCacheError) || error.kind === 'interrupted') throw error
      const target = { account, region, api: { id: api.id, name: api.name } }
      // One may have been deleted since they were listed.
      if (!isNotFound(error)) onFailure({ target, message: error.message, error })
    }
    progress.apis++
    onProgress({ ...progress })
  }
  await inParallel(meant, PARALLEL_READS, read)
  await lister.end()
  onProgress({ ...progress })
  return { account, region, apis: meant.length, stages: progress.stages }
}

/** Lists the stages that are named. Errors: those of reading the list of APIs. */
export async function scanTargets(
  connection: Connection,
  account: string | null,
  targets: readonly Named[],
  options: ScanOptions,
): Promise<Scanned> {
  const { stages, failed } = await selectTargets(connection, account, targets)
  for (const failure of failed) options.onFailure(failure)
  const lister = createLister(stages[0]?.allApis ?? [], options)
  const apis = new Set(stages.map(({ target }) => target.api.id)).size
  for (const stage of stages) await lister.add(stage)
  await lister.end()
  options.onProgress({ apis, of: apis, stages: stages.length })
  return { account, region: connection.region, apis, stages: stages.length }
}
