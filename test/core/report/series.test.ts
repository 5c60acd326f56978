import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Window } from '../../../src/core/metrics/window.js'
import { type Measured, reportSeries } from '../../../src/core/report/series.js'

const START = Date.UTC(2026, 0, 1)
const HOUR_MS = 3_600_000
const at = (hour: number, minute = 0) => START + hour * HOUR_MS + minute * 60_000
const iso = (ms: number) => new Date(ms).toISOString()
const WINDOW: Window = { since: at(0), until: at(4), periodSeconds: 3600, settledUntil: at(3, 55) }
const NOTHING: Measured = {
  requests: [],
  latency: { average: [], p50: [], p95: [] },
  integrationLatency: { average: [], p50: [], p95: [] },
}
const counted = (hours: Readonly<Record<number, readonly [hits: number, misses: number]>>) =>
  Object.entries(hours).map(([hour, [hits, misses]]) => ({ at: iso(at(Number(hour))), hits, misses }))

describe('a report over time', () => {
  it('has every period: 0 where nothing was counted, not known where CloudWatch may be late', () => {
    const series = reportSeries(WINDOW, counted({ 1: [3, 1] }), NOTHING)

    expect(series.map(({ at: start, hits, misses }) => [start, hits, misses])).toEqual([
      [iso(at(0)), 0, 0],
      [iso(at(1)), 3, 1],
      [iso(at(2)), 0, 0],
      [iso(at(3)), null, null],
    ])
  })

  it('shows what is there already of a period that is not complete', () => {
    expect(reportSeries(WINDOW, counted({ 3: [5, 0] }), NOTHING)[3]).toMatchObject({
      hits: 5,
      misses: 0,
      ratio: 1,
    })
  })

  it('has no ratio where there was neither a hit nor a miss', () => {
    const ratios = reportSeries(WINDOW, counted({ 0: [1, 3], 1: [0, 2] }), NOTHING).map(({ ratio }) => ratio)
    expect(ratios).toEqual([0.25, 0, null, null])
  })

  it('has latencies where requests were measured, with each statistic that CloudWatch gave', () => {
    const measured: Measured = {
      requests: [{ at: at(0), value: 9 }],
      latency: {
        average: [
          { at: at(0), value: 20 },
          { at: at(2), value: 7 },
        ],
        p50: [{ at: at(0), value: 12.5 }],
        p95: [{ at: at(0), value: 80 }],
      },
      integrationLatency: NOTHING.latency,
    }

    const series = reportSeries(WINDOW, [], measured)

    expect(series.map(({ requests }) => requests)).toEqual([9, 0, 0, null])
    expect(series.map(({ latency }) => latency)).toEqual([
      { averageMs: 20, p50Ms: 12.5, p95Ms: 80 },
      null,
      { averageMs: 7, p50Ms: null, p95Ms: null },
      null,
    ])
    expect(series.every(({ integrationLatency }) => integrationLatency === null)).toBe(true)
  })

  it('knows neither requests nor latencies where they could not be read', () => {
    const [first] = reportSeries(WINDOW, counted({ 0: [1, 0] }), null)
    expect(first).toMatchObject({ hits: 1, requests: null, latency: null, integrationLatency: null })
  })

  it('loses nothing, wherever CloudWatch lets its periods begin', () => {
    const point = fc.record({ period: fc.nat(9), hits: fc.nat(1000), misses: fc.nat(1000) })
    const points = fc.uniqueArray(point, { selector: ({ period }) => period })
    fc.assert(
      fc.property(points, fc.integer({ min: 0, max: 59 }), (all, late) => {
        const window = { ...WINDOW, until: at(10), settledUntil: at(12) }
        const series = reportSeries(
          window,
          all.map(({ period, hits, misses }) => ({ at: iso(at(period, late)), hits, misses })),
          NOTHING,
        )
        const sum = (values: readonly (number | null)[]) => values.reduce((total: number, one) => total + (one ?? 0), 0)
        expect(series).toHaveLength(10)
        expect(sum(series.map(({ hits }) => hits))).toBe(sum(all.map(({ hits }) => hits)))
        for (const { period, misses } of all) expect(series[period]?.misses).toBe(misses)
      }),
    )
  })
})
