import type { Observation } from '../../answer/observation.js'

const MINUTE_MS = 60_000
/** How early or late a request may have been counted, by its answer's own `Date`. */
const BEFORE_MS = 1000
const AFTER_MS = 2000

/**
 * The minutes in which CloudWatch may have counted requests, by their starts. The clock that counts is that of
 * `Date`, not ours. PURE.
 */
export function minutesOf(answers: readonly Observation[]): readonly number[] {
  const minutes = new Set<number>()
  for (const { sentAt, receivedAt, dateMs } of answers) {
    const offset = dateMs === null ? 0 : dateMs - receivedAt
    const first = Math.floor((sentAt + offset - BEFORE_MS) / MINUTE_MS)
    const last = Math.floor((receivedAt + offset + AFTER_MS) / MINUTE_MS)
    for (let minute = first; minute <= last; minute++) minutes.add(minute * MINUTE_MS)
  }
  return [...minutes].sort((a, b) => a - b)
}
