import { isArray, ordered, type TimeSeries, timesOf, type Value } from './series.js'
import { ExpressionError } from './syntax.js'

/** Of some values, of which `members` are there with those that are missing. */
type Aggregate = (values: readonly number[], members: number) => number

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  SUM: sum,
  // Of an array, what is missing counts as 0.
  AVG: (values, members) => sum(values) / members,
  MIN: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  MAX: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  STDDEV: (values) => {
    const mean = sum(values) / values.length
    return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length)
  },
  DATAPOINT_COUNT: (values) => values.length,
}

export function isAggregate(name: string): boolean {
  return Object.hasOwn(AGGREGATES, name)
}

/** A scalar of one time series; of an array, one time series. */
export function aggregate(name: string, value: Value): Value {
  const of = AGGREGATES[name]
  if (!of) throw new ExpressionError(`Unknown function ${name}`)
  if (typeof value === 'number') throw new ExpressionError(`${name} of a scalar`)
  return isArray(value) ? across(name, of, value) : overTime(name, value)
}

/** A series without values has the sum and the count 0, and no other scalar. */
export function overTime(name: string, series: TimeSeries): number {
  const values = ordered(series).map(([, value]) => value)
  return AGGREGATES[name]?.(values, values.length) ?? Number.NaN
}

function across(name: string, of: Aggregate, all: readonly TimeSeries[]): TimeSeries {
  const values = new Map<number, number>()
  for (const atMs of timesOf(all)) {
    const present = all.flatMap((series) => series.values.get(atMs) ?? [])
    values.set(atMs, of(present, all.length))
  }
  return { label: name, periodMs: Math.max(0, ...all.map(({ periodMs }) => periodMs)), values }
}
