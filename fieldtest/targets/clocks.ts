import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../wire/pace.js'

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}),
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/**
 * Time that moves when everybody waits, to when the first of them wakes: minutes take no time, and who waits beside
 * another makes nothing longer. `served` is what a server on it has: while it sleeps, the call that it answers does not
 * hold time.
 */
export function waitingClock(start: number): Clock & { readonly served: Clock } {
  let now = start
  let inFlight = 0
  let due = false
  const sleepers = new Set<Sleeper>()

  const move = () => {
    if (due) return
    due = true
    setImmediate(() => {
      due = false
      const first = inFlight > 0 ? undefined : earliest(sleepers)
      if (first === undefined) return
      now = Math.max(now, first.at)
      first.wake()
      move()
    })
  }
  const sleep: Clock['sleep'] = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const end = (settle: () => void) => {
        signal?.removeEventListener('abort', aborted)
        sleepers.delete(sleeper)
        settle()
      }
      const aborted = () => end(() => reject(signal?.reason))
      const sleeper: Sleeper = { at: now + ms, wake: () => end(resolve) }
      signal?.addEventListener('abort', aborted)
      sleepers.add(sleeper)
      move()
    })
  const during = async <T>(call: Promise<T>): Promise<T> => {
    inFlight++
    try {
      return await call
    } finally {
      inFlight--
      move()
    }
  }
  const served: Clock['sleep'] = async (ms, signal) => {
    inFlight--
    move()
    try {
      await sleep(ms, signal)
    } finally {
      inFlight++
    }
  }
  return { now: () => now, sleep, during, served: { now: () => now, sleep: served, during } }
}

function earliest(sleepers: ReadonlySet<Sleeper>): Sleeper | undefined {
  return [...sleepers].reduce<Sleeper | undefined>(
    (first, other) => (first && first.at <= other.at ? first : other),
    undefined,
  )
}
