import { type Dimension, floorTo, type Metric, RESOLUTIONS, type Series } from './series.js'
import { addTo, mergeInto, newTally, type Tally } from './statistic-set.js'

type Tallies = Map<string, Tally>

/** Points of one length, by their start. */
interface Level {
  readonly stepMs: number
  readonly keptMs: number
  readonly points: Map<number, Tallies>
}

export interface RecordedSeries extends Series {
  add(atMs: number, values: readonly (readonly [Metric, number])[]): void
}

/** What was measured under one dimension set, in points that grow longer as they age. */
export function recordedSeries(dimensions: readonly Dimension[]): RecordedSeries {
  const minutes: Level = { ...RESOLUTIONS[0], points: new Map() }
  const levels = [minutes, ...RESOLUTIONS.slice(1).map((kind): Level => ({ ...kind, points: new Map() }))]
  return {
    dimensions,
    add: (atMs, values) => {
      const start = floorTo(atMs, minutes.stepMs)
      if (!minutes.points.has(start)) age(levels, start)
      const tallies = talliesAt(minutes, start)
      for (const [metric, value] of values) addTo(tallyOf(tallies, metric), value)
    },
    *tallies(metric, { startMs, endMs }) {
      for (const { points } of levels) {
        for (const [start, tallies] of points) {
          const tally = start >= startMs && start < endMs ? tallies.get(metric) : undefined
          if (tally) yield [start, tally]
        }
      }
    },
  }
}

function age(levels: readonly Level[], now: number): void {
  for (const [index, { points, keptMs }] of levels.entries()) {
    const longer = levels[index + 1]
    for (const [start, tallies] of points) {
      if (now - start < keptMs) break
      points.delete(start)
      if (longer) mergeTallies(talliesAt(longer, start), tallies)
    }
  }
}

function talliesAt({ points, stepMs }: Level, atMs: number): Tallies {
  const start = floorTo(atMs, stepMs)
  const known = points.get(start)
  if (known) return known
  const fresh: Tallies = new Map()
  points.set(start, fresh)
  return fresh
}

function mergeTallies(into: Tallies, from: Tallies): void {
  for (const [metric, tally] of from) mergeInto(tallyOf(into, metric), tally)
}

function tallyOf(tallies: Tallies, metric: string): Tally {
  const known = tallies.get(metric)
  if (known) return known
  const fresh = newTally()
  tallies.set(metric, fresh)
  return fresh
}
