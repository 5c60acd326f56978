import type { Observation } from '../answer/observation.js'
import { isOfItsOwnTime } from '../answer/own-time.js'
import { ranked, tickOf, valueAt } from '../evidence/series.js'

const TICK_MS = 1000
/** More than a second, so that a clock of seconds has ticked. */
export const SPACED_MS = 1100
const MAX_EXTRA_MS = 30_000

interface Pace {
  readonly intervalMs: number
  /** Added to intervals so far. */
  readonly extraMs: number
  readonly named: boolean
  readonly ticks?: number
}

/**
 * The wait before the next probe. Where the only times that could tell tick in seconds, two answers
 * of one second look alike, so the probes are spaced; within bounds, because somebody is waiting.
 */
export function nextDelayMs(
  probes: readonly Observation[],
  { intervalMs, extraMs, named, ticks = 1 }: Pace,
): number {
  const spacedMs = SPACED_MS * ticks
  if (intervalMs >= spacedMs || extraMs >= MAX_EXTRA_MS) return intervalMs
  return ticksInSeconds(probes, named) ? spacedMs : intervalMs
}

function ticksInSeconds(probes: readonly Observation[], named: boolean): boolean {
  const last = probes.at(-1)
  const times = ranked(last).filter(
    (value) => value.time && last && (named || isOfItsOwnTime(value, last) || moved(value.source, probes)),
  )
  return times.length > 0 && times.every(({ source }) => tickOf(source, probes) >= TICK_MS)
}

function moved(source: string, probes: readonly Observation[]): boolean {
  return new Set(probes.map((probe) => valueAt(probe, source))).size > 1
}
