import { lasts } from './confidence.js'
import type { Traffic } from './traffic.js'

const WEEK_MS = 7 * 24 * 3_600_000

/** One part of the window. */
export interface Part {
  readonly hits: number
  readonly misses: number
  /** Errors by request; null without one. */
  readonly errorShare: number | null
  /** Weighted by requests; null without one. */
  readonly latencyMs: number | null
}

/** An earlier and a later part, which AWS's rule of thumb compares. */
export interface Comparison {
  readonly earlier: Part
  readonly later: Part
  /** Whole weeks in each part. Where it is 0, day and night differ and trends say nothing. */
  readonly weeks: number
}

/** The last weeks and as many before them; the halves of a window that is shorter. PURE. */
export function compared({ since, until, periods }: Traffic): Comparison {
  const weeks = lasts(until - since, 14) ? Math.max(1, Math.floor((until - since) / WEEK_MS / 2)) : 0
  const length = weeks === 0 ? (until - since) / 2 : weeks * WEEK_MS
  const [middle, start] = [until - length, until - 2 * length]
  return {
    earlier: partOf(periods.filter(({ at }) => at >= start && at < middle)),
    later: partOf(periods.filter(({ at }) => at >= middle)),
    weeks,
  }
}

/** As a share of the earlier one: 0.2 is a fifth more. */
export function growth(earlier: number, later: number): number {
  if (earlier === 0) return later === 0 ? 0 : Number.POSITIVE_INFINITY
  return (later - earlier) / earlier
}

function partOf(periods: Traffic['periods']): Part {
  const sum = (value: (period: Traffic['periods'][number]) => number) =>
    periods.reduce((total, period) => total + value(period), 0)
  const requests = sum((period) => period.requests)
  return {
    hits: sum((period) => period.hits),
    misses: sum((period) => period.misses),
    errorShare: requests === 0 ? null : sum((period) => period.errors) / requests,
    latencyMs: requests === 0 ? null : sum((period) => (period.latencyMs ?? 0) * period.requests) / requests,
  }
}
