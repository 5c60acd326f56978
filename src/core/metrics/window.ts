/** CloudWatch is late by a few minutes: what is older than this is complete. */
const SETTLED_AFTER_MS = 5 * 60_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** GetMetricStatistics answers at most this many points. */
const MOST_POINTS = 1440
/** Older than this CloudWatch has nothing. */
export const KEPT_FOR_MS = 455 * DAY_MS
/** How long CloudWatch keeps points of a period. */
const KEPT = [
  { periodSeconds: 60, forMs: 15 * DAY_MS },
  { periodSeconds: 300, forMs: 63 * DAY_MS },
  { periodSeconds: 3600, forMs: KEPT_FOR_MS },
] as const

/** A stretch of time to be summed; epoch milliseconds, `since` inclusive, `until` exclusive. */
export interface Window {
  readonly since: number
  readonly until: number
  readonly periodSeconds: number
  readonly settledUntil: number
}

/** Chooses the finest period that CloudWatch still has for `since` and can answer in one call. */
export function windowOf(since: number, until: number, now: number): Window {
  const start = Math.floor(since / MINUTE_MS) * MINUTE_MS
  const finest = KEPT.find(({ forMs }) => now - start <= forMs)?.periodSeconds ?? 3600
  const needed = Math.ceil((until - start) / 1000 / MOST_POINTS / finest) * finest
  return {
    since: start,
    until,
    periodSeconds: Math.max(finest, needed),
    settledUntil: Math.floor((now - SETTLED_AFTER_MS) / MINUTE_MS) * MINUTE_MS,
  }
}

/** Whether a window ended when it was asked about. */
export function endsNow({ until, settledUntil }: Pick<Window, 'until' | 'settledUntil'>): boolean {
  const after = until - settledUntil
  return after >= SETTLED_AFTER_MS && after < SETTLED_AFTER_MS + MINUTE_MS
}

/** Whether "no data points" means "no requests": later data may still be on its way, and a moment proves nothing. */
export function isSettled({ since, until, settledUntil }: Window): boolean {
  return until <= settledUntil && until - since >= SETTLED_AFTER_MS
}
