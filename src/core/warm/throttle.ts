import type { Exchange } from '../answer/exchange.js'
import type { Clock } from '../base/clock.js'
import type { Spelling } from '../base/spelling.js'

export interface Throttle {
  /** Waits while a requested pause lasts. */
  wait(signal?: AbortSignal): Promise<void>
  /** Reason to stop after this 429; null to ask again after the pause. */
  objection(exchange: Exchange, sentAt: number): string | null
}

const LONGEST_PAUSE_MS = 120_000

/**
 * Creates a throttle that obeys one `Retry-After`; a stage that asks for a second pause does not want these
 * requests.
 */
export function createThrottle(clock: Clock, spelling: Spelling): Throttle {
  const throttled = (how: string) =>
    `the stage throttles (429 ${how}), so ask more slowly (${spelling.option('perSecond')})`
  let pause: { readonly from: number; readonly until: number } | null = null
  return {
    async wait(signal) {
      if (pause !== null && clock.now() < pause.until) await clock.sleep(pause.until - clock.now(), signal)
    },
    objection(exchange, sentAt) {
      // A request sent before the first 429 belongs to that pause.
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

/** Reads the requested pause in milliseconds; null without one. */
function pauseOf(exchange: Exchange, now: number): number | null {
  const text = exchange.header('retry-after') ?? ''
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(waitMs) ? null : Math.max(0, waitMs)
}
