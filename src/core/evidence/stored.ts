import type { Candidate } from '../answer/freshness.js'
import { saysWhenMade } from '../answer/made-time.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import { findPastCache } from './bypass.js'
import { usable, valueAt } from './series.js'

/** Entries stored one after the other share a second. */
const TELLING_MS = 1000

/**
 * Finds the value that tells the time of generation if the answers were stored before the run, by an answer
 * past the cache; null if none does. PURE.
 */
export function timeOfStorage(
  probes: readonly Observation[],
  pastCache: readonly Observation[],
  named: NamedFreshness | null,
): Candidate | null {
  const fresh = findPastCache(usable(probes), pastCache, named)?.fresh
  return fresh?.time && (named || saysWhenMade(fresh.source)) ? fresh : null
}

/** Finds the time at which all answers were stored; null if they differ or are too coarse. */
export function storedAt(answers: readonly Observation[], fresh: Candidate): string | null {
  const [first] = answers
  const value = first ? valueAt(first, fresh.source) : null
  const time = first?.candidates.get(fresh.source)?.time
  if (value === null || !time || time.resolutionMs >= TELLING_MS || answers.length < 2) return null
  return answers.every((answer) => valueAt(answer, fresh.source) === value) ? value : null
}
