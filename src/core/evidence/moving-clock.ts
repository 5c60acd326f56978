import type { Candidate } from '../answer/freshness.js'
import type { Observation } from '../answer/observation.js'
import { byAccident, lastedMs, renewals, tickOf, valueAt } from './series.js'

const DATE_TICK_MS = 1000
const MIN_RENEWALS = 2
const UNLIKELY = 0.002

interface Sighting {
  readonly probe: Observation
  readonly epochMs: number
  /** From the answer's `Date`. */
  readonly offsetMs: number
}

/**
 * A backend whose clock is wrong never writes the time of the answer's `Date`, but always misses it by as much.
 * So do quotes that are handed on late, and records that are written all the time: what tells it from these is
 * that it stayed for longer than it ever took to be renewed, and hardly by accident.
 */
export function movesWithClock(
  { time, source }: Candidate,
  answers: readonly Observation[],
  series: readonly Observation[],
): boolean {
  const sightings = sightingsOf(source, series)
  const [, ...renewed] = sightings ?? []
  if (!time || !sightings || renewed.length < MIN_RENEWALS) return false
  const offsets = renewed.map(({ offsetMs }) => offsetMs)
  const steady = Math.max(...offsets) - Math.min(...offsets) <= tickOf(source, series) + DATE_TICK_MS
  return steady && lastedMs(answers) > longestGapMs(sightings) && isNoAccident(source, answers, series)
}

/** The first answer with each value; null where one has no time to compare. */
function sightingsOf(source: string, series: readonly Observation[]): readonly Sighting[] | null {
  const first = new Map<string, Sighting>()
  for (const probe of series) {
    const value = probe.candidates.get(source)
    if (!value?.time || probe.dateMs === null) return null
    const { epochMs } = value.time
    if (!first.has(value.value)) first.set(value.value, { probe, epochMs, offsetMs: epochMs - probe.dateMs })
  }
  return [...first.values()]
}

function longestGapMs(sightings: readonly Sighting[]): number {
  const gaps = sightings.slice(1).map(({ probe, epochMs }, index) => {
    const before = sightings[index]
    return before ? Math.max(probe.receivedAt - before.probe.sentAt, Math.abs(epochMs - before.epochMs)) : 0
  })
  return Math.max(0, ...gaps)
}

/** A value that renews itself as often as the other answers did would hardly have stayed as long. */
function isNoAccident(
  source: string,
  answers: readonly Observation[],
  series: readonly Observation[],
): boolean {
  const { pairs, renewed } = renewals(series, (probe) => valueAt(probe, source) ?? '')
  const stays = answers.length - 1
  const others = pairs - stays
  return byAccident([{ pairs: others, renewed: others - renewed }], stays) < UNLIKELY
}
