import type { EffectiveMethod } from '../../core/gateway/model.js'
import type { Metrics } from '../../core/metrics/report.js'
import type { StatusReport } from '../../core/status/report.js'
import { type Column, fields, type View, within } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean, cleanAdvice } from '../format/text.js'
import { field, hanging } from '../format/wrap.js'
import { CACHE_COLUMNS, clusterLine, defaultsLine, titleOf } from '../stage/lines.js'
import { METHOD_COLUMNS } from '../stage/method-cells.js'
import { type MethodFigures, methodLines } from './methods.js'
import { trafficLines } from './traffic.js'

type Row = StatusReport | MeasuredMethod

/** One row per method with `withMethods`, else one for the stage. `plotRows` is the height of a chart, if any. */
export function statusView(withMethods: boolean, plotRows: number | null = null): View<StatusReport, Row> {
  return {
    screen: (report, style) => screen(report, style, plotRows),
    rows: (report) => report.methods?.map((method) => withFigures(method, report.metrics)) ?? [report],
    columns: withMethods
      ? onlyFor((row): row is MeasuredMethod => 'source' in row, [...METHOD_COLUMNS, ...FIGURE_COLUMNS])
      : onlyFor((row): row is StatusReport => 'cluster' in row, STATUS_COLUMNS),
  }
}

/** Columns of one kind of row, empty in the other kind. */
function onlyFor<T extends Row>(is: (row: Row) => row is T, columns: readonly Column<T>[]): readonly Column<Row>[] {
  return columns.map(({ name, value }) => ({ name, value: (row) => (is(row) ? value(row) : null) }))
}

export const METRICS_COLUMNS: readonly Column<StatusReport>[] = within(
  ({ metrics }) => metrics,
  fields('hits', 'misses', 'requests', 'ratio'),
)

const STATUS_COLUMNS: readonly Column<StatusReport>[] = [
  ...CACHE_COLUMNS,
  ...METRICS_COLUMNS,
  { name: 'hourlyUsd', value: ({ price }) => price.hourlyUsd },
]

type MeasuredMethod = EffectiveMethod & Partial<MethodFigures>

const FIGURE_COLUMNS: readonly Column<MeasuredMethod>[] = [
  { name: 'hits', value: ({ hits }) => hits ?? null },
  { name: 'misses', value: ({ misses }) => misses ?? null },
  { name: 'ratio', value: ({ ratio }) => ratio ?? null },
]

function withFigures(method: EffectiveMethod, { methods }: Metrics): MeasuredMethod {
  const own = methods?.find((one) => one.method === method.method && one.path === method.path)
  return own ? { ...method, hits: own.hits, misses: own.misses, ratio: own.ratio } : method
}

export const NO_MANAGER = 'no sign of a manager'

export function managerLine(managedBy: StatusReport['managedBy']): string {
  return managedBy ? `by ${clean(managedBy.tool)}: ${clean(managedBy.evidence)}` : NO_MANAGER
}

export function canaryLine({ percent, usesStageCache }: NonNullable<StatusReport['canary']>): string {
  return `${percent} % of the requests${usesStageCache ? '' : ', past the cache'}`
}

function screen(report: StatusReport, style: Style, plotRows: number | null): string {
  return [...statusLines(report, style, plotRows), ...methodsAndWarnings(report, style)].join('\n')
}

/** Lines that a small screen can leave out. */
export type Fact = 'managed' | 'defaults' | 'canary' | 'cluster'

/** The stage as a whole; with `plotRows`, a chart instead of sparklines. */
export function statusLines(
  report: StatusReport,
  style: Style,
  plotRows: number | null,
  without: readonly Fact[] = [],
): readonly string[] {
  const { canary, managedBy, price } = report
  const facts: readonly (readonly [Fact, string])[] = [
    ['cluster', clusterLine(report, style, price)],
    ['defaults', defaultsLine(report)],
    ['managed', managerLine(managedBy)],
    ...(canary ? [['canary', canaryLine(canary)] as const] : []),
  ]
  return [
    titleOf(report, style),
    ...facts.filter(([name]) => !without.includes(name)).map(([name, text]) => field(name, text, style)),
    ...trafficLines(report, style, plotRows),
  ]
}

export function methodsAndWarnings(report: StatusReport, style: Style): readonly string[] {
  const { methods, warnings } = report
  return [
    ...(methods ? ['', ...methodLines(methods, report, style)] : []),
    ...(warnings.length > 0 ? [''] : []),
    ...warnings.map(({ rule, message }) =>
      hanging(`${style.paint.yellow('warning')} `, `${rule}: ${cleanAdvice(message)}`, style),
    ),
  ]
}
