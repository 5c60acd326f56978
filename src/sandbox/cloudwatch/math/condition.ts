import { isArray, isSeries, mapped, type TimeSeries, type Value } from './series.js'
import { ExpressionError } from './syntax.js'

/** IF: where the condition is not 0 the one value, else the other, or nothing. */
export function conditional(condition: Value, yes: Value, no: Value | undefined): Value {
  if (isArray(condition) || isArray(yes) || (no !== undefined && isArray(no))) {
    throw new ExpressionError('IF takes no array of time series')
  }
  if (typeof condition === 'number') return constant(condition !== 0 ? yes : no, [yes, no])
  const periods = [condition, yes, no].filter((value) => value !== undefined && isSeries(value))
  const periodMs = Math.max(...periods.map((series) => series.periodMs))
  const chosen = mapped(condition, (value, atMs) => (value !== 0 ? (at(yes, atMs) ?? 0) : at(no, atMs)))
  return { ...chosen, periodMs }
}

function at(value: number | TimeSeries | undefined, atMs: number): number | null {
  if (value === undefined) return null
  return typeof value === 'number' ? value : (value.values.get(atMs) ?? null)
}

function constant(chosen: number | TimeSeries | undefined, both: readonly (number | TimeSeries | undefined)[]): Value {
  if (chosen !== undefined) return chosen
  const series = both.find((value) => value !== undefined && isSeries(value))
  if (!series || typeof series === 'number') return Number.NaN
  return { ...series, values: new Map() }
}
