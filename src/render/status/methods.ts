import { sameMethod } from '../../core/gateway/method.js'
import type { EffectiveMethod } from '../../core/gateway/model.js'
import type { Metrics } from '../../core/metrics/report.js'
import type { StatusReport } from '../../core/status/report.js'
import type { Style } from '../format/style.js'
import { folded, rightAligned, table } from '../format/table.js'
import { clean } from '../format/text.js'
import { count, percent } from '../format/units.js'
import { hanging } from '../format/wrap.js'
import { cachedCell, keysText } from '../stage/method-cells.js'
import { decidedBy } from '../stage/words.js'
import { hidesFigures } from './traffic.js'

/** One table of everything that is known of each method. */
export function methodLines(
  methods: readonly EffectiveMethod[],
  { metrics, warnings }: Pick<StatusReport, 'metrics' | 'warnings'>,
  style: Style,
): readonly string[] {
  const measured = hidesMethodFigures(warnings) ? [] : figuresByMethod(metrics)
  const isSome = measured.some(({ hits }) => hits !== null)
  const figures = isSome ? figureColumns(methods, measured) : []
  const columns = [
    ['METHOD', ...methods.map(({ method }) => method)],
    ['PATH', ...methods.map(({ path }) => clean(path))],
    ['CACHED', ...methods.map((one) => cachedCell(one, style))],
    ...figures,
    ['DECIDED BY', ...methods.map(decidedBy)],
    ['CACHE KEYS', ...methods.map(keysText)],
  ]
  const line = (row: number) => columns.map((cells) => cells[row] ?? '')
  const head = line(0)
  const rows = methods.map((_, place) => line(place + 1))
  const foldable = [1, columns.length - 1]
  return [
    table(head, folded(head, rows, foldable, style), style),
    ...notes(methods, measured, { metrics, warnings }).flatMap((text) => {
      const [words = '', ...commands] = text.split('\n')
      return ['', hanging('', words, style), ...commands]
    }),
  ]
}

/** Warnings that say why the figures of methods are not known, whether or not detailed metrics are on. */
export function hidesMethodFigures(warnings: StatusReport['warnings']): boolean {
  return hidesFigures(warnings) || warnings.some(({ rule }) => rule === 'method-metrics-denied')
}

/** Short enough for a line, so that the command in it is whole. */
const SWITCH = 'defaults --detailed-metrics on'
const OFF = `detailed metrics are off (${SWITCH})`

function notes(
  methods: readonly EffectiveMethod[],
  measured: readonly MethodFigures[],
  { metrics, warnings }: Pick<StatusReport, 'metrics' | 'warnings'>,
): readonly string[] {
  const about = 'hits and misses by method:'
  if (hidesMethodFigures(warnings)) return [`${about} not known, see the warning`]
  if (metrics.methods === null) return [`by method: ${OFF}`]
  // The line of the traffic says so.
  if (measured.every(({ hits }) => hits === null)) return []
  const late = measured.some(({ hits }) => hits === null)
  const unmeasured = methods.filter((one) => !measured.some((other) => sameMethod(one, other)))
  const off = unmeasured.length > 0
  // An override does not follow the defaults.
  const how = unmeasured.some(({ source }) => source === 'override') ? ' --include-overrides' : ''
  return [
    ...(late ? ['– is not known yet: nothing came so far, and CloudWatch is late by some minutes'] : []),
    ...(off ? [`without hits and misses: detailed metrics are off for the method\n  ${SWITCH}${how}`] : []),
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

/** Empty where a method is not counted by itself. */
function figureColumns(
  methods: readonly EffectiveMethod[],
  measured: readonly MethodFigures[],
): readonly (readonly string[])[] {
  const found = methods.map((one) => measured.find((figures) => sameMethod(figures, one)))
  const column = (title: string, shown: (figures: MethodFigures) => string) =>
    rightAligned([title, ...found.map((figures) => (figures ? shown(figures) : ''))])
  return [
    column('HITS', ({ hits }) => count(hits)),
    column('MISSES', ({ misses }) => count(misses)),
    column('RATIO', ({ ratio }) => percent(ratio)),
  ]
}
