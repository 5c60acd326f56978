import { ApigwCacheError } from '../base/errors.js'
import { figure } from '../base/quantities.js'
import type { StageRecord } from '../gateway/record.js'

/** CloudWatch is late by a few minutes: what is older than this is complete. */
const SETTLED_AFTER_MS = 5 * 60_000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** GetMetricStatistics answers at most this many points. */
const MOST_POINTS = 1440
/** Older than this CloudWatch has nothing. */
export const KEPT_FOR_MS = 455 * DAY_MS
const HOURS = { periodSeconds: 3600, forMs: KEPT_FOR_MS } as const
/** CloudWatch keeps points of a period this long. */
const KEPT = [{ periodSeconds: 60, forMs: 15 * DAY_MS }, { periodSeconds: 300, forMs: 63 * DAY_MS }, HOURS] as const

/** The default length of each one's window. AWS's rule of thumb for capacity compares two weeks. */
export const LOOK_BACK_MS = {
  status: HOUR_MS,
  doctor: DAY_MS,
  list: DAY_MS,
  report: DAY_MS,
  advise: 14 * DAY_MS,
} as const

/** A stretch of time to be summed; epoch milliseconds, `since` inclusive, `until` exclusive. */
export interface Window {
  readonly since: number
  readonly until: number
  readonly periodSeconds: number
  readonly settledUntil: number
}

/**
 * The window from `since` to `until` (epoch milliseconds) as CloudWatch takes it: the start is rounded down to
 * what it keeps of that time (a minute, five, or an hour). Without `period` (seconds, a multiple of 60) it has the
 * finest period that CloudWatch still has for `since` and can answer in one call. Errors: `usage` for a period
 * that CloudWatch has not kept, or that gives more than 1,440 points.
 */
export function windowOf(since: number, until: number, now: number, period: number | null = null): Window {
  const kept = keptFor(since, now)
  const start = floorTo(since, kept.periodSeconds)
  const needed = leastPeriod(until - start, kept.periodSeconds)
  if (period !== null) checkPeriod(period, kept.periodSeconds, until - start)
  return {
    since: start,
    until,
    periodSeconds: period ?? needed,
    settledUntil: floorTo(now - SETTLED_AFTER_MS, 60),
  }
}

/** The window that ends now. */
export function latest(lengthMs: number, now: number): Window {
  return windowOf(now - lengthMs, now, now)
}

/** The shortest period, in seconds, of which CloudWatch still has points from `since` on. */
export function finestPeriod(since: number, now: number): number {
  return keptFor(since, now).periodSeconds
}

function keptFor(since: number, now: number): (typeof KEPT)[number] {
  return KEPT.find(({ periodSeconds, forMs }) => now - floorTo(since, periodSeconds) < forMs) ?? HOURS
}

/** True where a window ended when it was asked about. */
export function endsNow({ until, settledUntil }: Pick<Window, 'until' | 'settledUntil'>): boolean {
  const after = until - settledUntil
  return after >= SETTLED_AFTER_MS && after < SETTLED_AFTER_MS + MINUTE_MS
}

/** True where "no data points" means "no requests": later data may be on its way, and a moment proves nothing. */
export function isSettled({ since, until, settledUntil }: Window): boolean {
  return until <= settledUntil && until - since >= SETTLED_AFTER_MS
}

/** True where silence up to `settledUntil` says something: it lasts for some time since the stage is as it is. */
export function isQuietSince(
  { createdAt, updatedAt }: Pick<StageRecord, 'createdAt' | 'updatedAt'>,
  { settledUntil }: Pick<Window, 'settledUntil'>,
): boolean {
  const changedAt = updatedAt ?? createdAt
  return changedAt === null || settledUntil - changedAt >= SETTLED_AFTER_MS
}

function checkPeriod(period: number, kept: number, lengthMs: number): void {
  if (period % kept !== 0) {
    const days = Math.round((KEPT.findLast(({ periodSeconds }) => period % periodSeconds === 0)?.forMs ?? 0) / DAY_MS)
    throw new ApigwCacheError(
      'usage',
      'period-not-kept',
      `CloudWatch has not kept periods of ${period} s for so long: ${days === 0 ? 'it knows whole minutes' : `only ${days} days`}`,
      { data: { period: leastPeriod(lengthMs, kept) } },
    )
  }
  const points = Math.ceil(lengthMs / 1000 / period)
  if (points <= MOST_POINTS) return
  const count = figure(points)
  throw new ApigwCacheError(
    'usage',
    'period-too-fine',
    `a period of ${period} s gives ${count} points, and CloudWatch answers 1,440`,
    { data: { period: leastPeriod(lengthMs, kept) } },
  )
}

/** The finest multiple of `finest` seconds that gives no more points than one call answers. */
function leastPeriod(lengthMs: number, finest: number): number {
  return Math.max(1, Math.ceil(lengthMs / 1000 / MOST_POINTS / finest)) * finest
}

function floorTo(at: number, seconds: number): number {
  return Math.floor(at / (seconds * 1000)) * seconds * 1000
}
