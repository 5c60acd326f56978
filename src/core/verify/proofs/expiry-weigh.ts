import type { NamedFreshness } from '../../answer/named.js'
import { findReplay, type Replay, wholeOf } from '../../evidence/replay.js'
import { usable, valueAt } from '../../evidence/series.js'
import type { ExpiryControl } from '../evidence.js'

export interface ExpiryProof {
  readonly says: 'some-cache' | 'changed' | 'kept' | 'unknown'
  /** What was stored anew after the wait, where that is shown. */
  readonly replay: Replay | null
}

/**
 * A value that changes once the time to live is over. Slow data do so as well: only one that says when it was
 * made, and stays, shows a cache. Which one is left open.
 */
export function weighExpiry({ before, after }: ExpiryControl, named: NamedFreshness | null): ExpiryProof {
  const [last] = usable(before).slice(-1)
  const later = usable(after)
  const [next] = later
  if (!last || !next) return { says: 'unknown', replay: null }
  if (wholeOf(last, named) === wholeOf(next, named)) {
    const replay = findReplay(usable(before), named)
    return { says: replay ? 'kept' : 'unknown', replay }
  }
  const replay = findReplay(later, named)
  const moved = replay && valueAt(last, replay.fresh.source) !== replay.fresh.value
  return moved ? { says: 'some-cache', replay } : { says: 'changed', replay: null }
}
