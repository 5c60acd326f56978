import type { ClusterStatus } from './enums.js'

/**
 * A cache cluster without timers: its status is computed from this record and the time of reading.
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
  /** The status before the last accepted change, which a lagging GetStage still shows. */
  readonly before: 'AVAILABLE' | 'NOT_AVAILABLE'
  /** Grows with each change and flush: entries of an earlier generation are gone. */
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

/** The real status, which decides about conflicts and caching. */
export function statusAt(cluster: Cluster, now: number): ClusterStatus {
  return cluster.phases.find((phase) => now < phase.until)?.status ?? lastingStatus(cluster)
}

/** The status in GetStage: for `lagMs` after an accepted change still the one before it. */
export function visibleStatusAt(cluster: Cluster, now: number, lagMs: number): ClusterStatus {
  return now < cluster.acceptedAt + lagMs ? cluster.before : statusAt(cluster, now)
}

/** True while a change is running, so that another one is refused. */
export function busyAt(cluster: Cluster, now: number): boolean {
  return cluster.phases.some((phase) => now < phase.until)
}

export interface ClusterTimes {
  /** How long CREATE_IN_PROGRESS and DELETE_IN_PROGRESS last. */
  readonly clusterTimeMs: number
  readonly flushTimeMs: number
  readonly resizeSequence: 'create' | 'delete-create'
  /** The fault that keeps a cluster in DELETE_IN_PROGRESS for ever. */
  readonly stuckDelete: boolean
}

/** The record after a change to these values was accepted. */
export function changeCluster(
  cluster: Cluster,
  wanted: { readonly enabled: boolean; readonly size: string | null },
  now: number,
  times: ClusterTimes,
): Cluster {
  const { enabled, size } = wanted
  if (!enabled && !cluster.enabled) return { ...cluster, size }
  if (enabled && cluster.enabled && size === cluster.size) return cluster
  return begin(cluster, { enabled, size }, now, phasesOf(cluster, wanted, now, times))
}

export function flushCluster(cluster: Cluster, now: number, times: ClusterTimes): Cluster {
  return begin(cluster, cluster, now, [{ status: 'FLUSH_IN_PROGRESS', until: now + times.flushTimeMs }])
}

function phasesOf(
  cluster: Cluster,
  wanted: { readonly enabled: boolean },
  now: number,
  { clusterTimeMs, resizeSequence, stuckDelete }: ClusterTimes,
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
    before: lastingStatus(cluster),
    generation: cluster.generation + 1,
  }
}

function lastingStatus(cluster: Cluster): 'AVAILABLE' | 'NOT_AVAILABLE' {
  return cluster.enabled ? 'AVAILABLE' : 'NOT_AVAILABLE'
}
