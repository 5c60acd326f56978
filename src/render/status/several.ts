import type { Several } from '../../core/find/outcome.js'
import { usd, whosePrice } from '../../core/gateway/pricing.js'
import type { Metrics } from '../../core/metrics/report.js'
import type { StatusReport } from '../../core/status/report.js'
import { windowText } from '../charts/timeline.js'
import type { View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { aligned, fitted, table, tableWidth } from '../format/table.js'
import { clean } from '../format/text.js'
import { count, counted, percent } from '../format/units.js'
import { clip, displayWidth } from '../format/width.js'
import { hanging } from '../format/wrap.js'
import { apiLabel, placeColumns, statusText } from '../stage/lines.js'
import { statusView } from './screen.js'

const PLOT_ROWS = 8

/** One line per stage; with methods or a chart, whole statuses one after the other. */
export function statusesView(withMethods: boolean, withPlot: boolean): View<Several<StatusReport>, StatusReport> {
  const one = statusView(withMethods, withPlot ? PLOT_ROWS : null)
  return {
    screen: ({ stages }, style) =>
      withMethods || withPlot
        ? stages.map((report) => one.screen(report, style)).join('\n\n')
        : stageTable(stages, style),
    rows: ({ stages }) => stages,
    columns: statusView(false).columns,
  }
}

const HEAD = ['API', 'STAGE', 'CLUSTER', 'GB', 'REQUESTS', 'RATIO', 'A MONTH']
const NAMES = [0, 1]
const NUMBERS = [3, 4, 5, 6]
const MIN_NAME = 8

/** Warnings are a column of the table, or stand below it if the terminal is too narrow. */
function stageTable(stages: readonly StatusReport[], style: Style): string {
  const places = placeColumns(stages)
  const shifted = (columns: readonly number[]) => columns.map((place) => place + places.head.length)
  const cells = stages.map((report) => [...places.cells(report), ...rowOf(report, stages, style)])
  const [short = [], ...rows] = aligned([[...places.head, ...HEAD], ...cells], shifted(NUMBERS))
  const rules = stages.map(({ warnings }) => warnings.map(({ rule }) => rule).join(', '))
  const head = [...short, 'WARNINGS']
  const whole = rows.map((cells, place) => [...cells, style.paint.yellow(rules[place] ?? '')])
  const isWide = style.isTTY && tableWidth(head, whole) > style.columns
  const drawn = isWide ? table(short, fitted(short, rows, shifted(NAMES), style), style) : table(head, whole, style)
  return [drawn, ...(isWide ? warningLines(stages, rules, style) : []), ...totals(stages, style)].join('\n')
}

function warningLines(stages: readonly StatusReport[], rules: readonly string[], style: Style): string[] {
  const warned = stages.flatMap(({ api, stage }, place) => {
    const found = rules[place]
    const path = ` / ${clean(stage)}:`
    const room = Math.max(MIN_NAME, style.columns - displayWidth(`warning ${path}`))
    const name = clip(apiLabel(api, stages), room, style.ellipsis)
    return found ? [hanging(`${style.paint.yellow('warning')} `, `${name}${path} ${found}`, style)] : []
  })
  return warned.length > 0 ? ['', ...warned] : []
}

function rowOf(report: StatusReport, all: readonly StatusReport[], style: Style): readonly string[] {
  const { api, stage, cluster, metrics, price } = report
  return [
    apiLabel(api, all),
    clean(stage),
    cluster.status === 'NOT_AVAILABLE' ? 'no cluster' : statusText(report, style),
    cluster.size ?? '–',
    count(metrics.requests),
    percent(metrics.ratio),
    price.monthlyUsd === null ? '–' : usd(price.monthlyUsd),
  ]
}

/** Price and ratio of all stages together. */
function totals(stages: readonly StatusReport[], style: Style): readonly string[] {
  const [first] = stages
  if (!first || stages.length < 2) return []
  const sum = (of: (metrics: Metrics) => number | null) =>
    stages.reduce((total, { metrics }) => total + (of(metrics) ?? 0), 0)
  const [hits, misses] = [sum((metrics) => metrics.hits), sum((metrics) => metrics.misses)]
  const requests = sum((metrics) => metrics.requests)
  const price = stages.reduce((total, report) => total + (report.price.monthlyUsd ?? 0), 0)
  const ratio = hits + misses === 0 ? null : hits / (hits + misses)
  const foreign = stages.map((one) => whosePrice(one.price.of, one.region)).find((whose) => whose !== '')
  const without = (what: string, found: number) => (found === 0 ? '' : ` (${found} without ${what})`)
  const unknown = stages.filter(({ metrics, price: { billed } }) => billed && metrics.requests === null).length
  const unpriced = stages.filter((one) => one.price.monthlyUsd === null).length
  const isKnown = stages.some(({ metrics }) => metrics.requests !== null)
  const traffic = isKnown
    ? `${counted(requests, 'request')}, ratio ${percent(ratio)}${without('figures', unknown)}`
    : 'no figures'
  const cost = `about ${usd(price)} a month${foreign ?? ''}${without('a price', unpriced)}`
  return ['', hanging('', `${stages.length} stages, ${windowText(first.metrics)}: ${traffic}, ${cost}`, style)]
}
