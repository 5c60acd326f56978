import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  type GetMetricStatisticsCommandInput,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { at, type Metered, MINUTE, metered } from '../support/metered.js'
import { refused } from '../support/sandbox.js'

const SHOP = 'Shop'
const put = ({ cloudWatch }: Metered, ...MetricData: MetricDatum[]) =>
  cloudWatch.send(new PutMetricDataCommand({ Namespace: SHOP, MetricData }))

async function read({ cloudWatch }: Metered, changes: Partial<GetMetricStatisticsCommandInput> = {}) {
  const { Datapoints = [] } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: SHOP,
      MetricName: 'Orders',
      StartTime: at(-60),
      EndTime: at(60),
      Period: 60,
      Statistics: ['SampleCount', 'Sum', 'Minimum', 'Maximum'],
      ...changes,
    }),
  )
  return Datapoints.sort((a, b) => (a.Timestamp?.getTime() ?? 0) - (b.Timestamp?.getTime() ?? 0))
}

describe('PutMetricData', () => {
  it('M40 adds values, values with counts, and statistic sets to the points of their minutes', async () => {
    const made = await metered()
    await put(
      made,
      { MetricName: 'Orders', Value: 5 },
      { MetricName: 'Orders', Values: [1, 2], Counts: [3, 1] },
      {
        MetricName: 'Orders',
        StatisticValues: { SampleCount: 10, Sum: 55, Minimum: -1, Maximum: 10 },
        // AWS accepts values beside the set.
        Values: [1000],
      },
      { MetricName: 'Orders', StatisticValues: { SampleCount: 0, Sum: 0, Minimum: 0, Maximum: 0 } },
      { MetricName: 'Orders', Timestamp: at(-2), Value: 7 },
    )
    expect(await read(made)).toEqual([
      { Timestamp: at(-2), SampleCount: 1, Sum: 7, Minimum: 7, Maximum: 7, Unit: 'None' },
      { Timestamp: at(0), SampleCount: 15, Sum: 65, Minimum: -1, Maximum: 10, Unit: 'None' },
    ])
  })

  it('M41 refuses contradictions in the words of AWS', async () => {
    const made = await metered()
    const set = { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 }
    const place = 'MetricData.member.1'
    const wrong: [Omit<MetricDatum, 'MetricName'>, string][] = [
      [
        { Value: 1, Values: [1] },
        `InvalidParameterCombinationException: The parameters ${place}.Value and ${place}.Values are mutually exclusive and you have specified both.`,
      ],
      [
        { Value: 1, StatisticValues: set },
        `InvalidParameterCombinationException: The parameters ${place}.Value and ${place}.StatisticValues are mutually exclusive and you have specified both.`,
      ],
      [
        { Values: [1, 10], Counts: [2, 4, 5] },
        `InvalidParameterValueException: The parameters ${place}.Values and ${place}.Counts must be of the same size.`,
      ],
      [{}, 'InvalidParameterCombinationException: At least one of the parameters must be specified.'],
      [
        { Value: 1, Counts: [1] },
        'InvalidParameterCombinationException: The parameter values must appears when the counts parameter is specified.',
      ],
      [{ Value: 2 ** 361 }, `InvalidParameterValueException: The value ${2 ** 361} for parameter ${place}.Value`],
      [{ Values: [1], Counts: [-1] }, 'InvalidParameterValueException: The value -1'],
      [{ StatisticValues: { ...set, Minimum: 2 } }, 'InvalidParameterCombinationException'],
      [{ StatisticValues: { ...set, SampleCount: -1 } }, 'InvalidParameterValueException'],
      [{ Value: 1, StorageResolution: 30 }, 'InvalidParameterValueException: The value 30'],
      [{ Value: 1, Unit: 'Miles' as never }, "ValidationException: 1 validation error detected: Value 'Miles'"],
      [{ Value: 1, Dimensions: [{ Name: 'a', Value: ' ' }] }, 'InvalidParameterValueException'],
      [{ Value: 1, Dimensions: ['a', 'a'].map((Name) => ({ Name, Value: 'b' })) }, 'InvalidParameterValueException'],
    ]
    for (const [datum, expected] of wrong) {
      expect(await refused(put(made, { MetricName: 'Orders', ...datum }))).toContain(`400 ${expected}`)
    }
    expect(await read(made)).toEqual([])
  })

  it('M42 takes no namespace of AWS, no time long past or ahead, and no more than it says; nothing of a wrong call', async () => {
    const made = await metered()
    const order = { MetricName: 'Orders', Value: 1 }
    const many = (length: number) => Array.from({ length }, (_, index) => index)
    const calls: [() => Promise<unknown>, string][] = [
      [() => put(made, { ...order, Timestamp: at(-14 * 24 * 60 - 1) }), 'two weeks in the past'],
      [() => put(made, { ...order, Timestamp: at(121) }), 'the next two hours'],
      [() => put(made, ...many(1001).map(() => order)), 'MetricData must not have a size greater than 1000'],
      [() => put(made, order, { ...order, Value: undefined, Values: many(151) }), 'member.2.Values must not have'],
      [
        () => put(made, { ...order, Dimensions: many(31).map((n) => ({ Name: `d${n}`, Value: 'v' })) }),
        'Member must have length less than or equal to 30',
      ],
      [() => put(made), 'The parameter MetricData is required.'],
      [
        () => made.cloudWatch.send(new PutMetricDataCommand({ Namespace: 'AWS/ApiGateway', MetricData: [order] })),
        'AWS/ is reserved',
      ],
      [
        () =>
          made.cloudWatch.send(
            new PutMetricDataCommand({ Namespace: SHOP, EntityMetricData: [{ MetricData: [order] }] }),
          ),
        '501 NotImplementedException',
      ],
    ]
    for (const [call, expected] of calls) expect(await refused(call())).toContain(expected)
    expect(await read(made)).toEqual([])
    await put(made, { ...order, Timestamp: at(-14 * 24 * 60) }, { ...order, Timestamp: at(120) })
  })

  it('M43 gives a point for each unit in GetMetricStatistics, and the first unit in GetMetricData with a message', async () => {
    const made = await metered()
    for (const [Value, Unit] of [
      [60_000, 'Milliseconds'],
      [60, 'Seconds'],
      [5, 'Count'],
    ] as const) {
      await put(made, { MetricName: 'Orders', Value, Unit })
    }
    const units = await read(made, { Statistics: ['Sum'] })
    expect(units.map(({ Sum, Unit }) => `${Sum} ${Unit}`).sort()).toEqual([
      '5 Count',
      '60 Seconds',
      '60000 Milliseconds',
    ])
    expect(await read(made, { Statistics: ['Sum'], Unit: 'Seconds' })).toMatchObject([{ Sum: 60 }])
    const metric = { Metric: { Namespace: SHOP, MetricName: 'Orders' }, Period: 60, Stat: 'Sum' }
    const { MetricDataResults } = await made.cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: at(0),
        EndTime: at(1),
        MetricDataQueries: [{ Id: 'm1', MetricStat: metric }],
      }),
    )
    expect(MetricDataResults).toMatchObject([
      {
        Values: [5],
        Messages: [{ Code: 'MultipleUnits', Value: "Multiple units returned: '[Count, Milliseconds, Seconds]'" }],
      },
    ])
  })

  it('M44 keeps high-resolution points apart for three hours, and adds them up to minutes then', async () => {
    const made = await metered()
    const second = (n: number) => new Date(at(0).getTime() + n * 1000)
    for (const n of [1, 2, 31]) {
      await put(made, { MetricName: 'Orders', Value: n, StorageResolution: 1, Timestamp: second(n) })
    }
    await put(made, { MetricName: 'Slow', Value: 9, Timestamp: second(31) })
    const sums = async (MetricName: string, Period: number) =>
      (await read(made, { MetricName, Period, StartTime: at(0), EndTime: at(2), Statistics: ['Sum'] })).map(
        ({ Timestamp, Sum }) => [((Timestamp?.getTime() ?? 0) - at(0).getTime()) / 1000, Sum],
      )
    expect(await sums('Orders', 1)).toEqual([
      [1, 1],
      [2, 2],
      [31, 31],
    ])
    expect(await sums('Orders', 30)).toEqual([
      [0, 3],
      [30, 31],
    ])
    expect(await sums('Slow', 10)).toEqual([[0, 9]])
    made.clock.advance(3 * 60 * MINUTE + MINUTE)
    await put(made, { MetricName: 'Orders', Value: 1 })
    expect(await sums('Orders', 30)).toEqual([])
    expect(await sums('Orders', 60)).toEqual([[0, 34]])
  })

  it('M45 lists what was put, merges what is old, and knows no percentile of a statistic set', async () => {
    const made = await metered()
    const Dimensions = [{ Name: 'Shop', Value: 'north' }]
    await put(
      made,
      { MetricName: 'Orders', Values: [1, 2, 3, 4] },
      {
        MetricName: 'Orders',
        Dimensions,
        StatisticValues: { SampleCount: 4, Sum: 9, Minimum: 1, Maximum: 4 },
      },
      { MetricName: 'Flat', StatisticValues: { SampleCount: 4, Sum: 8, Minimum: 2, Maximum: 2 } },
    )
    const { Metrics } = await made.cloudWatch.send(new ListMetricsCommand({ Namespace: SHOP }))
    expect(Metrics).toEqual([
      { Namespace: SHOP, MetricName: 'Orders', Dimensions: [] },
      { Namespace: SHOP, MetricName: 'Orders', Dimensions },
      { Namespace: SHOP, MetricName: 'Flat', Dimensions: [] },
    ])
    const p50 = {
      Statistics: [],
      ExtendedStatistics: ['p50'],
    } satisfies Partial<GetMetricStatisticsCommandInput>
    expect(await read(made, p50)).toMatchObject([{ ExtendedStatistics: { p50: 2 } }])
    expect(await read(made, { ...p50, MetricName: 'Flat' })).toMatchObject([{ ExtendedStatistics: { p50: 2 } }])
    expect(await read(made, { ...p50, Dimensions })).toMatchObject([{ ExtendedStatistics: {} }])

    made.clock.advance(20 * 24 * 60 * MINUTE)
    await put(made, { MetricName: 'Orders', Value: 1 })
    expect(await read(made, { Period: 60 })).toEqual([])
    expect(await read(made, { Period: 300 })).toMatchObject([{ Timestamp: at(0), Sum: 10 }])
    const listed = await made.cloudWatch.send(new ListMetricsCommand({ Namespace: SHOP }))
    expect(listed.Metrics).toEqual([{ Namespace: SHOP, MetricName: 'Orders', Dimensions: [] }])
  })
})
