import { changeInProgress } from '../../http/errors.js'
import { busyAt, type Cluster, type ClusterTimes, changeCluster, visibleStatusAt } from '../../world/cluster.js'
import { CLUSTER_SIZES, type ClusterSize } from '../../world/enums.js'
import type { World } from '../../world/world.js'
import type { Input } from '../input.js'

const DEFAULT_SIZE: ClusterSize = '0.5'

export interface WantedCluster {
  readonly enabled: boolean
  readonly size: string | null
}

/** The cluster that CreateStage or CreateDeployment asks for. */
export function wantedCluster(body: Input, { enabled, size }: Cluster): WantedCluster {
  return {
    enabled: body.boolean('cacheClusterEnabled') ?? enabled,
    size: body.oneOf('cacheClusterSize', CLUSTER_SIZES) ?? size,
  }
}

/** The cluster after the change was accepted. Throws while another change is running. */
export function provision(world: World, cluster: Cluster, { enabled, size }: WantedCluster): Cluster {
  const wanted = { enabled, size: enabled ? (size ?? DEFAULT_SIZE) : size }
  if (wanted.enabled === cluster.enabled && wanted.size === cluster.size) return cluster
  const now = world.clock.now()
  if (busyAt(cluster, now)) throw changeInProgress()
  return changeCluster(cluster, wanted, now, clusterTimes(world))
}

export function clusterTimes({ clusterTimeMs, flushTimeMs, knobs, faults }: World): ClusterTimes {
  return { clusterTimeMs, flushTimeMs, resizeSequence: knobs.resizeSequence, stuckDelete: faults.stuckDelete }
}

export function clusterView({ clock, knobs }: World, cluster: Cluster): Readonly<Record<string, unknown>> {
  const status = visibleStatusAt(cluster, clock.now(), knobs.statusLag)
  const deleting = knobs.enabledDuringDelete && status !== 'NOT_AVAILABLE'
  return {
    cacheClusterEnabled: cluster.enabled || deleting,
    cacheClusterSize: cluster.size,
    cacheClusterStatus: status,
  }
}
