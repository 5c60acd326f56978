/** Time as a run has it: that of the machine, or one that is only waited for. */
export interface Clock {
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Holds a clock that moves while everybody waits, for as long as the call takes. */
  during?<T>(call: Promise<T>): Promise<T>
}

/** Waits until one more call of the operation is within what an account may send. */
export type Pace = (line: string, signal?: AbortSignal) => Promise<void>

export const NO_PACE: Pace = async () => undefined

/** AWS's own quotas of single operations, with a little air: one call in so many milliseconds. */
const APART: readonly (readonly [RegExp, number])[] = [
  [/^POST \/restapis(\?|$)/, 3_200],
  [/^DELETE \/restapis\/[^/]+$/, 31_000],
  [/^PUT \/restapis\/[^/]+(\?|$)/, 1_100],
  [/^POST \/restapis\/[^/]+\/deployments$/, 5_200],
  [/^POST \/restapis\/[^/]+\/documentation\/versions$/, 20_500],
  [/^GET \/restapis\/[^/]+\/resources(\?|$)/, 450],
  [/^POST \/restapis\/[^/]+\/resources\/[^/]+$/, 220],
  [/^DELETE \/restapis\/[^/]+\/resources\/[^/]+$/, 220],
  [/^POST \/apikeys/, 220],
  [/^DELETE \/apikeys/, 220],
  [/^PATCH \/usageplans\/[^/]+$/, 20_500],
]
/** Ten a second for everything, of which others in the account want some. */
const ANY_APART_MS = 130

/** One for all clients of a run, which share the quotas. */
export function awsPace(clock: Clock): Pace {
  let nextAt = 0
  const turn = async (signal?: AbortSignal) => {
    const now = clock.now()
    const at = Math.max(now, nextAt)
    nextAt = at + ANY_APART_MS
    if (at > now) await clock.sleep(at - now, signal)
  }
  /** Of each operation, when the last call that wants it is sent. */
  const sentAt = new Map<RegExp, Promise<number>>()
  return async (line, signal) => {
    const [pattern, apartMs = 0] = APART.find(([one]) => one.test(line)) ?? []
    if (!pattern) return turn(signal)
    const before = sentAt.get(pattern) ?? Promise.resolve(Number.NEGATIVE_INFINITY)
    let sent = (_: number): void => undefined
    sentAt.set(pattern, new Promise<number>((resolve) => (sent = resolve)))
    try {
      const waitMs = (await before) + apartMs - clock.now()
      if (waitMs > 0) await clock.sleep(waitMs, signal)
      // Last, so that nobody waits for who waits for a turn of its own.
      await turn(signal)
    } finally {
      sent(clock.now())
    }
  }
}
