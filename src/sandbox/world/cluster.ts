import type { ClusterStatus } from './enums.js'

/**
 * A cache cluster as a record without timers: its status is computed from (record, now) when somebody looks.
 *
 *   acceptedAt            phases[0].until      phases[1].until
 *       │ phases[0].status    │ phases[1].status   │ AVAILABLE if enabled, else NOT_AVAILABLE …
 */
export interface Cluster {
  readonly enabled: boolean
  /** Stays after a disable, as it does on AWS. */
  readonly size: string | null
  readonly acceptedAt: number
  readonly phases: readonly { readonly status: ClusterStatus; readonly until: number }[]
  /** The settled status before the last accepted change: what a lagging GetStage still shows. */
  readonly before: 'AVAILABLE' | 'NOT_AVAILABLE'
  /** Entries that were stored under another generation are gone. */
  readonly generation: number
}

export const NO_CLUSTER: Cluster = {
  enabled: false,
  size: null,
  acceptedAt: 0,
  phases: [],
  before: 'NOT_AVAILABLE',
  generation: 0,
}

/** What the cluster is really doing: decides conflicts and whether the data plane caches. */
export function statusAt(cluster: Cluster, now: number): ClusterStatus {
  return cluster.phases.find((phase) => now < phase.until)?.status ?? settled(cluster)
}

/** What GetStage says: for `lagMs` after an accepted change still the status from before it. */
export function visibleStatusAt(cluster: Cluster, now: number, lagMs: number): ClusterStatus {
  return now < cluster.acceptedAt + lagMs ? cluster.before : statusAt(cluster, now)
}

/** Whether a change is still running, so that another one is refused. */
export function busyAt(cluster: Cluster, now: number): boolean {
  return cluster.phases.some((phase) => now < phase.until)
}

export interface LifecycleTimes {
  /** How long CREATE_IN_PROGRESS and DELETE_IN_PROGRESS last. */
  readonly clusterTimeMs: number
  readonly flushTimeMs: number
  readonly resizeSequence: 'create' | 'delete-create'
  /** The fault of a cluster that stays in DELETE_IN_PROGRESS for ever. */
  readonly stuckDelete: boolean
}

/** The record after `cacheClusterEnabled` and `cacheClusterSize` were asked to have these values. */
export function changeCluster(
  cluster: Cluster,
  wanted: { readonly enabled: boolean; readonly size: string | null },
  now: number,
  times: LifecycleTimes,
): Cluster {
  const { enabled, size } = wanted
  if (!enabled && !cluster.enabled) return { ...cluster, size }
  if (enabled && cluster.enabled && size === cluster.size) return cluster
  return begin(cluster, { enabled, size }, now, phasesOf(cluster, wanted, now, times))
}

export function flushCluster(cluster: Cluster, now: number, times: LifecycleTimes): Cluster {
  return begin(cluster, cluster, now, [{ status: 'FLUSH_IN_PROGRESS', until: now + times.flushTimeMs }])
}

function phasesOf(
  cluster: Cluster,
  wanted: { readonly enabled: boolean },
  now: number,
  { clusterTimeMs, resizeSequence, stuckDelete }: LifecycleTimes,
): Cluster['phases'] {
  if (!wanted.enabled) {
    const until = stuckDelete ? Number.POSITIVE_INFINITY : now + clusterTimeMs
    return [{ status: 'DELETE_IN_PROGRESS', until }]
  }
  const create = { status: 'CREATE_IN_PROGRESS', until: now + clusterTimeMs } as const
  const resizing = cluster.enabled
  if (!resizing || resizeSequence === 'create') return [create]
  return [
    { status: 'DELETE_IN_PROGRESS', until: now + clusterTimeMs },
    { ...create, until: now + 2 * clusterTimeMs },
  ]
}

function begin(
  cluster: Cluster,
  { enabled, size }: { readonly enabled: boolean; readonly size: string | null },
  now: number,
  phases: Cluster['phases'],
): Cluster {
  return {
    enabled,
    size,
    acceptedAt: now,
    phases,
    before: settled(cluster),
    generation: cluster.generation + 1,
  }
}

function settled(cluster: Cluster): 'AVAILABLE' | 'NOT_AVAILABLE' {
  return cluster.enabled ? 'AVAILABLE' : 'NOT_AVAILABLE'
}
