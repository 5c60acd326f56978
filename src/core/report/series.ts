import type { Point } from '../aws/metrics-api.js'
import { ratio } from '../metrics/cache-metrics.js'
import type { Metrics } from '../metrics/report.js'
import type { Window } from '../metrics/window.js'
import type { LatencyFigures, ReportPoint } from './model.js'

/** One kind of latency, by statistic. */
export interface MeasuredLatency {
  readonly average: readonly Point[]
  readonly p50: readonly Point[]
  readonly p95: readonly Point[]
}

/** Asked of CloudWatch besides hits and misses. */
export interface Measured {
  readonly requests: readonly Point[]
  readonly latency: MeasuredLatency
  readonly integrationLatency: MeasuredLatency
}

/**
 * Every period of the window, oldest first. A count without data is 0 once CloudWatch has everything of its
 * period, and not known before; a ratio or a latency without requests does not exist. PURE.
 */
export function reportSeries(
  window: Window,
  counted: Metrics['series'],
  measured: Measured | null,
): readonly ReportPoint[] {
  const place = placeIn(window)
  const times = counted.map(({ at }) => Date.parse(at))
  const countsOf = (values: readonly number[]) =>
    place(
      values.map((value, index) => ({ at: times[index] ?? 0, value })),
      added,
    )
  const hits = countsOf(counted.map((one) => one.hits))
  const misses = countsOf(counted.map((one) => one.misses))
  const requests = measured === null ? null : place(measured.requests, added)
  const latency = measured === null ? null : placeLatency(place, measured.latency)
  const integration = measured === null ? null : placeLatency(place, measured.integrationLatency)
  return starts(window).map((at, index) => {
    const end = Math.min(at + window.periodSeconds * 1000, window.until)
    const silent = end <= window.settledUntil ? 0 : null
    const [hit, miss] = [hits.get(index) ?? silent, misses.get(index) ?? silent]
    return {
      at: new Date(at).toISOString(),
      hits: hit,
      misses: miss,
      requests: requests === null ? null : (requests.get(index) ?? silent),
      ratio: hit === null || miss === null ? null : ratio(hit, miss),
      latency: latency === null ? null : latency(index),
      integrationLatency: integration === null ? null : integration(index),
    }
  })
}

type Place = (points: readonly Point[], merge: (a: number, b: number) => number) => ReadonlyMap<number, number>

const added = (a: number, b: number) => a + b
const earlier = (a: number) => a

function starts({ since, until, periodSeconds }: Window): readonly number[] {
  const periodMs = periodSeconds * 1000
  return Array.from({ length: Math.ceil((until - since) / periodMs) }, (_, index) => since + index * periodMs)
}

/** Values by the place of the period that they are of: the window begins with one, as CloudWatch's do. */
function placeIn({ since, until, periodSeconds }: Window): Place {
  const last = Math.ceil((until - since) / 1000 / periodSeconds) - 1
  return (points, merge) => {
    const values = new Map<number, number>()
    for (const { at, value } of points) {
      const index = Math.min(last, Math.max(0, Math.floor((at - since) / 1000 / periodSeconds)))
      const known = values.get(index)
      values.set(index, known === undefined ? value : merge(known, value))
    }
    return values
  }
}

function placeLatency(place: Place, measured: MeasuredLatency): (index: number) => LatencyFigures | null {
  const averages = place(measured.average, earlier)
  const [medians, tails] = [place(measured.p50, earlier), place(measured.p95, earlier)]
  return (index) => {
    const averageMs = averages.get(index) ?? null
    const [p50Ms, p95Ms] = [medians.get(index) ?? null, tails.get(index) ?? null]
    return averageMs === null && p50Ms === null && p95Ms === null ? null : { averageMs, p50Ms, p95Ms }
  }
}
