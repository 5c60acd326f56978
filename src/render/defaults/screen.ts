import type { MethodSettings, StageCache } from '../../core/gateway/model.js'
import type { DefaultsReport, Shadow } from '../../core/settings/report.js'
import type { Column, View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { table } from '../format/table.js'
import { clean } from '../format/text.js'
import { duration } from '../format/units.js'
import { field } from '../format/wrap.js'
import { CHANGE_COLUMNS, clusterLine, defaultsLine, titleOf } from '../stage/lines.js'
import { settingName, settingValue } from '../stage/words.js'

const COLUMNS: readonly Column<DefaultsReport>[] = [
  ...CHANGE_COLUMNS,
  { name: 'encrypted', value: ({ defaults }) => defaults?.encrypted ?? null },
  { name: 'requireAuthorization', value: ({ defaults }) => defaults?.requireAuthorization ?? null },
  { name: 'unauthorized', value: ({ defaults }) => defaults?.unauthorized ?? null },
  { name: 'detailedMetrics', value: ({ detailedMetrics }) => detailedMetrics },
  { name: 'shadowedBy', value: ({ shadowedBy }) => shadowedBy?.length ?? 0 },
]

const SHOWN = ['caching', 'ttlSeconds', 'encrypted', 'requireAuthorization', 'unauthorized'] as const

/** The stage's defaults, and the overrides that keep another value; `first` says what was done, if anything. */
export function defaultsView(first: string | null): View<DefaultsReport, DefaultsReport> {
  return {
    screen: (cache, style) => screen(cache, first, style),
    rows: (cache) => [cache],
    columns: COLUMNS,
  }
}

export function firstLine(cache: StageCache, first: string | null, style: Style): string {
  if (first === null) return titleOf(cache, style)
  const { paint, sign } = style
  return `${cache.changed ? paint.green(sign.yes) : sign.same} ${first}: ${titleOf(cache, style)}`
}

function screen(cache: DefaultsReport, first: string | null, style: Style): string {
  const { defaults, detailedMetrics, shadowedBy = [], waitedMs } = cache
  return [
    firstLine(cache, first, style),
    field('cluster', clusterLine(cache, style), style),
    field('defaults', defaultsLine(cache), style),
    field('settings', defaults ? settingsLine(defaults) : 'none: AWS assumes caching off', style),
    field(
      'metrics',
      `detailed metrics ${detailedMetrics ? 'on: CloudWatch counts each method by itself' : 'off'}`,
      style,
    ),
    ...(waitedMs >= 1000 ? [`  waited    ${duration(waitedMs)}`] : []),
    ...(shadowedBy.length > 0 ? ['', shadowTable(shadowedBy, style)] : []),
  ].join('\n')
}

function settingsLine(settings: MethodSettings): string {
  return SHOWN.map((field) => `${settingName(field)} ${settingValue(field, settings[field])}`).join(', ')
}

function shadowTable(shadows: readonly Shadow[], style: Style): string {
  const rows = shadows.map(({ method, path, field, value }) => [
    clean(method),
    clean(path),
    settingName(field),
    settingValue(field, value),
  ])
  return `overrides that keep another value:\n${table(['METHOD', 'PATH', 'SETTING', 'VALUE'], rows, style)}`
}
