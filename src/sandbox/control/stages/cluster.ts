import { changeInProgress } from '../../http/errors.js'
import {
  busyAt,
  type Cluster,
  changeCluster,
  type LifecycleTimes,
  visibleStatusAt,
} from '../../world/cluster.js'
import { CLUSTER_SIZES, type ClusterSize } from '../../world/enums.js'
import type { World } from '../../world/world.js'
import type { Input } from '../input.js'

const DEFAULT_SIZE: ClusterSize = '0.5'

export interface AskedCluster {
  readonly enabled: boolean
  readonly size: string | null
}

/** What a create request asks of a stage's cluster. */
export function askedCluster(body: Input, { enabled, size }: Cluster): AskedCluster {
  return {
    enabled: body.boolean('cacheClusterEnabled') ?? enabled,
    size: body.oneOf('cacheClusterSize', CLUSTER_SIZES) ?? size,
  }
}

/** The cluster after the asked change was accepted; refused while another one runs. */
export function provision(world: World, cluster: Cluster, { enabled, size }: AskedCluster): Cluster {
  const wanted = { enabled, size: enabled ? (size ?? DEFAULT_SIZE) : size }
  if (wanted.enabled === cluster.enabled && wanted.size === cluster.size) return cluster
  const now = world.clock.now()
  if (busyAt(cluster, now)) throw changeInProgress()
  return changeCluster(cluster, wanted, now, lifecycleTimes(world))
}

export function lifecycleTimes({ clusterTimeMs, flushTimeMs, knobs, faults }: World): LifecycleTimes {
  return { clusterTimeMs, flushTimeMs, resizeSequence: knobs.resizeSequence, stuckDelete: faults.stuckDelete }
}

export function clusterView({ clock, knobs }: World, cluster: Cluster): Readonly<Record<string, unknown>> {
  const status = visibleStatusAt(cluster, clock.now(), knobs.statusLag)
  const winding = knobs.enabledDuringDelete && status !== 'NOT_AVAILABLE'
  return {
    cacheClusterEnabled: cluster.enabled || winding,
    cacheClusterSize: cluster.size,
    cacheClusterStatus: status,
  }
}
