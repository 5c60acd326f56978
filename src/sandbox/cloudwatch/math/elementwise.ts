import { mapped, ordered, type TimeSeries } from './series.js'

type OfSeries = (series: TimeSeries) => TimeSeries

const each =
  (of: (value: number, atMs: number) => number): OfSeries =>
  (series) =>
    mapped(series, of)

/** From each value and the one before it; the first has none. */
const pairwise =
  (of: (difference: number, seconds: number) => number): OfSeries =>
  (series) => {
    const known = ordered(series)
    const values = known.slice(1).map(([atMs, value], index) => {
      const [earlier = 0, before = 0] = known[index] ?? []
      return [atMs, of(value - before, (atMs - earlier) / 1000)] as const
    })
    return { ...series, values: new Map(values) }
  }

function runningSum(series: TimeSeries): TimeSeries {
  const values = new Map<number, number>()
  let sum = 0
  for (const [atMs, value] of ordered(series)) {
    sum += value
    values.set(atMs, sum)
  }
  return { ...series, values }
}

/** Functions that make a series of a series, and an array of an array. */
export const ELEMENTWISE: Readonly<Record<string, OfSeries>> = {
  ABS: each(Math.abs),
  CEIL: each(Math.ceil),
  FLOOR: each(Math.floor),
  LOG: each(Math.log),
  LOG10: each(Math.log10),
  DIFF: pairwise((difference) => difference),
  DIFF_TIME: pairwise((_, seconds) => seconds),
  RATE: pairwise((difference, seconds) => difference / seconds),
  RUNNING_SUM: runningSum,
}

/** What the clock and the calendar say, in UTC, at each time of a period. */
export const CALENDAR: Readonly<Record<string, (atMs: number) => number>> = {
  MINUTE: (atMs) => new Date(atMs).getUTCMinutes(),
  HOUR: (atMs) => new Date(atMs).getUTCHours(),
  // Monday is 1.
  DAY: (atMs) => new Date(atMs).getUTCDay() || 7,
  DATE: (atMs) => new Date(atMs).getUTCDate(),
  MONTH: (atMs) => new Date(atMs).getUTCMonth() + 1,
  YEAR: (atMs) => new Date(atMs).getUTCFullYear(),
  EPOCH: (atMs) => atMs / 1000,
}
