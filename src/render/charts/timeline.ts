import type { Metrics } from '../../core/metrics/report.js'
import { endsNow } from '../../core/metrics/window.js'
import { duration } from '../format/units.js'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Counts per minute in one column of a chart; null while CloudWatch may still deliver some. */
export interface Slot {
  readonly hits: number | null
  readonly misses: number | null
}

export interface Timeline {
  readonly since: number
  readonly slotMs: number
  readonly slots: readonly Slot[]
}

/** The window in at most `most` slots of equal length, empty ones included. */
export function timelineOf({ since, until, periodSeconds, settledUntil, series }: Metrics, most: number): Timeline {
  const [start, end, settled] = [Date.parse(since), Date.parse(until), Date.parse(settledUntil)]
  const periodMs = periodSeconds * 1000
  const periods = Math.max(1, Math.ceil((end - start) / periodMs))
  const slotMs = Math.ceil(periods / most) * periodMs
  const sums = Array.from({ length: Math.ceil((periods * periodMs) / slotMs) }, () => ({
    hits: 0,
    misses: 0,
    points: 0,
  }))
  for (const { at, hits, misses } of series) {
    // CloudWatch may start one period before the window.
    const place = Math.max(0, Math.floor((Date.parse(at) - start) / slotMs))
    const slot = sums[Math.min(place, sums.length - 1)]
    if (!slot) continue
    slot.hits += hits
    slot.misses += misses
    slot.points += 1
  }
  const slots = sums.map(({ hits, misses, points }, place): Slot => {
    const from = start + place * slotMs
    if (points === 0 && from + slotMs > settled) return { hits: null, misses: null }
    // The last slot may be incomplete.
    const minutes = Math.max(1, (Math.min(from + slotMs, end) - from) / MINUTE_MS)
    return { hits: hits / minutes, misses: misses / minutes }
  })
  return { since: start, slotMs, slots }
}

/** `last 1 h`, or start and end. */
export function windowText({ since, until, settledUntil }: Metrics): string {
  const [start, end] = [Date.parse(since), Date.parse(until)]
  if (endsNow({ until: end, settledUntil: Date.parse(settledUntil) })) return `last ${requestedLength(end - start)}`
  return `${withoutFraction(since)} to ${withoutFraction(until)}`
}

/** The window's start was moved back to a full CloudWatch period; this is the length that the user asked for. */
function requestedLength(lengthMs: number): string {
  const step = lengthMs > 63 * DAY_MS ? HOUR_MS : lengthMs > 15 * DAY_MS ? 5 * MINUTE_MS : MINUTE_MS
  const shown = Math.max(1, Math.floor(lengthMs / step)) * step
  return shown >= 2 * DAY_MS && shown % DAY_MS === 0 ? `${shown / DAY_MS} days` : duration(shown)
}

function withoutFraction(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z')
}
