/** Time as a run has it: that of the machine, or one that jumps. */
export interface Clock {
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Who waits moves it for everybody: nothing else can be asked meanwhile. */
  readonly jumps?: true
}

/** Waits until one more call of the operation is within what an account may send. */
export type Pace = (line: string) => Promise<void>

export const NO_PACE: Pace = async () => undefined

/** AWS's own quotas of single operations, with a little air: one call in so many milliseconds. */
const APART: readonly (readonly [RegExp, number])[] = [
  [/^POST \/restapis(\?|$)/, 3_200],
  [/^DELETE \/restapis\/[^/]+$/, 31_000],
  [/^PUT \/restapis\/[^/]+(\?|$)/, 1_100],
  [/^POST \/restapis\/[^/]+\/deployments$/, 5_200],
  [/^GET \/restapis\/[^/]+\/resources(\?|$)/, 450],
  [/^(POST|DELETE) \/restapis\/[^/]+\/resources\//, 220],
  [/^POST \/apikeys/, 220],
  [/^PATCH \/usageplans\/[^/]+$/, 20_500],
]
/** Ten a second for everything, of which others in the account want some. */
const ANY_APART_MS = 130

export function awsPace(clock: Clock, signal?: AbortSignal): Pace {
  const nextAt = new Map<string, number>()
  return async (line) => {
    const own = APART.filter(([pattern]) => pattern.test(line))
    const limits = [...own.map(([{ source }, ms]) => [source, ms] as const), ['', ANY_APART_MS] as const]
    const now = clock.now()
    const turn = Math.max(now, ...limits.map(([name]) => nextAt.get(name) ?? 0))
    for (const [name, ms] of limits) nextAt.set(name, turn + ms)
    if (turn > now) await clock.sleep(turn - now, signal)
  }
}
