import type { Clock } from './clock.js'
import { ApigwCacheError } from './errors.js'

export interface WaitOptions<T> {
  readonly clock: Clock
  /** Typical duration in milliseconds: polling is dense around it and sparse before and after. */
  readonly expectedMs: number
  /** Epoch milliseconds; waiting ends then. */
  readonly deadline: number
  readonly signal?: AbortSignal | undefined
  readonly onPoll?: ((value: T, waitedMs: number) => void) | undefined
  /** Describes the last value seen, for the error at the deadline or on an interrupt. */
  readonly describe: (value: T) => {
    /** `stage prod of API pets is still CREATE_IN_PROGRESS`. */
    readonly state: string
    readonly code: string
    readonly data: Readonly<Record<string, unknown>>
  }
}

/** Reads until `done` accepts the value. Throws `timeout` at the deadline and `interrupted` on abort. */
export async function waitUntil<T>(
  read: () => Promise<T>,
  done: (value: T, now: number) => boolean,
  options: WaitOptions<T>,
): Promise<T> {
  const { clock, expectedMs, deadline, signal, onPoll, describe } = options
  const started = clock.now()
  for (;;) {
    const value = await read()
    const now = clock.now()
    if (done(value, now)) return value
    const waitedMs = now - started
    onPoll?.(value, waitedMs)
    if (now >= deadline) {
      const { state, code, data } = describe(value)
      throw new ApigwCacheError('timeout', code, `${state} after ${Math.round(waitedMs / 1000)} s`, { data })
    }
    try {
      await clock.sleep(Math.min(nextPoll(waitedMs, expectedMs), deadline - now), signal)
    } catch (cause) {
      if (!signal?.aborted) throw cause
      const { state, code, data } = describe(value)
      throw new ApigwCacheError('interrupted', code, `interrupted: ${state}`, { data, cause })
    }
  }
}

const SHORTEST_MS = 2000
const LONGEST_SPARSE_MS = 30_000
/** Short changes are not polled more often than long ones: AWS's quota counts per account. */
const DENSEST_MS = 5800

/**
 * Milliseconds until the next look, after `waitedMs`.
 *
 *     0   2  4    8        16        …  0.6 │    │  0.7 ├┼┼┼┼┼┼┼┼┼┼┼┼┼┤ 1.4 × expected  │    │    │
 *       doubling: a fast cluster is seen soon            dense: most end here          sparse again
 *
 * Dense is expected ÷ 41 (5.9 s of 4 minutes). With times that scatter around the expected one as AWS's do,
 * the median lag is 3.3 s and a wait stays below 0.12 calls a second.
 */
export function nextPoll(waitedMs: number, expectedMs: number): number {
  const sparseUntil = 0.6 * expectedMs
  const dense = waitedMs >= 0.7 * expectedMs && waitedMs <= 1.4 * expectedMs
  const delayMs =
    waitedMs < sparseUntil
      ? Math.min(waitedMs, LONGEST_SPARSE_MS, sparseUntil - waitedMs)
      : dense
        ? Math.max(DENSEST_MS, expectedMs / 41)
        : Math.max(1.8 * DENSEST_MS, expectedMs / 23)
  return Math.max(SHORTEST_MS, delayMs)
}
