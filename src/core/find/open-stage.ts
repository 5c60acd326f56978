import type { Connection } from '../aws/connection.js'
import type { Target } from '../gateway/model.js'
import type { ApiRecord, StageRecord } from '../gateway/record.js'
import { refOf } from '../gateway/stage.js'
import type { Ledger } from './ledger.js'

/** One stage of one REST API that was found: what everything that is done to a stage takes. */
export interface OpenStage {
  readonly connection: Connection
  readonly target: Target
  readonly api: ApiRecord
  /** As it was when it was found. */
  readonly record: StageRecord
  /** Every REST API of the region, where all had to be listed; else null. */
  readonly allApis: readonly ApiRecord[] | null
  /** For people: a stage that was not fully named but could only be this one; null where it was. */
  readonly inferred: string | null
  /** What is written to it. */
  readonly ledger: Ledger
}

/** The stage as it is now. */
export async function readRecord({ connection, target, ledger }: OpenStage): Promise<StageRecord> {
  const record = await connection.control.stage(refOf(target))
  ledger.saw(record.clusterStatus)
  return record
}
