import { LRUCache } from 'lru-cache'
import type { Clock } from '../../world/clock.js'
import type { Cluster } from '../../world/cluster.js'
import type { Stage } from '../../world/model.js'
import type { Reply } from '../gateway-responses.js'
import { type CacheRoom, createCacheRoom } from './room.js'

const LARGEST_BODY_BYTES = 1_048_576
const GIBIBYTE = 1_073_741_824

/** The entries of one stage's cluster. */
export interface Entries {
  get(key: string): Reply | undefined
  /** For so many milliseconds, or for ever. */
  set(key: string, reply: Reply, lifetime?: { readonly ttl: number }): void
  delete(key: string): void
}

/** The entries of the cluster's present generation: a flush or a resize begins a new one. */
export type Store = (stage: Stage) => Entries

export function createStore(clock: Clock, room = createCacheRoom()): Store {
  const clusters = new WeakMap<Stage, { readonly generation: number; readonly entries: Entries }>()
  return (stage) => {
    const { generation } = stage.cluster
    const known = clusters.get(stage)
    if (known?.generation === generation) return known.entries
    const entries = newEntries(stage.cluster, clock, room)
    clusters.set(stage, { generation, entries })
    return entries
  }
}

export function mayBeStored({ status, body }: Reply, cacheErrorStatuses: boolean): boolean {
  const success = status >= 200 && status < 300
  return body.length <= LARGEST_BODY_BYTES && (success || cacheErrorStatuses)
}

function newEntries({ size }: Cluster, clock: Clock, room: CacheRoom): Entries {
  const entries = new LRUCache<string, Reply>({
    maxSize: Math.round(Number(size ?? '0.5') * GIBIBYTE),
    sizeCalculation: bytesOf,
    // lru-cache otherwise caches "now" for a millisecond of real time.
    ttlResolution: 0,
    perf: clock,
  })
  room.add(entries)
  return {
    get: (key) => entries.get(key),
    set: (key, reply, lifetime = { ttl: 0 }) => {
      entries.set(key, reply, lifetime)
      room.stored(bytesOf(reply, key))
    },
    delete: (key) => {
      entries.delete(key)
    },
  }
}

function bytesOf({ headers, body }: Reply, key: string): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length, body.length + key.length)
}
