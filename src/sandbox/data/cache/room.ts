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
  const gone = new FinalizationRegistry<WeakRef<Entries>>((reference) => clusters.delete(reference))
  // Never too low: what was dropped or overwritten since the last count is still in it.
  let taken = 0
  return {
    add(entries) {
      const reference = new WeakRef(entries)
      clusters.add(reference)
      gone.register(entries, reference)
    },
    stored(bytes) {
      taken += bytes + OVERHEAD_BYTES
      if (taken <= most) return
      // Also where less is taken: near the bound they would be counted again with every entry.
      taken = shrink(
        [...clusters].flatMap((reference) => reference.deref() ?? []),
        most * EMPTIED_TO,
      )
    },
  }
}

/** Takes from the largest, until none of them is above a level. Returns what is taken afterwards. */
function shrink(clusters: readonly Entries[], goal: number): number {
  const falling = clusters
    .map((entries) => ({ entries, bytes: bytesOf(entries) }))
    .sort((one, other) => other.bytes - one.bytes)
  let left = falling.reduce((sum, { bytes }) => sum + bytes, 0)
  if (left <= goal) return left
  const level = levelIn(falling, left - goal)
  for (const { entries, bytes } of falling) {
    let held = bytes
    while (left > goal && held > level) {
      entries.pop()
      left -= held - bytesOf(entries)
      held = bytesOf(entries)
    }
  }
  return left
}

/** So high that what is above it, of all of them, is the excess. */
function levelIn(falling: readonly { readonly bytes: number }[], excess: number): number {
  let sum = 0
  for (const [index, { bytes }] of falling.entries()) {
    sum += bytes
    const level = (sum - excess) / (index + 1)
    if (level >= (falling[index + 1]?.bytes ?? 0)) return level
  }
  return 0
}

function bytesOf({ size, calculatedSize }: Entries): number {
  return calculatedSize + size * OVERHEAD_BYTES
}
