import { overTime } from './aggregates.js'
import { isArray, type TimeSeries, type Value } from './series.js'
import { ExpressionError, type Node } from './syntax.js'

type ArrayFunction = (value: Value, more: readonly Node[], evaluate: (node: Node) => Value) => Value

const SORTED_BY = new Set(['AVG', 'MIN', 'MAX', 'SUM'])

/** Functions of arrays of time series. */
export const ARRAY_FUNCTIONS: Readonly<Record<string, ArrayFunction>> = {
  METRIC_COUNT: (value) => arrayOf('METRIC_COUNT', value).length,
  FIRST: (value) => oneOf('FIRST', arrayOf('FIRST', value), 0),
  LAST: (value) => oneOf('LAST', arrayOf('LAST', value), -1),
  REMOVE_EMPTY: (value) => arrayOf('REMOVE_EMPTY', value).filter(({ values }) => values.size > 0),
  SLICE: (value, [start, end], evaluate) => {
    if (!start) throw new ExpressionError('SLICE takes where it starts')
    return arrayOf('SLICE', value).slice(
      scalar('SLICE', evaluate(start)),
      end ? scalar('SLICE', evaluate(end)) : undefined,
    )
  },
  SORT: (value, [by, order, limit], evaluate) => {
    const name = by?.kind === 'name' ? by.name : ''
    const direction = order?.kind === 'name' ? order.name : ''
    if (!SORTED_BY.has(name) || !['ASC', 'DESC'].includes(direction)) {
      throw new ExpressionError('SORT takes AVG, MIN, MAX or SUM, and ASC or DESC')
    }
    const sign = direction === 'ASC' ? 1 : -1
    const measured = arrayOf('SORT', value).map((series) => ({ series, measure: overTime(name, series) }))
    // What has no measure comes last.
    const rank = ({ measure }: { readonly measure: number }) =>
      Number.isFinite(measure) ? sign * measure : Number.MAX_VALUE
    const sorted = measured.sort((a, b) => rank(a) - rank(b)).map(({ series }) => series)
    return limit ? sorted.slice(0, scalar('SORT', evaluate(limit))) : sorted
  },
}

function arrayOf(name: string, value: Value): readonly TimeSeries[] {
  if (isArray(value)) return value
  throw new ExpressionError(`${name} takes an array of time series`)
}

function oneOf(name: string, all: readonly TimeSeries[], place: number): TimeSeries {
  const found = all.at(place)
  if (!found) throw new ExpressionError(`${name} of an empty array`)
  return found
}

function scalar(name: string, value: Value): number {
  if (typeof value === 'number') return value
  throw new ExpressionError(`${name} takes a number there`)
}
