import type { Candidate } from '../answer/freshness.js'
import { saysWhenMade } from '../answer/made-time.js'
import type { Observation } from '../answer/observation.js'
import { isOfItsOwnTime } from '../answer/own-time.js'
import { neededMs } from '../evidence/replay.js'
import { ranked, tickOf, valueAt } from '../evidence/series.js'

const TICK_MS = 1000
/** More than a second, so that a clock of seconds has ticked. */
export const SPACED_MS = 1100
const MAX_EXTRA_MS = 30_000
const MARGIN_MS = 100

interface Pace {
  readonly intervalMs: number
  /** Added to intervals so far. */
  readonly extraMs: number
  readonly named: boolean
  /** Answers to compare. */
  readonly samples: number
  readonly ticks?: number
}

/**
 * The wait before the next probe. Where the only times that could tell tick in seconds, two answers of one second
 * look alike, so the probes are spaced; further where a time that counts may tick in several. Within bounds,
 * because somebody is waiting.
 */
export function nextDelayMs(
  probes: readonly Observation[],
  { intervalMs, extraMs, named, samples, ticks = 1 }: Pace,
): number {
  if (extraMs >= MAX_EXTRA_MS) return intervalMs
  const last = probes.at(-1)
  const times = ranked(last).filter(
    (value) => value.time && last && (named || isOfItsOwnTime(value, last) || moved(value.source, probes)),
  )
  if (times.length === 0 || times.some(({ source }) => tickOf(source, probes) < TICK_MS)) return intervalMs
  const needed = times
    .filter((value) => last && (named || tells(value, last)) && mayStay(value, probes))
    .map((value) => (neededMs(value, probes) + MARGIN_MS) / Math.max(1, samples - 1))
    .filter((ms) => ms * (samples - 1) <= MAX_EXTRA_MS)
  const [shortest = 0] = needed.sort((a, b) => a - b)
  return Math.max(intervalMs, SPACED_MS * ticks, Math.ceil(shortest))
}

function tells(value: Candidate, last: Observation): boolean {
  return saysWhenMade(value.source) && isOfItsOwnTime(value, last)
}

/** False for one that was just renewed: then it moves, and nothing coarser has to be waited out. */
function mayStay({ source, value }: Candidate, probes: readonly Observation[]): boolean {
  const before = probes.at(-2)
  return before === undefined || valueAt(before, source) === value
}

function moved(source: string, probes: readonly Observation[]): boolean {
  return new Set(probes.map((probe) => valueAt(probe, source))).size > 1
}
