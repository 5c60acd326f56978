import type { EffectiveMethod } from '../../core/gateway/model.js'
import type { Metrics } from '../../core/metrics/report.js'
import type { StatusReport } from '../../core/status/report.js'
import type { Column, View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean } from '../format/text.js'
import { field, hanging } from '../format/wrap.js'
import { clusterLine, defaultsLine, STAGE_COLUMNS, titleOf } from '../stage/screen.js'
import { methodLines } from './methods.js'
import { trafficLines } from './traffic.js'

type Row = StatusReport | Figured

/** With methods, the list is theirs; without, the stage is its only row. `plotRows` of a chart on the screen. */
export function statusView(withMethods: boolean, plotRows: number | null = null): View<StatusReport, Row> {
  const columns = withMethods ? [...METHOD_COLUMNS, ...FIGURE_COLUMNS] : STATUS_COLUMNS
  return {
    screen: (report, style) => screen(report, style, plotRows),
    rows: (report) => report.methods?.map((method) => withFigures(method, report.metrics)) ?? [report],
    columns: columns.map(({ name, value }) => ({ name, value: (row: Row) => value(row) })),
  }
}

const only =
  <T extends Row>(is: (row: Row) => row is T) =>
  (name: string, value: Column<T>['value']): Column<Row> => ({
    name,
    value: (row) => (is(row) ? value(row) : null),
  })

const ofStatus = only((row): row is StatusReport => 'cluster' in row)
const ofMethod = only((row): row is Figured => 'source' in row)

const STATUS_COLUMNS: readonly Column<Row>[] = [
  ...STAGE_COLUMNS.slice(0, -2).map(({ name, value }) => ofStatus(name, value)),
  ofStatus('hits', ({ metrics }) => metrics.hits),
  ofStatus('misses', ({ metrics }) => metrics.misses),
  ofStatus('requests', ({ metrics }) => metrics.requests),
  ofStatus('ratio', ({ metrics }) => metrics.ratio),
  ofStatus('hourlyUsd', ({ price }) => price.hourlyUsd),
]

export const METHOD_COLUMNS: readonly Column<Row>[] = [
  ofMethod('method', ({ method }) => method),
  ofMethod('path', ({ path }) => path),
  ofMethod('cached', ({ cached }) => cached),
  ofMethod('caching', ({ caching }) => caching),
  ofMethod('source', ({ source }) => source),
  ofMethod('ttlSeconds', ({ ttlSeconds }) => ttlSeconds),
  ofMethod('encrypted', ({ encrypted }) => encrypted),
  ofMethod('requireAuthorization', ({ requireAuthorization }) => requireAuthorization),
  ofMethod('unauthorized', ({ unauthorized }) => unauthorized),
  ofMethod('keys', ({ keys }) => listed(keys)),
  ofMethod('pendingKeys', ({ pendingKeys }) => listed(pendingKeys)),
]

type Figured = EffectiveMethod & Partial<MethodFigures>
type MethodFigures = Pick<NonNullable<Metrics['methods']>[number], 'hits' | 'misses' | 'ratio'>

/** Only methods with detailed metrics have any. */
const FIGURE_COLUMNS: readonly Column<Row>[] = [
  ofMethod('hits', ({ hits }) => hits ?? null),
  ofMethod('misses', ({ misses }) => misses ?? null),
  ofMethod('ratio', ({ ratio }) => ratio ?? null),
]

function withFigures(method: EffectiveMethod, { methods }: Metrics): Figured {
  const own = methods?.find((one) => one.method === method.method && one.path === method.path)
  return own ? { ...method, hits: own.hits, misses: own.misses, ratio: own.ratio } : method
}

/** `none` is known to be empty; an empty cell is not known. */
export function listed(keys: readonly string[] | null): string | null {
  if (keys === null) return null
  return keys.length === 0 ? 'none' : keys.join(' ')
}

const NO_MANAGER = 'no sign of a manager'

export function canaryLine({ percent, usesStageCache }: NonNullable<StatusReport['canary']>): string {
  return `${percent} % of the requests${usesStageCache ? '' : ', past the cache'}`
}

function screen(report: StatusReport, style: Style, plotRows: number | null): string {
  return [...statusLines(report, style, plotRows), ...methodsAndWarnings(report, style)].join('\n')
}

/** What a small screen can do without. */
export type Fact = 'managed' | 'defaults' | 'canary' | 'cluster'

/** What is known of the stage as a whole; `plotRows` of a chart instead of sparklines. */
export function statusLines(
  report: StatusReport,
  style: Style,
  plotRows: number | null,
  without: readonly Fact[] = [],
): readonly string[] {
  const { canary, managedBy, price } = report
  const manager = managedBy ? `by ${clean(managedBy.tool)}: ${clean(managedBy.evidence)}` : NO_MANAGER
  const facts: readonly (readonly [Fact, string])[] = [
    ['cluster', clusterLine(report, style, price)],
    ['defaults', defaultsLine(report)],
    ['managed', manager],
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
      hanging(`${style.paint.yellow('warning')} `, `${rule}: ${clean(message)}`, style),
    ),
  ]
}
