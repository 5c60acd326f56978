import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addResults, batchesOf } from '../../../src/core/aws/metric-data.js'
import type { Point, SeriesQuery } from '../../../src/core/aws/metrics-api.js'
import type { HttpReply } from '../../../src/core/base/http.js'
import { openConnection } from '../../../src/io/aws/connection.js'
import { withSandbox } from '../../support/cli.js'
import { FakeClock } from '../../support/clock.js'
import { connectionTo } from '../../support/connection.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NOW = Date.UTC(2026, 0, 1, 12)
const query = (more: Partial<SeriesQuery> = {}): SeriesQuery => ({
  metric: 'Count',
  dimensions: { ApiName: 'pets', Stage: 'prod' },
  statistic: 'Sum',
  since: NOW - HOUR_MS,
  until: NOW,
  periodSeconds: 60,
  ...more,
})
const pointsOf = ({ since, until, periodSeconds }: SeriesQuery) => Math.ceil((until - since) / 1000 / periodSeconds)

describe('queries of GetMetricData', () => {
  const some = fc
    .record({
      hours: fc.constantFrom(1, 24, 24 * 14, 24 * 400),
      agoHours: fc.constantFrom(0, 1),
      periodSeconds: fc.constantFrom(60, 300, 3600),
    })
    .map(({ hours, agoHours, periodSeconds }) =>
      query({
        since: NOW - (hours + agoHours) * HOUR_MS,
        until: NOW - agoHours * HOUR_MS,
        periodSeconds,
      }),
    )

  it('go into calls of one window, within 500 queries and 100,800 points, each exactly once', () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 1200, size: 'max' }), (queries) => {
        const batches = batchesOf(queries)

        const ids = batches.flatMap((batch) => batch.queries.map(({ Id = '' }) => Number(Id.slice(1))))
        expect(ids.toSorted((a, b) => a - b)).toEqual(queries.map((_, place) => place))
        for (const { since, until, queries: together } of batches) {
          const asked = together.flatMap(({ Id = '' }) => queries[Number(Id.slice(1))] ?? [])
          expect(asked.every((one) => one.since === since && one.until === until)).toBe(true)
          expect(together.length).toBeLessThanOrEqual(500)
          const points = asked.reduce((sum, one) => sum + pointsOf(one), 0)
          // One that is too large alone is CloudWatch's to refuse.
          if (together.length > 1) expect(points).toBeLessThanOrEqual(100_800)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('are as few calls as the limits allow', () => {
    expect(batchesOf([])).toEqual([])
    const calls = (count: number, more?: Partial<SeriesQuery>) =>
      batchesOf(Array.from({ length: count }, () => query(more))).length
    expect(calls(500)).toBe(1)
    expect(calls(501)).toBe(2)
    // A day of minutes: seventy of them are 100,800 points.
    expect(calls(70, { since: NOW - 24 * HOUR_MS })).toBe(1)
    expect(calls(71, { since: NOW - 24 * HOUR_MS })).toBe(2)
  })
})

describe('many series', () => {
  it('are what each of them is alone, in the order of the queries', async () => {
    const bench = await withSandbox({ seed: 'traffic' })
    const { metrics } = await connectionTo(bench)
    const now = bench.clock.now()
    const window = { since: now - 2 * HOUR_MS, until: now }
    const queries = [60, 300].flatMap((periodSeconds) =>
      ['CacheMissCount', 'Nonsense', 'CacheHitCount', 'Count'].map(
        (metric) => ({ ...query({ ...window, metric, periodSeconds }), statistic: 'Sum' }) as const,
      ),
    )

    bench.sent()
    const together = await metrics.many(queries)

    expect(bench.sent()).toEqual(['GetMetricData'])
    expect(together).toEqual(await Promise.all(queries.map((one) => metrics.series(one))))
    expect(together.map((points) => points.length)).toEqual([120, 0, 120, 120, 24, 0, 24, 24])
  })

  it('take a second call only for the 501st', async () => {
    const bench = await withSandbox()
    const { metrics } = await connectionTo(bench)

    const series = await metrics.many(Array.from({ length: 501 }, () => query()))

    expect(series).toHaveLength(501)
    expect(bench.sent()).toEqual(['GetMetricData', 'GetMetricData'])
  })

  /** CloudWatch answering with these pages, one after the other. */
  async function answering(pages: readonly object[]) {
    const remaining = [...pages]
    const asked: unknown[] = []
    const http = async ({ body = '' }: { readonly body?: string | Uint8Array }): Promise<HttpReply> => {
      asked.push(JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)))
      return {
        status: 200,
        rawHeaders: ['content-type', 'application/x-amz-json-1.0'],
        body: new TextEncoder().encode(JSON.stringify(remaining.shift() ?? {})),
        truncated: false,
        latencyMs: 1,
        receivedAt: NOW,
      }
    }
    const { metrics } = await openConnection(
      { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
      { env: {}, clock: new FakeClock(NOW), random: () => 0.5, http },
    )
    return { metrics, asked }
  }
  const result = (Id: string, at: number, values: readonly number[], StatusCode = 'Complete') => ({
    Id,
    Label: 'Count',
    Timestamps: values.map((_, place) => (at + place * MINUTE_MS) / 1000),
    Values: values,
    StatusCode,
  })

  it('are put together from pages, partial ones included', async () => {
    const { metrics, asked } = await answering([
      { MetricDataResults: [result('q0', NOW, [1, 2], 'PartialData')], NextToken: 'more' },
      {
        MetricDataResults: [result('q0', NOW + 2 * MINUTE_MS, [3]), result('q1', NOW, [9])],
      },
    ])

    const series = await metrics.many([query(), query({ metric: 'CacheHitCount' })])

    expect(series.map((points) => points.map(({ value }) => value))).toEqual([[1, 2, 3], [9]])
    expect(asked).toMatchObject([{ ScanBy: 'TimestampAscending' }, { NextToken: 'more' }])
  })

  it.each([
    ['Forbidden', 'denied', 'cloudwatch:GetMetricData is needed'],
    ['InternalError', 'failure', 'try again'],
  ])('of which one is %s are an error, never a series of nothing', async (status, kind, hint) => {
    const { metrics } = await answering([
      { MetricDataResults: [result('q0', NOW, [1]), result('q1', NOW, [], status)] },
    ])

    await expect(metrics.many([query(), query()])).rejects.toMatchObject({ kind, hint })
  })

  it('ignore a result that nobody asked for', () => {
    const series: Point[][] = [[]]
    addResults(series, [{ Id: 'q7', Timestamps: [new Date(NOW)], Values: [1] }])
    expect(series).toEqual([[]])
  })
})
