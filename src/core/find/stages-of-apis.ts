import type { Connection } from '../aws/connection.js'
import { isNotFound } from '../aws/explain.js'
import { ApigwCacheError } from '../base/errors.js'
import { inParallel } from '../base/parallel.js'
import type { ApiRecord } from '../gateway/record.js'
import { openLedger } from './ledger.js'
import type { OpenStage } from './open-stage.js'

/** APIs at a time; the rate limits them as well. */
const PARALLEL_READS = 4

/** A stage that may be meant. */
export type Candidate = Omit<OpenStage, 'allApis' | 'inferred'>

/** An API whose stages could not be read. */
export interface Unread {
  readonly api: ApiRecord
  readonly error: ApigwCacheError
}

/** The stages of one API. */
export async function stagesOfApi(
  connection: Connection,
  api: ApiRecord,
  account: string | null,
): Promise<readonly Candidate[]> {
  const { control, region } = connection
  const records = await control.stages(api.id)
  return records.map((record) => {
    const target = { account, region, api: { id: api.id, name: api.name }, stage: record.name }
    return { connection, target, api, record, ledger: openLedger(connection, target, record.clusterStatus) }
  })
}

/**
 * Those of several. One may have been deleted since they were listed; `isLeftOut` says which other errors leave
 * an API out.
 */
export async function stagesOfApis(
  connection: Connection,
  apis: readonly ApiRecord[],
  account: string | null,
  isLeftOut: (error: ApigwCacheError) => boolean,
): Promise<{ readonly all: readonly Candidate[]; readonly unread: readonly Unread[] }> {
  const unread: Unread[] = []
  const read = async (api: ApiRecord): Promise<readonly Candidate[]> => {
    try {
      return await stagesOfApi(connection, api, account)
    } catch (error) {
      if (isNotFound(error)) return []
      if (!(error instanceof ApigwCacheError) || !isLeftOut(error)) throw error
      unread.push({ api, error })
      return []
    }
  }
  return { all: (await inParallel(apis, PARALLEL_READS, read)).flat(), unread }
}
