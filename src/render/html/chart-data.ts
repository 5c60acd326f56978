import type { LatencyFigures, StageReport } from '../../core/report/model.js'
import { jsonText } from '../format/text.js'

/** One line of a chart, by the name that its legend has too. */
type Lines = Readonly<Record<string, readonly (number | null)[]>>

/** The figures of one stage as the page's script draws them: one value for each time. */
export interface ChartData {
  /** Epoch seconds. */
  readonly since: number
  readonly until: number
  readonly periodSeconds: number
  readonly times: readonly number[]
  readonly charts: Readonly<Record<ChartKind, Lines>>
}

export type ChartKind = 'traffic' | 'ratio' | 'latency' | 'integration'

/** PURE. */
export function chartData({ status, series }: Pick<StageReport, 'status' | 'series'>): ChartData {
  const { since, until, periodSeconds } = status.metrics
  return {
    since: Date.parse(since) / 1000,
    until: Date.parse(until) / 1000,
    periodSeconds,
    times: series.map(({ at }) => Date.parse(at) / 1000),
    charts: {
      traffic: { hits: series.map(({ hits }) => hits), misses: series.map(({ misses }) => misses) },
      ratio: { ratio: series.map(({ ratio }) => ratio) },
      latency: latencyLines(series.map(({ latency }) => latency)),
      integration: latencyLines(series.map(({ integrationLatency }) => integrationLatency)),
    },
  }
}

/** Percentiles, or the average where CloudWatch gave none. */
function latencyLines(points: readonly (LatencyFigures | null)[]): Lines {
  const p50 = points.map((one) => one?.p50Ms ?? null)
  const p95 = points.map((one) => one?.p95Ms ?? null)
  return isEmpty('latency', { p50, p95 })
    ? { average: points.map((one) => one?.averageMs ?? null) }
    : { p50, p95 }
}

/** Whether there is nothing to draw. Counts of nothing but 0 are told by a sentence as well. PURE. */
export function isEmpty(kind: ChartKind, lines: Lines): boolean {
  const nothing = (value: number | null) => value === null || (kind === 'traffic' && value === 0)
  return Object.values(lines).every((values) => values.every(nothing))
}

/** JSON for a script element: nothing in it can end the element. PURE. */
export function scriptJson(value: unknown): string {
  return jsonText(value).replaceAll('<', '\\u003c')
}
