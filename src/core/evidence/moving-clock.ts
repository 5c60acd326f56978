import type { Candidate } from '../answer/freshness.js'
import type { Observation } from '../answer/observation.js'
import { byAccident, lastedMs, renewals, tickOf, valueAt } from './series.js'

const DATE_TICK_MS = 1000
const MIN_RENEWALS = 2
const UNLIKELY = 0.002

interface Sighting {
  readonly probe: Observation
  readonly epochMs: number
  /** Distance from the answer's `Date`. */
  readonly offsetMs: number
}

/**
 * True if a value is the time of a wrong clock: always off from the answer's `Date` by the same amount. So are
 * delayed quotes and constantly written records; unlike them, it stayed longer than it ever took to be renewed,
 * and hardly by accident.
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

/** Finds the first answer with each value; null if one has no time to compare. */
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

/** True if a value that renews as often as in the other answers would hardly have stayed as long. */
function isNoAccident(source: string, answers: readonly Observation[], series: readonly Observation[]): boolean {
  const { pairs, renewed } = renewals(series, (probe) => valueAt(probe, source) ?? '')
  const stays = answers.length - 1
  const others = pairs - stays
  return byAccident([{ pairs: others, renewed: others - renewed }], stays) < UNLIKELY
}
