import type { Candidate } from '../answer/freshness.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import { isRecordTime } from '../answer/record-times.js'
import { findPastCache } from './bypass.js'
import { usable, valueAt } from './series.js'

/** A second is shared by entries that were stored one after the other. */
const TELLING_MS = 1000

/**
 * Where the answers had been stored before the run, nothing in them is of its own time. An answer past the cache
 * then shows which value tells the time of generation: null where none did. PURE.
 */
export function timeOfStorage(
  probes: readonly Observation[],
  pastCache: readonly Observation[],
  named: NamedFreshness | null,
): Candidate | null {
  const fresh = findPastCache(usable(probes), pastCache, named)?.fresh
  return fresh?.time && (named || !isRecordTime(fresh.source)) ? fresh : null
}

/** The time at which all of some answers were stored; null where they differ or do not say it finely enough. */
export function storedAt(answers: readonly Observation[], fresh: Candidate): string | null {
  const [first] = answers
  const value = first ? valueAt(first, fresh.source) : null
  const time = first?.candidates.get(fresh.source)?.time
  if (value === null || !time || time.resolutionMs >= TELLING_MS || answers.length < 2) return null
  return answers.every((answer) => valueAt(answer, fresh.source) === value) ? value : null
}
