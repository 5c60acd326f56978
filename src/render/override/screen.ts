import { SHORT_STRATEGY } from '../../core/gateway/model.js'
import type { OverriddenMethod, OverrideReport, StrayKey } from '../../core/settings/report.js'
import { firstLine } from '../defaults/screen.js'
import type { View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { folded, table } from '../format/table.js'
import { clean } from '../format/text.js'
import { duration } from '../format/units.js'
import { field } from '../format/wrap.js'
import { clusterLine } from '../stage/lines.js'
import { cachedCell, METHOD_COLUMNS } from '../stage/method-cells.js'
import { decidedBy } from '../stage/words.js'

/**
 * Overrides, and strays: entries under a key that API Gateway spells differently. `first` says what was done, if
 * anything; `none` is shown for an empty list.
 */
export function overrideView(first: string | null, none: string | null): View<OverrideReport, OverriddenMethod> {
  return {
    screen: (report, style) => screen(report, first, none, style),
    rows: ({ methods }) => methods,
    columns: METHOD_COLUMNS,
  }
}

function screen(report: OverrideReport, first: string | null, none: string | null, style: Style): string {
  const { methods, strays, waitedMs } = report
  const list = methods.length > 0 ? methodTable(methods, style) : none
  return [
    firstLine(report, first, style),
    field('cluster', clusterLine(report, style), style),
    ...(waitedMs >= 1000 ? [`  waited    ${duration(waitedMs)}`] : []),
    ...(list === null ? [] : ['', list]),
    ...(strays.length > 0 ? ['', strayTable(strays, style)] : []),
  ].join('\n')
}

function methodTable(methods: readonly OverriddenMethod[], style: Style): string {
  const rows = methods.map((one) => [
    one.method,
    clean(one.path),
    cachedCell(one, style),
    one.encrypted ? 'yes' : 'no',
    one.requireAuthorization ? SHORT_STRATEGY[one.unauthorized] : 'anyone may',
    one.noSuchMethod ? `${decidedBy(one)}, no such method` : decidedBy(one),
  ])
  const head = ['METHOD', 'PATH', 'CACHED', 'ENCRYPTED', 'UNAUTHORIZED', 'DECIDED BY']
  return table(head, folded(head, rows, [1, 5], style), style)
}

function strayTable(strays: readonly StrayKey[], style: Style): string {
  const rows = strays.map(({ key, canonical, decides }) => [
    clean(key),
    clean(canonical),
    decides ? 'taken all the same' : 'without effect',
  ])
  return [
    'entries that API Gateway spells otherwise (override --clean-strays moves them):',
    table(['STRAY', 'SHOULD BE', 'EFFECT'], rows, style),
  ].join('\n')
}
