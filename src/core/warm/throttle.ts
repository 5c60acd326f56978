import type { Exchange } from '../answer/exchange.js'
import type { Clock } from '../base/clock.js'
import type { Spelling } from '../base/spelling.js'

export interface Throttle {
  /** Waits where a pause was asked for. */
  wait(signal?: AbortSignal): Promise<void>
  /** Why not to go on after this 429; null to ask again once the pause is over. */
  objection(exchange: Exchange, sentAt: number): string | null
}

/** More than anybody waits for. */
const LONGEST_PAUSE_MS = 120_000

/** Obeys one `Retry-After`: a stage that asks for a second pause does not want these requests. */
export function createThrottle(clock: Clock, spelling: Spelling): Throttle {
  const throttled = (how: string) =>
    `the stage throttles (429 ${how}), so ask more slowly (${spelling.option('perSecond')})`
  let pause: { readonly from: number; readonly until: number } | null = null
  return {
    async wait(signal) {
      if (pause !== null && clock.now() < pause.until) await clock.sleep(pause.until - clock.now(), signal)
    },
    objection(exchange, sentAt) {
      // A request that was under way when the first 429 came belongs to it.
      if (pause !== null && sentAt <= pause.from) return null
      const now = clock.now()
      const waitMs = pauseOf(exchange, now)
      if (pause !== null) return throttled('again after a pause')
      if (waitMs === null) return throttled('without a Retry-After')
      if (waitMs > LONGEST_PAUSE_MS) return throttled(`for ${Math.round(waitMs / 1000)} s`)
      pause = { from: now, until: now + waitMs }
      return null
    },
  }
}

/** Milliseconds that the answer asks to wait; null where it does not say. */
function pauseOf(exchange: Exchange, now: number): number | null {
  const text = exchange.header('retry-after') ?? ''
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(waitMs) ? null : Math.max(0, waitMs)
}
