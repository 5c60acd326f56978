import type { StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { ToolError } from '../base/errors.js'
import type { ClusterStatus, Target } from '../gateway/model.js'
import { flagsOf, nameOf } from '../gateway/stage.js'
import type { Change, ChangeOptions } from './change.js'
import { type Goal, settle } from './wait-for-cluster.js'

/**
 * The stage once no change is running any more: AWS refuses another one until then. Throws `failure` with the
 * state where the caller does not want to wait.
 */
export async function outOfTransition(
  connection: Connection,
  target: Target,
  record: StageRecord,
  { deadline }: Change,
  { wait, onProgress }: ChangeOptions,
): Promise<StageRecord> {
  const takes = TAKES[record.clusterStatus]
  // A dry run shows what would be sent once the running change is over.
  if (takes === null || connection.kept) return record
  if (!wait) {
    const state = takes === 'delete' ? 'gone' : 'available'
    throw new ToolError('failure', `${nameOf(target)} is ${record.clusterStatus}`, {
      hint: `wait for it first: apigw-cache wait ${state} ${flagsOf(connection, target)}`,
    })
  }
  // A removal may be the first half of a resize: only the end tells what it was.
  return settle(connection, target, { kind: 'settled', takes }, deadline(), onProgress)
}

const TAKES = {
  CREATE_IN_PROGRESS: 'create',
  DELETE_IN_PROGRESS: 'delete',
  FLUSH_IN_PROGRESS: 'flush',
  AVAILABLE: null,
  NOT_AVAILABLE: null,
} as const satisfies Record<ClusterStatus, Goal['takes'] | null>
