import { endsNow } from '../core/metrics/window.js'
import type { EffectiveMethod, Metrics, StatusReport } from '../core/model.js'
import type { Column, View } from './print.js'
import { clusterLine, defaultsLine, STAGE_COLUMNS, titleOf } from './stage.js'
import type { Style } from './style.js'
import { table } from './table.js'
import { clean } from './text.js'
import { counted, duration, percent } from './units.js'
import { field, hanging } from './wrap.js'

type Row = StatusReport | EffectiveMethod

/** With methods, the list is theirs; without, the stage is its only row. */
export function statusView(withMethods: boolean): View<StatusReport, Row> {
  const columns = withMethods ? METHOD_COLUMNS : STATUS_COLUMNS
  return {
    screen,
    rows: (report) => report.methods ?? [report],
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
const ofMethod = only((row): row is EffectiveMethod => 'source' in row)

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

/** `none` is known to be empty; an empty cell is not known. */
export function listed(keys: readonly string[] | null): string | null {
  if (keys === null) return null
  return keys.length === 0 ? 'none' : keys.join(' ')
}

const NO_MANAGER = 'no sign of a manager'

function canaryLine({ percent, usesStageCache }: NonNullable<StatusReport['canary']>): string {
  return `${percent} % of the requests${usesStageCache ? '' : ', past the cache'}`
}

function screen(report: StatusReport, style: Style): string {
  const { paint } = style
  const { canary, managedBy, methods, warnings } = report
  return [
    titleOf(report, style),
    field('cluster', clusterLine(report, style), style),
    field('defaults', defaultsLine(report), style),
    field('traffic', trafficLine(report), style),
    field(
      'managed',
      managedBy ? `by ${clean(managedBy.tool)}: ${clean(managedBy.evidence)}` : NO_MANAGER,
      style,
    ),
    ...(canary ? [field('canary', canaryLine(canary), style)] : []),
    ...(methods ? ['', methodTable(methods, style)] : []),
    ...(warnings.length > 0 ? [''] : []),
    ...warnings.map(({ rule, message }) =>
      hanging(`${paint.yellow('warning')} `, `${rule}: ${clean(message)}`, style),
    ),
  ].join('\n')
}

/** Why there are no figures although they may exist. */
const UNTOLD = ['same-api-name', 'metrics-denied']

function trafficLine({ metrics, warnings }: StatusReport): string {
  const { hits, misses, requests, ratio } = metrics
  const window = windowText(metrics)
  if (warnings.some(({ rule }) => UNTOLD.includes(rule))) return `${window}: not known, see the warning`
  if (hits === null) return `${window}: no data yet`
  const total = counted(requests, 'request')
  if (ratio === null) return `${window}: ${total}, no hits or misses`
  return `${window}: ${total}, ${counted(hits, 'hit')}, ${counted(misses, 'miss')}, ratio ${percent(ratio)}`
}

const MINUTE_MS = 60_000

function windowText({ since, until, settledUntil }: Metrics): string {
  const [start, end] = [Date.parse(since), Date.parse(until)]
  // The start was moved back to a whole minute: what was asked for is shown.
  const minutes = Math.max(1, Math.floor((end - start) / MINUTE_MS)) * MINUTE_MS
  if (endsNow({ until: end, settledUntil: Date.parse(settledUntil) })) return `last ${duration(minutes)}`
  return `${toSeconds(since)} to ${toSeconds(until)}`
}

function toSeconds(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z')
}

function methodTable(methods: readonly EffectiveMethod[], style: Style): string {
  const { paint } = style
  const rows = methods.map((one) => [
    one.method,
    clean(one.path),
    one.cached ? paint.green('yes') : 'no',
    one.caching ? `${one.ttlSeconds} s` : '',
    one.source,
    keysOf(one),
  ])
  return table(['METHOD', 'PATH', 'CACHED', 'TTL', 'DECIDED BY', 'CACHE KEYS'], rows, style)
}

export function keysOf({ keys, pendingKeys }: EffectiveMethod): string {
  const running = keys === null ? 'unknown' : keys.length === 0 ? 'none' : keys.map(clean).join(' ')
  if (pendingKeys === null) return running
  return `${running}  (not deployed: ${pendingKeys.length === 0 ? 'none' : pendingKeys.map(clean).join(' ')})`
}
