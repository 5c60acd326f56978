import type { Averages } from '../../core/metrics/rates.js'
import type { WatchTick } from '../../core/status/watch.js'
import { windowText } from '../charts/timeline.js'
import { fields, type View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { table } from '../format/table.js'
import { counted, duration, percent, perMinute } from '../format/units.js'
import { field, hanging } from '../format/wrap.js'
import { CLUSTER_COLUMNS, titleOf } from '../stage/lines.js'
import { type Fact, METRICS_COLUMNS, methodsAndWarnings, statusLines } from './screen.js'
import { trafficLines } from './traffic.js'

interface Frame {
  readonly rows: number
  readonly intervalMs: number
  readonly plot: boolean
}

const MIN_PLOT_ROWS = 3
const MAX_PLOT_ROWS = 24

/** Lines that a small screen drops, in this order. */
const DROPPED_FIRST: readonly Fact[] = ['managed', 'defaults', 'canary', 'cluster']
const RATES_TABLE_WIDTH = 51

/**
 * The whole screen. What does not fit is lost at the bottom, so the least important comes last; traffic and rates
 * are shown on any screen that has room for them alone. PURE.
 */
export function frame(tick: WatchTick, style: Style, { rows, intervalMs, plot }: Frame): string {
  const time = tick.at.slice(11, 19)
  const head = style.paint.dim(`${time} UTC, every ${duration(intervalMs)}, q ends`)
  const least = plot ? MIN_PLOT_ROWS : null
  const all = layouts(tick, style)
  const figures = all.find((layout) => heightOf(layout(least)) < rows) ?? all.at(-1)
  const lines = (plotRows: number | null) => [head, ...(figures?.(plotRows) ?? []), ...methodsAndWarnings(tick, style)]
  const room = rows - heightOf(lines(least)) + MIN_PLOT_ROWS
  return lines(plot ? Math.min(MAX_PLOT_ROWS, Math.max(MIN_PLOT_ROWS, room)) : null).join('\n')
}

type Layout = (plotRows: number | null) => readonly string[]

/** Each layout is smaller than the one before; the last omits the sums if there is a chart. */
function layouts(tick: WatchTick, style: Style): readonly Layout[] {
  const rates = (style.columns < RATES_TABLE_WIDTH ? shortRates : rateLines)(tick, style)
  const dropped = [[], ...DROPPED_FIRST.map((_, last) => DROPPED_FIRST.slice(0, last + 1))]
  return [
    ...dropped.map(
      (without): Layout =>
        (plotRows) => [...statusLines(tick, style, plotRows, without), ...rates],
    ),
    (plotRows) => {
      const traffic = trafficLines(tick, style, plotRows)
      return [titleOf(tick, style), ...shortRates(tick, style), ...(plotRows === null ? traffic : traffic.slice(-1))]
    },
  ]
}

function heightOf(lines: readonly string[]): number {
  return lines.join('\n').split('\n').length
}

function shortRates({ rates: { requestsPerSecond, ratio } }: WatchTick, style: Style): readonly string[] {
  const last = `${perMinute(requestsPerSecond.m1)} requests/min, ratio ${percent(ratio.m1)} (1 min)`
  return [field('rate', `${last}, ${percent(ratio.m15)} (15 min)`, style)]
}

function rateLines({ rates }: WatchTick, style: Style): readonly string[] {
  const row = (name: string, { m1, m5, m15 }: Averages, show: (value: number | null) => string) => [
    `  ${name}`,
    ...[m1, m5, m15].map((value) => show(value).padStart(8)),
  ]
  const head = ['  average of the last', '1 min', '5 min', '15 min'].map((title, place) =>
    place === 0 ? title : title.padStart(8),
  )
  const until = rates.until === null ? 'no figures yet' : `figures up to ${rates.until.slice(11, 16)} UTC`
  return [
    '',
    table(
      head,
      [
        row('requests a minute', rates.requestsPerSecond, perMinute),
        row('hits a minute', rates.hitsPerSecond, perMinute),
        row('misses a minute', rates.missesPerSecond, perMinute),
        row('ratio', rates.ratio, percent),
      ],
      style,
    ),
    style.paint.dim(hanging('  ', `${until}: CloudWatch is late by a few minutes`, style)),
  ]
}

/** A line for a log, which explains itself without a heading. PURE. */
export function tickLine({ at, cluster, metrics, rates }: WatchTick): string {
  const { m1, m5, m15 } = rates.ratio
  return [
    at.replace(/\.\d+Z$/, 'Z'),
    cluster.status,
    `${windowText(metrics)}: ${counted(metrics.hits, 'hit')}, ${counted(metrics.misses, 'miss')}, ratio ${percent(metrics.ratio)}`,
    `last 1 min: ${perMinute(rates.requestsPerSecond.m1)} requests, ratio ${percent(m1)}`,
    `last 5 min: ${percent(m5)}`,
    `last 15 min: ${percent(m15)}`,
  ].join('  ')
}

export const TICK_VIEW: View<WatchTick, WatchTick> = {
  screen: tickLine,
  rows: (tick) => [tick],
  columns: [
    ...fields('at'),
    ...CLUSTER_COLUMNS,
    { name: 'requestsPerSecond', value: ({ rates }) => rates.requestsPerSecond.m1 },
    ...METRICS_COLUMNS,
    { name: 'ratio1m', value: ({ rates }) => rates.ratio.m1 },
    { name: 'ratio5m', value: ({ rates }) => rates.ratio.m5 },
    { name: 'ratio15m', value: ({ rates }) => rates.ratio.m15 },
  ],
}
