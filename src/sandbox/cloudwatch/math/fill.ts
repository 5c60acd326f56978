import { ordered, type TimeSeries } from './series.js'

export type Filler = number | TimeSeries | 'REPEAT' | 'LINEAR'

/** Gives the series a value at each of the times. */
export function filled(series: TimeSeries, filler: Filler, times: readonly number[]): TimeSeries {
  const values = new Map<number, number>()
  const known = ordered(series)
  let before = -1
  for (const atMs of times) {
    while ((known[before + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= atMs) before++
    const value = series.values.get(atMs) ?? missing(filler, atMs, known[before], known[before + 1])
    if (value !== undefined) values.set(atMs, value)
  }
  return { ...series, values }
}

type Known = readonly [number, number] | undefined

function missing(filler: Filler, atMs: number, before: Known, after: Known): number | undefined {
  if (typeof filler === 'number') return filler
  if (filler === 'REPEAT') return before?.[1]
  if (filler !== 'LINEAR') return filler.values.get(atMs)
  if (!before || !after) return undefined
  const share = (atMs - before[0]) / (after[0] - before[0])
  return before[1] + share * (after[1] - before[1])
}
