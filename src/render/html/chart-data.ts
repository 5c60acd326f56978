import type { LatencyFigures, StageReport } from '../../core/report/model.js'
import { jsonText } from '../format/text.js'

/** The lines of a chart by name; the legend uses the same names. */
type Lines = Readonly<Record<string, readonly (number | null)[]>>

/** The figures of one stage for the page's script: each line has one value per time. */
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

/** Percentiles, or the average if CloudWatch has no percentiles. */
function latencyLines(points: readonly (LatencyFigures | null)[]): Lines {
  const p50 = points.map((one) => one?.p50Ms ?? null)
  const p95 = points.map((one) => one?.p95Ms ?? null)
  return isEmpty('latency', { p50, p95 }) ? { average: points.map((one) => one?.averageMs ?? null) } : { p50, p95 }
}

/** True if a sentence says all there is to see: no values, or for traffic nothing but 0. PURE. */
export function isEmpty(kind: ChartKind, lines: Lines): boolean {
  const nothing = (value: number | null) => value === null || (kind === 'traffic' && value === 0)
  return Object.values(lines).every((values) => values.every(nothing))
}

/** JSON that cannot end the script element around it. PURE. */
export function scriptJson(value: unknown): string {
  return jsonText(value).replaceAll('<', '\\u003c')
}
