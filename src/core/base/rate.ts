import type { Clock } from './clock.js'

/** Waits until a call may go out. */
export type Turn = (signal?: AbortSignal) => Promise<void>

/**
 * A token bucket on the injected clock: `perSecond` calls on average, `burst` at once after a pause.
 * Callers are served in the order in which they came.
 */
export function createRate(clock: Clock, perSecond: number, burst: number): Turn {
  const spacingMs = 1000 / perSecond
  // When the bucket is full again; each call moves it on by one spacing.
  let fullAt = Number.NEGATIVE_INFINITY
  return async (signal) => {
    const now = clock.now()
    fullAt = Math.max(fullAt, now) + spacingMs
    const waitMs = fullAt - now - burst * spacingMs
    if (waitMs > 0) await clock.sleep(waitMs, signal)
  }
}
