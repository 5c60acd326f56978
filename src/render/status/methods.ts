import type { EffectiveMethod } from '../../core/gateway/model.js'
import type { Metrics } from '../../core/metrics/report.js'
import type { StatusReport } from '../../core/status/report.js'
import { fitted } from '../format/fitted.js'
import type { Style } from '../format/style.js'
import { table } from '../format/table.js'
import { clean } from '../format/text.js'
import { count, percent } from '../format/units.js'
import { hanging } from '../format/wrap.js'

/** Who decides about each method, and what each of them did. */
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
    keysOf(one),
  ])
  return table(head, fitted(head, rows, [1, 5], style), style)
}

/** Why nothing is known of single methods, whether or not they are counted by themselves. */
const UNTOLD = ['method-metrics-denied', 'metrics-denied', 'same-api-name']

export function isUntold(warnings: StatusReport['warnings']): boolean {
  return warnings.some(({ rule }) => UNTOLD.includes(rule))
}

function figureLines(
  { methods, methodsNotYet: notYet = [], settledUntil }: Metrics,
  warnings: StatusReport['warnings'],
  style: Style,
): readonly string[] {
  const line = (text: string) => hanging('', `hits and misses by method: ${text}`, style)
  if (isUntold(warnings)) return ['', line('not known, see the warning')]
  if (methods === null) return ['', line('detailed metrics are off')]
  const unknown = notYet.map((one) => ({ ...one, hits: null, misses: null, ratio: null }))
  const late = `– is not known yet: nothing came so far, and CloudWatch has everything only until ${settledUntil.slice(11, 16)} UTC`
  return [
    '',
    figureTable([...methods, ...unknown], style),
    ...(notYet.length > 0 ? [hanging('', late, style)] : []),
  ]
}

interface Row {
  readonly method: string
  readonly path: string
  readonly hits: number | null
  readonly misses: number | null
  readonly ratio: number | null
}

function figureTable(methods: readonly Row[], style: Style): string {
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

export function keysOf({ keys, pendingKeys }: EffectiveMethod): string {
  const running = keys === null ? 'unknown' : keys.length === 0 ? 'none' : keys.map(clean).join(' ')
  if (pendingKeys === null) return running
  return `${running}  (not deployed: ${pendingKeys.length === 0 ? 'none' : pendingKeys.map(clean).join(' ')})`
}
