import { LARGEST_ENTRY_BYTES } from '../gateway/limits.js'
import { MAX_TTL_SECONDS } from '../gateway/model.js'
import type { Basis } from './readings.js'

const GIBIBYTE = 1_073_741_824

/**
 * The most that the cache can have held at once, in GiB: each entry was a miss at most one TTL ago, and none is
 * above 1 MiB. Where even that much fits a smaller cluster, capacity is not what entries are lost for. PURE.
 */
export function largestWorkingSetGib({ status, traffic }: Basis): number {
  const ttls = (status.methods ?? []).filter(({ cached }) => cached).map(({ ttlSeconds }) => ttlSeconds)
  const ttl = status.methods === null ? MAX_TTL_SECONDS : Math.max(0, ...ttls)
  const { periodSeconds, points } = traffic.misses
  // A stretch of one TTL touches one period more than it fills.
  const reach = (Math.ceil(ttl / periodSeconds) + 1) * periodSeconds * 1000
  let most = 0
  let sum = 0
  let first = 0
  for (const { at, value } of points) {
    sum += value
    for (let old = points[first]; old && old.at <= at - reach; old = points[++first]) sum -= old.value
    most = Math.max(most, sum)
  }
  return (most * LARGEST_ENTRY_BYTES) / GIBIBYTE
}
