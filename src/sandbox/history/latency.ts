import { addTo, type StatisticSet } from '../cloudwatch/statistic-set.js'
import { mixed, seededRandom } from '../world/random.js'
import { busyness, isTroubled, type Traffic } from './traffic.js'

const HIT_MS = 4
/** The gateway's own time around an integration. */
const GATEWAY_MS = 3
const TROUBLE = 3
/** So many different latencies stand for all requests of a minute. */
const MOST_VALUES = 8
const QUANTILES = 1_000

const HIT_QUANTILES = quantiles(0.25)
const BACKEND_QUANTILES = quantiles(0.22)

export function addHitTimes(set: StatisticSet, { seed }: Traffic, minute: number, hits: number): void {
  const random = seededRandom(mixed(seed, minute, 1))
  each(hits, random, (place, times) => addTo(set, milliseconds(HIT_MS, HIT_QUANTILES, place), times))
}

/** The latency of the integration alone, or of the `whole` request with the gateway's own time. */
export function addBackendTimes(
  set: StatisticSet,
  { seed, backendMs }: Traffic,
  minute: number,
  { calls, whole }: { readonly calls: number; readonly whole: boolean },
): void {
  const random = seededRandom(mixed(seed, minute, 2))
  const median = backendMs * (1 + 0.4 * busyness(minute)) * (isTroubled(seed, minute) ? TROUBLE : 1)
  const around = whole ? GATEWAY_MS : 0
  each(calls, random, (place, times) => addTo(set, milliseconds(median, BACKEND_QUANTILES, place) + around, times))
}

/** Draws one place from each part of 0..1, and shares the requests among them. */
function each(count: number, random: () => number, add: (place: number, times: number) => void): void {
  const parts = Math.min(count, MOST_VALUES)
  for (let part = 0; part < parts; part++) {
    const times = Math.floor(((part + 1) * count) / parts) - Math.floor((part * count) / parts)
    add((part + random()) / parts, times)
  }
}

function milliseconds(medianMs: number, table: Float64Array, place: number): number {
  return Math.max(1, Math.round(medianMs * (table[Math.floor(place * QUANTILES)] ?? 1)))
}

/** Of a log-logistic distribution with the median 1, which has the long tail of latencies. */
function quantiles(spread: number): Float64Array {
  return Float64Array.from({ length: QUANTILES }, (_, index) => {
    const below = (index + 0.5) / QUANTILES
    return (below / (1 - below)) ** spread
  })
}
