import type { Point } from '../aws/metrics-api.js'
import { type CachePoints, ratio, sum } from './cache-metrics.js'
import type { Window } from './window.js'

/** Over the last minute, five and fifteen minutes that are known; null where the window tells no such time. */
export interface Averages {
  readonly m1: number | null
  readonly m5: number | null
  readonly m15: number | null
}

export interface Rates {
  /** The end of the last known minute, ISO 8601: CloudWatch is late by some. Null where nothing is known. */
  readonly until: string | null
  readonly requestsPerSecond: Averages
  readonly hitsPerSecond: Averages
  readonly missesPerSecond: Averages
  readonly ratio: Averages
}

const SPANS = { m1: 60, m5: 300, m15: 900 } as const

/** `points` is null where the window has none that are the stage's own. PURE. */
export function ratesOf(points: CachePoints | null, window: Window): Rates {
  const end = points && knownUntil(points, window)
  const within = (list: readonly Point[], seconds: number) =>
    sum(list.filter(({ at }) => end !== null && at >= end - seconds * 1000 && at < end))
  const averages = (value: (of: CachePoints, seconds: number) => number | null): Averages => {
    const over = (seconds: number) =>
      points !== null && end !== null && tells(window, end, seconds) ? value(points, seconds) : null
    return { m1: over(SPANS.m1), m5: over(SPANS.m5), m15: over(SPANS.m15) }
  }
  return {
    until: end === null ? null : new Date(end).toISOString(),
    requestsPerSecond: averages(({ requests }, seconds) => within(requests, seconds) / seconds),
    hitsPerSecond: averages(({ hits }, seconds) => within(hits, seconds) / seconds),
    missesPerSecond: averages(({ misses }, seconds) => within(misses, seconds) / seconds),
    ratio: averages(({ hits, misses }, seconds) => ratio(within(hits, seconds), within(misses, seconds))),
  }
}

/**
 * The end of the last whole period that is known: the latest that has data, or the last one of which CloudWatch
 * has everything, so that a stage that falls silent is seen to do so.
 */
function knownUntil({ hits, misses, requests }: CachePoints, window: Window): number | null {
  const { since, until, settledUntil } = window
  const lengthMs = window.periodSeconds * 1000
  const whole = [...hits, ...misses, ...requests].filter(({ at }) => at + lengthMs <= until)
  const settled = since + Math.floor((Math.min(settledUntil, until) - since) / lengthMs) * lengthMs
  const latest = whole.reduce((last, { at }) => Math.max(last, at + lengthMs), settled)
  return latest > since ? latest : null
}

/** True where the window has whole periods for these seconds before `end`. */
function tells({ since, periodSeconds }: Window, end: number, seconds: number): boolean {
  return seconds % periodSeconds === 0 && end - seconds * 1000 >= since
}
