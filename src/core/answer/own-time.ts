import type { Candidate } from './freshness.js'
import type { Observation } from './observation.js'

const NEAR_MS = 2000
/** `Date` headers and the clocks behind them count whole seconds. */
export const CLOCK_RESOLUTION_MS = 1000

/** True if a value is the time at which this very answer was made, judged by its own `Date`. */
export function isOfItsOwnTime({ time }: Candidate, { dateMs }: Pick<Observation, 'dateMs'>): boolean {
  return time !== null && dateMs !== null && isNear(time, dateMs)
}

/** Compares two times, each known only within its tick. */
export function isNear(
  { epochMs, resolutionMs }: { readonly epochMs: number; readonly resolutionMs: number },
  clockMs: number,
): boolean {
  const tick = Math.min(resolutionMs, CLOCK_RESOLUTION_MS)
  return epochMs <= clockMs + CLOCK_RESOLUTION_MS + NEAR_MS && epochMs + tick >= clockMs - NEAR_MS
}
