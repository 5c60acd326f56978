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

/** The end of the year 9999: no date behind it can be told in the formats of the services. */
export const LATEST_MS = 253_402_300_799_999

export interface ShiftedClock extends Clock {
  /** Changes nothing and returns false where that would lead beyond `LATEST_MS`. */
  advance(ms: number): boolean
}

/** A clock that can be put forward without touching the one that it reads. */
export function shiftedClock(clock: Clock): ShiftedClock {
  let offsetMs = 0
  return {
    now: () => clock.now() + offsetMs,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    during: (call) => clock.during?.(call) ?? call,
    advance: (ms) => {
      if (!(clock.now() + offsetMs + ms <= LATEST_MS)) return false
      offsetMs += ms
      return true
    },
  }
}
