import type { Clock } from './clock.js'

export interface ShiftedClock extends Clock {
  advance(ms: number): void
}

/** A clock that can be put forward without touching the one that it reads. */
export function shiftedClock(clock: Clock): ShiftedClock {
  let offsetMs = 0
  return {
    now: () => clock.now() + offsetMs,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    during: (call) => clock.during?.(call) ?? call,
    advance: (ms) => {
      offsetMs += ms
    },
  }
}
