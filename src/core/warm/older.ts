import { isNear, type Observation } from '../answer/observation.js'
import { ranked, staysIn } from '../evidence/series.js'

const CLOCK_RESOLUTION_MS = 1000

/**
 * Whether an answer past the cache says when it was made, and each of these answers, of which the last was asked for
 * after it, still had an earlier time there: then that came out of a cache. PURE.
 */
export function isOlder(answers: readonly Observation[], pastCache: Observation): boolean {
  const last = answers.at(-1)
  if (!last || pastCache.status !== last.status || last.sentAt < pastCache.receivedAt) return false
  const now = pastCache.dateMs ?? pastCache.receivedAt
  return ranked(answers[0]).some((value) => {
    const fresh = pastCache.candidates.get(value.source)?.time
    if (!fresh || value.time === null || !staysIn(answers, value)) return false
    // Two instances may be a tick apart.
    const tickMs = Math.max(CLOCK_RESOLUTION_MS, value.time.resolutionMs, fresh.resolutionMs)
    return fresh.epochMs > value.time.epochMs + tickMs && isNear(fresh, now, CLOCK_RESOLUTION_MS)
  })
}
