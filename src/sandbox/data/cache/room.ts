import type { LRUCache } from 'lru-cache'

const MOST_BYTES = 2 * 1024 ** 3
/** What an entry takes beside its bytes: objects, and its place in the maps. */
const OVERHEAD_BYTES = 1024
/** So far down at once, so that the next entries find room. */
const EMPTIED_TO = 0.9

type Entries = Pick<LRUCache<string, object>, 'size' | 'calculatedSize' | 'pop'>

/** What the entries of all stages of a sandbox may take together, however many clusters there are and of what size. */
export interface CacheRoom {
  /** The room does not keep the entries alive: those of a stage that is gone are gone. */
  add(entries: Entries): void
  /** Called after an entry of so many bytes was stored; the cluster that takes most drops what was not used for longest. */
  stored(bytes: number): void
}

export function createCacheRoom(most = MOST_BYTES): CacheRoom {
  const clusters = new Set<WeakRef<Entries>>()
  // Never too low: what was dropped or overwritten since the last count is still in it.
  let taken = 0
  return {
    add: (entries) => clusters.add(new WeakRef(entries)),
    stored: (bytes) => {
      taken += bytes + OVERHEAD_BYTES
      if (taken <= most) return
      const alive = living(clusters)
      taken = alive.reduce((sum, entries) => sum + bytesOf(entries), 0)
      if (taken > most) taken = shrink(alive, taken, most * EMPTIED_TO)
    },
  }
}

function living(clusters: Set<WeakRef<Entries>>): Entries[] {
  return [...clusters].flatMap((reference) => {
    const entries = reference.deref()
    if (!entries) clusters.delete(reference)
    return entries ?? []
  })
}

/** Returns what is taken afterwards. */
function shrink(clusters: readonly Entries[], taken: number, goal: number): number {
  let left = taken
  while (left > goal) {
    const largest = clusters.reduce((most, other) => (bytesOf(other) > bytesOf(most) ? other : most))
    const enough = bytesOf(largest) * EMPTIED_TO
    while (left > goal && bytesOf(largest) > enough) {
      const before = bytesOf(largest)
      largest.pop()
      left -= before - bytesOf(largest)
    }
  }
  return left
}

function bytesOf({ size, calculatedSize }: Entries): number {
  return calculatedSize + size * OVERHEAD_BYTES
}
