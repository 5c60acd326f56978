import { GetMetricStatisticsCommand, type GetMetricStatisticsCommandInput } from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { addTo, mergeInto, newStatisticSet, statistic } from '../../../src/sandbox/cloudwatch/statistic-set.js'
import { at, type Metered, MINUTE, metered, NAMESPACE, STAGE } from '../support/metered.js'
import { API, refused } from '../support/sandbox.js'

const DAY = 24 * 60 * MINUTE

const ask = (changes: Partial<GetMetricStatisticsCommandInput> = {}) =>
  new GetMetricStatisticsCommand({
    Namespace: NAMESPACE,
    MetricName: 'Count',
    Dimensions: STAGE,
    StartTime: at(0),
    EndTime: at(60),
    Period: 60,
    Statistics: ['Sum'],
    ...changes,
  })

/** Minute after the start → sum, in order. */
async function sums({ cloudWatch }: Metered, changes: Partial<GetMetricStatisticsCommandInput> = {}) {
  const { Datapoints = [] } = await cloudWatch.send(ask(changes))
  return Datapoints.map(({ Timestamp, Sum }) => [((Timestamp?.getTime() ?? 0) - at(0).getTime()) / MINUTE, Sum]).sort(
    ([a = 0], [b = 0]) => a - b,
  )
}

describe('GetMetricStatistics', () => {
  it('M8 gives hits, misses and requests of a stage with the statistics that were asked for', async () => {
    const { ask: request, cloudWatch } = await metered()
    await request(4)
    const hits = await cloudWatch.send(
      ask({
        MetricName: 'CacheHitCount',
        Statistics: ['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum'],
      }),
    )
    expect(hits.Label).toBe('CacheHitCount')
    expect(hits.Datapoints).toEqual([
      { Timestamp: at(0), Sum: 3, SampleCount: 4, Average: 0.75, Minimum: 0, Maximum: 1, Unit: 'Count' },
    ])
    const misses = await cloudWatch.send(ask({ MetricName: 'CacheMissCount' }))
    expect(misses.Datapoints?.[0]?.Sum).toBe(1)
  })

  it('M9 gives no points, and no error, for a metric, a namespace or dimensions without data', async () => {
    const made = await metered()
    await made.ask(1)
    expect(await sums(made, { MetricName: 'Nonsense' })).toEqual([])
    expect(await sums(made, { Namespace: 'AWS/Lambda' })).toEqual([])
    expect(await sums(made, { Dimensions: [...STAGE, { Name: 'Method', Value: 'GET' }] })).toEqual([])
    expect(await sums(made, { Dimensions: [{ Name: 'Stage', Value: 'prod' }] })).toEqual([])
    expect(await sums(made, { Dimensions: [...STAGE].reverse() })).toEqual([[0, 1]])
  })

  it('M10 rounds the start down to the minute, includes it, and excludes the end', async () => {
    const made = await metered()
    for (let minute = 0; minute < 3; minute++) {
      await made.ask(minute + 1)
      made.clock.advance(MINUTE)
    }
    expect(await sums(made, { StartTime: new Date(at(1).getTime() + 59_999), EndTime: at(2) })).toEqual([[1, 2]])
    expect(await sums(made, { StartTime: at(0), EndTime: at(2) })).toEqual([
      [0, 1],
      [1, 2],
    ])
  })

  it('M10 rounds a start of more than 15 days ago down to five minutes, and of more than 63 days ago to the hour', async () => {
    const made = await metered()
    for (let minute = 0; minute < 10; minute++) {
      await made.ask(1)
      made.clock.advance(MINUTE)
    }
    const query = { StartTime: at(7), EndTime: at(120), Period: 3_600 }
    expect(await sums(made, query)).toEqual([[7, 3]])
    made.clock.advance(15 * DAY)
    expect(await sums(made, query)).toEqual([[5, 5]])
    made.clock.advance(48 * DAY)
    expect(await sums(made, query)).toEqual([[0, 10]])
  })

  it('M11 adds up periods that count from the start', async () => {
    const made = await metered()
    for (let minute = 0; minute < 6; minute++) {
      await made.ask(1)
      made.clock.advance(MINUTE)
    }
    expect(await sums(made, { StartTime: at(1), Period: 180 })).toEqual([
      [1, 3],
      [4, 2],
    ])
  })

  it('M27 shows nothing of more than 15 days ago in periods under five minutes, nor of 63 days in periods under an hour', async () => {
    const made = await metered()
    await made.ask(2)
    const query = (Period: number) => sums(made, { EndTime: at(60), Period })
    made.clock.advance(15 * DAY - 1)
    expect(await query(60)).toEqual([[0, 2]])
    made.clock.advance(1)
    expect([await query(60), await query(240), await query(300)]).toEqual([[], [], [[0, 2]]])
    made.clock.advance(48 * DAY)
    expect([await query(300), await query(3_600)]).toEqual([[], [[0, 2]]])
    await made.ask(1)
    expect(await query(3_600)).toEqual([[0, 2]])
    made.clock.advance(392 * DAY)
    expect(await query(3_600)).toEqual([])
  })

  it('M12 returns the points in no order', async () => {
    const made = await metered()
    for (let minute = 0; minute < 12; minute++) {
      await made.ask(1)
      made.clock.advance(MINUTE)
    }
    const { Datapoints = [] } = await made.cloudWatch.send(ask())
    const times = Datapoints.map(({ Timestamp }) => Timestamp?.getTime() ?? 0)
    expect(times).toHaveLength(12)
    expect(times).not.toEqual([...times].sort((a, b) => a - b))
  })

  it('M13 refuses to give more than 1,440 points, with the service’s text', async () => {
    const { cloudWatch } = await metered()
    await cloudWatch.send(ask({ EndTime: at(1_440) }))
    expect(await refused(cloudWatch.send(ask({ EndTime: at(2_880) })))).toBe(
      '400 InvalidParameterCombinationException: You have requested up to 2880 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    )
  })

  it('M14 refuses a period that there is not, an empty window, and unknown or missing statistics', async () => {
    const { cloudWatch } = await metered()
    const wrong: [Partial<GetMetricStatisticsCommandInput>, string][] = [
      [{ Period: 31 }, '400 InvalidParameterValueException'],
      [{ Period: 0 }, '400 ValidationException'],
      [{ EndTime: at(0) }, '400 InvalidParameterValueException'],
      [{ Statistics: [] }, '400 InvalidParameterCombinationException'],
      [
        { Statistics: [], ExtendedStatistics: Array.from({ length: 11 }, (_, i) => `p${i}`) },
        '400 InvalidParameterValueException',
      ],
      [
        { Statistics: [], ExtendedStatistics: ['p50', 'p101'] },
        '400 InvalidParameterValueException: The value p101 for parameter ExtendedStatistics.member.2.<list element> is not supported.',
      ],
      [
        { Statistics: ['p99' as never] },
        '400 InvalidParameterValueException: The parameter Statistics.member.1.<list element> must be a value in the set [SampleCount, Average, Sum, Minimum, Maximum].',
      ],
      [{ MetricName: undefined }, '400 MissingRequiredParameterException'],
    ]
    for (const [changes, expected] of wrong) {
      expect(await refused(cloudWatch.send(ask(changes)))).toContain(expected)
    }
  })

  it('M14 gives plain statistics and percentiles together', async () => {
    const made = await metered({ faults: { backendDelayMs: 0 } })
    await made.ask(2)
    const { Datapoints } = await made.cloudWatch.send(
      ask({ MetricName: 'Latency', Statistics: ['SampleCount'], ExtendedStatistics: ['p50'] }),
    )
    expect(Datapoints).toEqual([
      { Timestamp: at(0), Unit: 'Milliseconds', SampleCount: 2, ExtendedStatistics: { p50: 0 } },
    ])
  })

  it('M15 knows no percentiles of points with a negative value', () => {
    const set = newStatisticSet()
    addTo(set, 1)
    addTo(set, -1)
    expect(['p0', 'p50', 'Minimum'].map((name) => statistic(set, name))).toEqual([undefined, undefined, -1])
  })

  it('M15 knows the percentiles of a minute from its first thousand distinct values', async () => {
    const set = newStatisticSet()
    for (let value = 100; value >= 1; value--) addTo(set, value)
    mergeInto(set, newStatisticSet())
    expect(['p0', 'p50', 'p90', 'p99.5', 'p100'].map((name) => statistic(set, name))).toEqual([1, 50, 90, 100, 100])

    const made = await metered({ faults: { backendDelayMs: 0 } })
    await made.ask(2)
    const { Datapoints } = await made.cloudWatch.send(
      ask({ MetricName: 'Latency', Statistics: [], ExtendedStatistics: ['p50', 'p99.9'] }),
    )
    expect(Datapoints).toEqual([{ Timestamp: at(0), Unit: 'Milliseconds', ExtendedStatistics: { p50: 0, 'p99.9': 0 } }])
  })

  it('M16 finds nothing under a unit that the metric does not have', async () => {
    const made = await metered()
    await made.ask(1)
    expect(await sums(made, { MetricName: 'Latency', Unit: 'Milliseconds' })).toEqual([[0, 0]])
    expect(await sums(made, { MetricName: 'Latency', Unit: 'Seconds' })).toEqual([])
  })

  it('M17 shows a minute as a whole, once it is over and metricsDelayMs has passed', async () => {
    const made = await metered({ metricsDelayMs: 2 * MINUTE })
    await made.ask(3)
    made.clock.advance(3 * MINUTE - 1)
    expect(await sums(made)).toEqual([])
    made.clock.advance(1)
    expect(await sums(made)).toEqual([[0, 3]])
  })

  it('M17 shows every request at once where there is no delay', async () => {
    const made = await metered()
    await made.ask(1)
    expect(await sums(made)).toEqual([[0, 1]])
    await made.http(`GET /restapis/${API}/prod/_user_request_/none`)
    expect(await sums(made)).toEqual([[0, 2]])
    expect(await sums(made, { MetricName: '4XXError' })).toEqual([[0, 1]])
  })

  it('M28 never shows the share of minutes that metricGaps says, and always the same ones', async () => {
    const made = await metered()
    for (let minute = 0; minute < 40; minute++) {
      await made.ask(1)
      made.clock.advance(MINUTE)
    }
    expect(await sums(made)).toHaveLength(40)
    made.sandbox.faults.metricGaps = 0.5
    const some = await sums(made)
    expect(some.length).toBeGreaterThan(10)
    expect(some.length).toBeLessThan(30)
    expect(await sums(made)).toEqual(some)
    // Of other metrics the same minutes are lost, and of longer periods their parts.
    expect(await sums(made, { MetricName: 'Latency', Statistics: ['SampleCount'] })).toHaveLength(some.length)
    expect(await sums(made, { Period: 3_600 })).toEqual([[0, some.length]])

    made.sandbox.faults.metricGaps = 0.25
    const more = await sums(made)
    expect(more.length).toBeGreaterThan(some.length)
    expect(some.filter((point) => !more.some(([minute]) => minute === point[0]))).toEqual([])
    made.sandbox.faults.metricGaps = 1
    expect(await sums(made)).toEqual([])
  })
})
