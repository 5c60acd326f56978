import { retryStep } from '../base/retry.js'
import { waitUntil } from '../base/wait.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import type { ClusterStatus } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { nameOf } from '../gateway/stage.js'
import type { Progress } from './options.js'

/** Milliseconds: about four minutes to create or delete a cluster, two to flush it. */
const TYPICAL_MS = { create: 240_000, delete: 240_000, flush: 120_000 } as const

type Taking = keyof typeof TYPICAL_MS

const SETTLED: readonly ClusterStatus[] = ['AVAILABLE', 'NOT_AVAILABLE']

/** Milliseconds after which AVAILABLE is believed, as AWS's status may lag behind an accepted call. */
const STANDING_MS = 30_000

/** The state of the cluster to wait for. */
export interface Goal {
  /** `idle`: no change is running, however it ended. */
  readonly kind: 'available' | 'gone' | 'resized' | 'flushed' | 'idle'
  /** The running change, if it is not the one that leads to the goal. */
  readonly takes?: Taking
  /** True if an AVAILABLE from before the change does not count. */
  readonly anew?: boolean
  /** Required capacity in GB. */
  readonly size?: string
}

const TAKES = {
  available: 'create',
  gone: 'delete',
  resized: 'create',
  flushed: 'flush',
  idle: 'create',
} as const satisfies Record<Goal['kind'], Taking>

/** Waits until the cluster reaches the goal. Errors: `timeout` and `interrupted`, with the status. */
export function waitForCluster(
  stage: OpenStage,
  goal: Goal,
  deadline: number,
  onProgress?: (progress: Progress) => void,
): Promise<StageRecord> {
  const { clock, retry } = stage.connection
  const typicalMs = TYPICAL_MS[goal.takes ?? TAKES[goal.kind]]
  return waitUntil(() => retryStep({ ...retry, deadline, latest: undefined }, () => readRecord(stage)), reached(goal), {
    clock,
    expectedMs: typicalMs,
    deadline,
    signal: retry.signal,
    onPoll: ({ clusterStatus }, waitedMs) =>
      onProgress?.({
        status: clusterStatus,
        waitedMs,
        typicalMs: SETTLED.includes(clusterStatus) ? null : typicalMs,
      }),
    describe: ({ clusterStatus: status }) => ({
      state: `${nameOf(stage.target)} is still ${status}`,
      code: 'cluster-still-changing',
      data: { target: stage.target, status, goal: goal.kind },
    }),
  })
}

/** Picks the goal that waits for the end of the stage's running change; null if none is running. */
export function endOfChange(status: ClusterStatus): Goal | null {
  const takes = RUNNING[status]
  return takes === null ? null : { kind: 'idle', takes }
}

const RUNNING = {
  CREATE_IN_PROGRESS: 'create',
  DELETE_IN_PROGRESS: 'delete',
  FLUSH_IN_PROGRESS: 'flush',
  AVAILABLE: null,
  NOT_AVAILABLE: null,
} as const satisfies Record<ClusterStatus, Taking | null>

function reached(goal: Goal): (record: StageRecord, now: number) => boolean {
  if (goal.kind === 'gone') return ({ clusterStatus }) => clusterStatus === 'NOT_AVAILABLE'
  if (goal.kind === 'idle') return ({ clusterStatus }) => SETTLED.includes(clusterStatus)
  let believed = goal.anew !== true
  let since: number | null = null
  return ({ clusterStatus, clusterSize }, now) => {
    if (clusterStatus !== 'AVAILABLE') {
      believed = true
      return false
    }
    if (goal.size !== undefined && clusterSize !== goal.size) return false
    since ??= now
    return believed || now - since >= STANDING_MS
  }
}
