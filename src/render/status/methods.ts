import type { EffectiveMethod } from '../../core/gateway/model.js'
import type { Metrics } from '../../core/metrics/report.js'
import type { StatusReport } from '../../core/status/report.js'
import type { Column } from '../format/print.js'
import type { Style } from '../format/style.js'
import { fitted, table } from '../format/table.js'
import { clean } from '../format/text.js'
import { count, percent } from '../format/units.js'
import { hanging } from '../format/wrap.js'
import { hidesFigures } from './traffic.js'

export function methodLines(
  methods: readonly EffectiveMethod[],
  { metrics, warnings }: Pick<StatusReport, 'metrics' | 'warnings'>,
  style: Style,
): readonly string[] {
  return [methodTable(methods, style), ...figureLines(metrics, warnings, style)]
}

function methodTable(methods: readonly EffectiveMethod[], style: Style): string {
  const { paint } = style
  const head = ['METHOD', 'PATH', 'CACHED', 'TTL', 'DECIDED BY', 'CACHE KEYS']
  const rows = methods.map((one) => [
    one.method,
    clean(one.path),
    one.cached ? paint.green('yes') : 'no',
    one.caching ? `${one.ttlSeconds} s` : '',
    one.source,
    keysText(one),
  ])
  return table(head, fitted(head, rows, [1, 5], style), style)
}

/** Warnings that say why the figures of methods are not known, whether or not detailed metrics are on. */
export function hidesMethodFigures(warnings: StatusReport['warnings']): boolean {
  return hidesFigures(warnings) || warnings.some(({ rule }) => rule === 'method-metrics-denied')
}

function figureLines(metrics: Metrics, warnings: StatusReport['warnings'], style: Style): readonly string[] {
  const line = (text: string) => hanging('', `hits and misses by method: ${text}`, style)
  if (hidesMethodFigures(warnings)) return ['', line('not known, see the warning')]
  const { methods, methodsNotYet: notYet = [], settledUntil } = metrics
  if (methods === null) return ['', line('detailed metrics are off')]
  const late = `– is not known yet: nothing came so far, and CloudWatch has everything only until ${settledUntil.slice(11, 16)} UTC`
  return [
    '',
    figureTable(figuresByMethod(metrics), style),
    ...(notYet.length > 0 ? [hanging('', late, style)] : []),
  ]
}

export interface MethodFigures extends Pick<EffectiveMethod, 'method' | 'path'> {
  readonly hits: number | null
  readonly misses: number | null
  readonly ratio: number | null
}

/** Hits and misses of each method that has detailed metrics; null until CloudWatch delivers them. */
export function figuresByMethod({ methods, methodsNotYet }: Metrics): readonly MethodFigures[] {
  const unknown = { hits: null, misses: null, ratio: null }
  return [...(methods ?? []), ...(methodsNotYet ?? []).map((one) => ({ ...one, ...unknown }))]
}

function figureTable(methods: readonly MethodFigures[], style: Style): string {
  const columns = [
    ['METHOD', ...methods.map(({ method }) => method)],
    ['PATH', ...methods.map(({ path }) => clean(path))],
    rightAligned(['HITS', ...methods.map(({ hits }) => count(hits))]),
    rightAligned(['MISSES', ...methods.map(({ misses }) => count(misses))]),
    rightAligned(['RATIO', ...methods.map(({ ratio }) => percent(ratio))]),
  ]
  const line = (row: number) => columns.map((cells) => cells[row] ?? '')
  const head = line(0)
  const rows = methods.map((_, place) => line(place + 1))
  return table(head, fitted(head, rows, [1], style), style)
}

function rightAligned(cells: readonly string[]): readonly string[] {
  const width = Math.max(...cells.map(({ length }) => length))
  return cells.map((cell) => cell.padStart(width))
}

export const KEY_COLUMNS: readonly Column<Pick<EffectiveMethod, 'keys' | 'pendingKeys'>>[] = [
  { name: 'keys', value: ({ keys }) => listed(keys) },
  { name: 'pendingKeys', value: ({ pendingKeys }) => listed(pendingKeys) },
]

/** `none` for a list that is known to be empty; null if it is not known. */
export function listed(keys: readonly string[] | null): string | null {
  if (keys === null) return null
  return keys.length === 0 ? 'none' : keys.join(' ')
}

export function keysText({ keys, pendingKeys }: EffectiveMethod): string {
  const running = clean(listed(keys) ?? 'unknown')
  const pending = listed(pendingKeys)
  return pending === null ? running : `${running}  (not deployed: ${clean(pending)})`
}
