import type { World } from '../world.js'
import { type Dimension, NAMESPACE, type Series } from './counters.js'
import { invalidValue } from './failure.js'
import { merge, type Tally } from './tally.js'

const MINUTE_MS = 60_000

export interface MetricQuery {
  readonly namespace: string | undefined
  readonly metric: string | undefined
  readonly dimensions: readonly Dimension[]
  readonly periodMs: number
  readonly unit: string | undefined
}

export interface Window {
  readonly startMs: number
  readonly endMs: number
}

export interface Point {
  readonly atMs: number
  readonly tally: Tally
}

/** One point for each period that has data, oldest first. Periods count from the start of the window. */
export function points(world: World, query: MetricQuery, window: Window): Point[] {
  const { namespace, metric, dimensions, periodMs, unit } = query
  if (namespace !== NAMESPACE || metric === undefined) return []
  if (unit !== undefined && unit !== unitOf(metric)) return []
  const series = [...world.counters.series()].find((candidate) => sameDimensions(candidate, dimensions))
  if (!series) return []

  const startMs = floor(window.startMs)
  const periods = new Map<number, Tally[]>()
  for (const [minute, tallies] of [...series.minutes].sort(([a], [b]) => a - b)) {
    const tally = tallies.get(metric)
    if (!tally || minute < startMs || minute >= window.endMs || !visible(world, minute)) continue
    const atMs = minute - ((minute - startMs) % periodMs)
    periods.set(atMs, [...(periods.get(atMs) ?? []), tally])
  }
  return [...periods].map(([atMs, tallies]) => ({ atMs, tally: merge(tallies) }))
}

/** With a delay, a minute appears as a whole: once it is over and the delay has passed. */
export function visible({ clock, metricsDelayMs }: World, minute: number): boolean {
  return metricsDelayMs <= 0 || clock.now() >= minute + MINUTE_MS + metricsDelayMs
}

export function unitOf(metric: string): string {
  return metric.endsWith('Latency') ? 'Milliseconds' : 'Count'
}

export function periodMs(seconds: number): number {
  if (!Number.isInteger(seconds) || seconds <= 0 || seconds % 60 !== 0) {
    throw invalidValue(`The parameter Period must be a multiple of 60, but is ${seconds}.`)
  }
  return seconds * 1000
}

function sameDimensions({ dimensions }: Series, wanted: readonly Dimension[]): boolean {
  return (
    dimensions.length === wanted.length &&
    dimensions.every(({ name, value }) =>
      wanted.some((other) => other.name === name && other.value === value),
    )
  )
}

function floor(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS
}
