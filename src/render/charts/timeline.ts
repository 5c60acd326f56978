import type { Metrics } from '../../core/metrics/report.js'
import { endsNow } from '../../core/metrics/window.js'
import { duration } from '../format/units.js'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** One column of a chart: counts a minute. Null where CloudWatch may not have told everything yet. */
export interface Slot {
  readonly hits: number | null
  readonly misses: number | null
}

export interface Timeline {
  readonly since: number
  /** What one slot stands for. */
  readonly slotMs: number
  readonly slots: readonly Slot[]
}

/** A window in at most so many slots of the same length, those without data included. */
export function timelineOf(
  { since, until, periodSeconds, settledUntil, series }: Metrics,
  most: number,
): Timeline {
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
    // CloudWatch may begin a period before the window.
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
    // The last one may not be over.
    const minutes = Math.max(1, (Math.min(from + slotMs, end) - from) / MINUTE_MS)
    return { hits: hits / minutes, misses: misses / minutes }
  })
  return { since: start, slotMs, slots }
}

/** `last 1 h`, or from when to when. */
export function windowText({ since, until, settledUntil }: Metrics): string {
  const [start, end] = [Date.parse(since), Date.parse(until)]
  if (endsNow({ until: end, settledUntil: Date.parse(settledUntil) })) return `last ${asked(end - start)}`
  return `${toSeconds(since)} to ${toSeconds(until)}`
}

/** The start was moved back to what CloudWatch keeps of that time: what was asked for is shown. */
function asked(lengthMs: number): string {
  const step = lengthMs > 63 * DAY_MS ? HOUR_MS : lengthMs > 15 * DAY_MS ? 5 * MINUTE_MS : MINUTE_MS
  const shown = Math.max(1, Math.floor(lengthMs / step)) * step
  return shown >= 2 * DAY_MS && shown % DAY_MS === 0 ? `${shown / DAY_MS} days` : duration(shown)
}

function toSeconds(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z')
}
