import { setTimeout as wait } from 'node:timers/promises'

/** The sandbox's only source of time. `now` is epoch milliseconds. */
export interface Clock {
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Tells a clock that moves while everybody sleeps to wait for this call. */
  during?<T>(call: Promise<T>): Promise<T>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}),
}

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
