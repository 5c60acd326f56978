import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../wire/pace.js'

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}),
}

/**
 * Time that only the run moves: minutes of waiting take no time. `served` is the sandbox's view of it, where sleeping
 * moves nothing and ends when the run has slept for as long.
 */
export function jumpingClock(start: number): Clock & { readonly served: Clock } {
  let now = start
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>()
  return {
    jumps: true,
    now: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted()
      now += ms
      for (const sleeper of [...sleepers].filter(({ at }) => at <= now)) {
        sleepers.delete(sleeper)
        sleeper.wake()
      }
      await turn()
    },
    served: {
      now: () => now,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          const sleeper = { at: now + ms, wake: resolve }
          sleepers.add(sleeper)
          signal?.addEventListener('abort', () => {
            sleepers.delete(sleeper)
            reject(signal.reason)
          })
        }),
    },
  }
}
