import type { OverriddenMethod, OverrideReport, StrayKey } from '../../core/settings/report.js'
import { cachingCell, firstLine } from '../defaults/screen.js'
import type { View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { table } from '../format/table.js'
import { clean } from '../format/text.js'
import { duration } from '../format/units.js'
import { clusterLine } from '../stage/lines.js'
import { METHOD_COLUMNS } from '../status/screen.js'

/**
 * Overrides, and strays: entries under a key that API Gateway spells differently. `first` says what was done, if
 * anything; `none` is shown for an empty list.
 */
export function overrideView(
  first: string | null,
  none: string | null,
): View<OverrideReport, OverriddenMethod> {
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
    `  cluster   ${clusterLine(report, style)}`,
    ...(waitedMs >= 1000 ? [`  waited    ${duration(waitedMs)}`] : []),
    ...(list === null ? [] : ['', list]),
    ...(strays.length > 0 ? ['', strayTable(strays, style)] : []),
  ].join('\n')
}

function methodTable(methods: readonly OverriddenMethod[], style: Style): string {
  const rows = methods.map((one) => [
    one.method,
    clean(one.path),
    one.cached ? style.paint.green('yes') : 'no',
    cachingCell(one),
    one.encrypted ? 'yes' : 'no',
    one.requireAuthorization ? one.unauthorized : 'anyone may invalidate',
    one.noSuchMethod ? `${one.source}, no such method` : one.source,
  ])
  return table(
    ['METHOD', 'PATH', 'CACHED', 'CACHING', 'ENCRYPTED', 'UNAUTHORIZED', 'DECIDED BY'],
    rows,
    style,
  )
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
