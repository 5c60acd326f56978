import type { StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { retryStep } from '../base/retry.js'
import { waitUntil } from '../base/wait.js'
import type { ClusterStatus, Target } from '../gateway/model.js'
import { flagsOf, nameOf, refOf } from '../gateway/stage.js'

/** Creating and deleting a cache takes about four minutes, flushing a couple. */
const TYPICAL_MS = { create: 240_000, delete: 240_000, flush: 120_000 } as const

const SETTLED: readonly ClusterStatus[] = ['AVAILABLE', 'NOT_AVAILABLE']

/** AWS's status may lag behind an accepted call: an AVAILABLE that stood this long is believed. */
const STANDING_MS = 30_000

export interface Progress {
  readonly status: ClusterStatus
  readonly waitedMs: number
  /** How long such a change typically takes; null while none is running. */
  readonly typicalMs: number | null
}

export interface Goal {
  /** `settled`: no change is running any more, however it ended. */
  readonly kind: 'available' | 'gone' | 'settled'
  readonly takes: keyof typeof TYPICAL_MS
  /** Only an AVAILABLE that is not the one from before the change counts. */
  readonly anew?: boolean
  /** Only with this capacity. */
  readonly size?: string | undefined
}

/** Waits until the cluster is there, or gone. Throws `timeout` and `interrupted` with the state and how to go on. */
export function settle(
  connection: Connection,
  target: Target,
  goal: Goal,
  deadline: number,
  onProgress?: (progress: Progress) => void,
): Promise<StageRecord> {
  const { control, clock, retry } = connection
  const typicalMs = TYPICAL_MS[goal.takes]
  return waitUntil(
    () => retryStep({ ...retry, deadline, latest: undefined }, () => control.stage(refOf(target))),
    reached(goal),
    {
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
      describe: ({ clusterStatus }) => ({
        state: `${nameOf(target)} is still ${clusterStatus}`,
        next: nextFor(goal, clusterStatus, flagsOf(connection, target)),
      }),
    },
  )
}

function nextFor({ kind }: Goal, status: ClusterStatus, flags: string): string {
  if (status === 'NOT_AVAILABLE') return `no creation was seen: apigw-cache enable ${flags}`
  if (status === 'AVAILABLE' && kind === 'gone') return `no removal was seen: apigw-cache disable ${flags}`
  const gone = kind === 'gone' || (kind === 'settled' && status === 'DELETE_IN_PROGRESS')
  return `AWS goes on by itself; apigw-cache wait ${gone ? 'gone' : 'available'} ${flags} goes on waiting`
}

function reached(goal: Goal): (record: StageRecord, now: number) => boolean {
  if (goal.kind === 'gone') return ({ clusterStatus }) => clusterStatus === 'NOT_AVAILABLE'
  if (goal.kind === 'settled') return ({ clusterStatus }) => SETTLED.includes(clusterStatus)
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
