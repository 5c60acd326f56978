import type { MetricDataQuery } from '../shapes/parts.js'
import { ExpressionError } from './syntax.js'

/** Values by their time. */
export interface TimeSeries {
  readonly label: string
  readonly periodMs: number
  readonly values: ReadonlyMap<number, number>
  /** What SEARCH has found. */
  readonly found?: MetricDataQuery['MetricStat']
}

/** What an expression may be: a scalar, a time series, or an array of them. */
export type Value = number | TimeSeries | readonly TimeSeries[]

export function isArray(value: Value): value is readonly TimeSeries[] {
  return Array.isArray(value)
}

export function isSeries(value: Value): value is TimeSeries {
  return typeof value === 'object' && !isArray(value)
}

/** A series with another value at each time; what is no finite number is dropped. */
export function mapped(series: TimeSeries, of: (value: number, atMs: number) => number | null): TimeSeries {
  const values = new Map<number, number>()
  for (const [atMs, value] of series.values) {
    const made = of(value, atMs)
    if (made !== null && Number.isFinite(made)) values.set(atMs, made)
  }
  return { ...series, values }
}

/** Applies a function of one series to a series or to each of an array. */
export function eachSeries(value: Value, of: (series: TimeSeries) => TimeSeries): Value {
  if (typeof value === 'number') throw new ExpressionError('A time series is needed, but there is a scalar')
  return isArray(value) ? value.map(of) : of(value)
}

/** One series from two: where only one of them has a value, the other counts as 0. */
export function combined(left: TimeSeries, right: TimeSeries, of: (left: number, right: number) => number): TimeSeries {
  const values = new Map<number, number>()
  for (const atMs of timesOf([left, right])) {
    const value = of(left.values.get(atMs) ?? 0, right.values.get(atMs) ?? 0)
    if (Number.isFinite(value)) values.set(atMs, value)
  }
  return { label: left.label, periodMs: Math.max(left.periodMs, right.periodMs), values }
}

/** The times at which any of them has a value, oldest first. Of different periods the longest one counts. */
export function timesOf(all: readonly TimeSeries[]): number[] {
  const longest = Math.max(0, ...all.map(({ periodMs }) => periodMs))
  const counted = all.filter(({ periodMs }) => periodMs === longest)
  return [...new Set(counted.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b)
}

/** Its values, oldest first. */
export function ordered({ values }: TimeSeries): (readonly [number, number])[] {
  return [...values].sort(([a], [b]) => a - b)
}
