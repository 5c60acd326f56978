import type { Candidate } from './freshness.js'
import type { Observation } from './observation.js'

const NEAR_MS = 2000
const DATE_RESOLUTION_MS = 1000

/** The value is the time at which this very answer was made, as far as its own `Date` can tell. */
export function isOfItsOwnTime({ time }: Candidate, { dateMs }: Pick<Observation, 'dateMs'>): boolean {
  return time !== null && dateMs !== null && isNear(time, dateMs, DATE_RESOLUTION_MS)
}

/** Both are only known to lie somewhere in their tick. */
export function isNear(
  { epochMs, resolutionMs }: { readonly epochMs: number; readonly resolutionMs: number },
  clockMs: number,
  clockResolutionMs: number,
): boolean {
  const tick = Math.min(resolutionMs, DATE_RESOLUTION_MS)
  return epochMs <= clockMs + clockResolutionMs + NEAR_MS && epochMs + tick >= clockMs - NEAR_MS
}
