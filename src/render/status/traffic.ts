import type { Metrics } from '../../core/metrics/report.js'
import type { StatusReport } from '../../core/status/report.js'
import { plot } from '../charts/plot.js'
import { sparkline } from '../charts/sparkline.js'
import { HOUR_MS, timelineOf, windowText } from '../charts/timeline.js'
import type { Style } from '../format/style.js'
import { count, counted, duration, minuteOf, percent, short } from '../format/units.js'
import { field } from '../format/wrap.js'

/** The name and two spaces stand beside a sparkline, and the highest value. */
const BESIDE_SPARKLINE = 14
/** An hour, and the minute that has begun. */
const MAX_SPARKLINE = 61

/** Warnings that explain why there are no figures although there may be traffic. */
const HIDE_FIGURES = ['same-api-name', 'metrics-denied']

export function hidesFigures(warnings: StatusReport['warnings']): boolean {
  return warnings.some(({ rule }) => HIDE_FIGURES.includes(rule))
}

/** Hits and misses of the window, as a chart of `rows` rows or as two sparklines. */
export function trafficLines(
  report: Pick<StatusReport, 'metrics' | 'warnings'>,
  style: Style,
  rows: number | null,
): readonly string[] {
  const { hits, misses } = report.metrics
  const line = field('traffic', trafficSummary(report), style)
  if (hits === null || misses === null || hits + misses === 0) return [line]
  if (rows !== null) return [line, '', plot(report.metrics, style, rows)]
  return [line, ...sparklines(report.metrics, style)]
}

export function trafficSummary({ metrics, warnings }: Pick<StatusReport, 'metrics' | 'warnings'>): string {
  const { hits, misses, requests, ratio } = metrics
  const window = windowText(metrics)
  if (hidesFigures(warnings)) return `${window}: not known, see the warning`
  if (hits === null) return `${window}: ${idleUntil(metrics) ?? 'no data yet'}`
  const total = counted(requests, 'request')
  if (ratio === null) return `${window}: ${total}, no hits or misses`
  return `${window}: ${total}, ${counted(hits, 'hit')}, ${counted(misses, 'miss')}, ratio ${percent(ratio)}`
}

const LATE_MS = 5 * 60_000

/** Shows an idle cluster at a glance, even if figures of the last periods are still to come. */
function idleUntil({ since, settledUntil, periodSeconds }: Metrics): string | null {
  const [start, periodMs] = [Date.parse(since), periodSeconds * 1000]
  const settledMs = Date.parse(settledUntil) - start
  if (settledMs < Math.max(LATE_MS, periodMs)) return null
  const until = minuteOf(new Date(start + Math.floor(settledMs / periodMs) * periodMs).toISOString())
  const last = periodSeconds === 60 ? 'minute' : duration(periodMs)
  return `no data; no request up to ${periodMs < HOUR_MS ? until.slice(-5) : until} UTC, the end of the last settled ${last}`
}

/** Both on one scale, so that they can be compared. */
function sparklines(metrics: Metrics, style: Style): readonly string[] {
  const peaks = { hits: peak(metrics, 'hits'), misses: peak(metrics, 'misses') }
  const beside = BESIDE_SPARKLINE + Math.max(peaks.hits.length, peaks.misses.length)
  const room = Math.min(MAX_SPARKLINE, Math.max(10, style.columns - beside))
  const { slots } = timelineOf(metrics, room)
  const hits = slots.map((slot) => slot.hits)
  const misses = slots.map((slot) => slot.misses)
  const top = highest([...hits, ...misses])
  const line = (name: 'hits' | 'misses', values: readonly (number | null)[]) =>
    `  ${name.padEnd(9)} ${sparkline(values, top, style.unicode)}  ${peaks[name]}`
  return [line('hits', hits), line('misses', misses)]
}

function highest(values: readonly (number | null)[]): number {
  return values.reduce((most: number, value) => Math.max(most, value ?? 0), 0)
}

/** Of the periods that CloudWatch counted, however many of them share a column: `up to 24 a minute`. */
function peak({ series, periodSeconds }: Metrics, name: 'hits' | 'misses'): string {
  const most = highest(series.map((one) => one[name]))
  const shown = most >= 10_000 ? short(most) : count(most)
  return `up to ${shown} ${periodSeconds === 60 ? 'a minute' : `in ${duration(periodSeconds * 1000)}`}`
}
