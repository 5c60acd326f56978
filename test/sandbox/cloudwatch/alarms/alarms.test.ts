import { DescribeAlarmsCommand, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { at, MINUTE, NAMESPACE, STAGE } from '../../support/metered.js'
import { refused } from '../../support/sandbox.js'
import { alarming, arnOf, ORDERS, orders, TOPIC } from './alarm-support.js'

describe('PutMetricAlarm', () => {
  it('M61 makes an alarm that is not checked yet, and shows what was given', async () => {
    const { put, alarm, cloudWatch } = await alarming()
    await put({ AlarmActions: [TOPIC], Tags: [{ Key: 'team', Value: 'a' }], AlarmDescription: '<' })
    expect(await alarm()).toEqual({
      ...ORDERS,
      AlarmArn: arnOf('orders'),
      AlarmDescription: '<',
      AlarmConfigurationUpdatedTimestamp: at(0),
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: [TOPIC],
      InsufficientDataActions: [],
      Dimensions: [],
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: at(0),
      StateTransitionedTimestamp: at(0),
    })
    const { CompositeAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({}))
    expect(CompositeAlarms).toEqual([])
  })

  it('M61 replaces all settings of an alarm that is there, and leaves its state', async () => {
    const { put, alarm, minute } = await alarming()
    await put({ AlarmDescription: 'first', TreatMissingData: 'ignore' })
    await minute(30)
    expect(await alarm()).toMatchObject({ StateValue: 'ALARM', StateUpdatedTimestamp: at(1) })
    await put({ Threshold: 100, TreatMissingData: 'ignore' })
    const changed = await alarm()
    expect(changed).toMatchObject({
      StateValue: 'ALARM',
      Threshold: 100,
      AlarmConfigurationUpdatedTimestamp: at(1),
      StateUpdatedTimestamp: at(1),
    })
    expect(changed).not.toHaveProperty('AlarmDescription')
    await minute()
    expect((await alarm())?.StateValue).toBe('OK')
  })

  it('M62 refuses what contradicts itself or is not emulated', async () => {
    const { put } = await alarming()
    const math = (...Metrics: MetricDataQuery[]) => ({
      Metrics,
      MetricName: undefined,
      Namespace: undefined,
      Statistic: undefined,
      Period: undefined,
    })
    const m1 = (Period = 60, MetricName = 'Orders') => ({
      Id: 'm1',
      ReturnData: false,
      MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Period, Stat: 'Sum' },
    })
    const e1 = (Expression: string) => ({ Id: 'e1', Expression })
    const wrong: [Parameters<typeof put>[0], string][] = [
      [
        { EvaluationPeriods: undefined },
        'ValidationException: PutMetricAlarm request should have an EvaluationPeriods parameter',
      ],
      [{ Threshold: undefined }, 'ValidationException: PutMetricAlarm request should have valid Threshold parameter'],
      [{ ComparisonOperator: undefined }, 'PutMetricAlarm request should have a valid ComparisonOperator parameter'],
      [{ Period: undefined }, 'PutMetricAlarm request should have a Period parameter'],
      [{ MetricName: undefined }, 'MissingRequiredParameterException: The parameter MetricName is required.'],
      [{ Statistic: undefined }, 'PutMetricAlarm request should have a Statistic parameter'],
      [
        { ExtendedStatistic: 'p99' },
        'ValidationException: PutMetricAlarm request can not be made with both Statistic and ExtendedStatistic parameters. Only one of them should be present',
      ],
      [
        { EvaluateLowSampleCountPercentile: 'ignore' },
        'Option evaluateLowSampleCountPercentile can not be applied with statistic Sum. This option is enabled only for percentile statistics.',
      ],
      [{ Statistic: undefined, ExtendedStatistic: 'p999' }, 'InvalidParameterValueException: The value p999'],
      [{ Period: 15 }, 'ValidationException: Period must be 10, 20, 30 or a multiple of 60'],
      [
        { Period: 300, EvaluationPeriods: 289 },
        'ValidationException: Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600',
      ],
      [
        { Period: 3600, EvaluationPeriods: 169 },
        'more than a week (EvaluationPeriods * Period must be <= 604800) for alarms using period >= 3600',
      ],
      [
        { DatapointsToAlarm: 2 },
        'ValidationException: DatapointsToAlarm must be less than or equal to EvaluationPeriods',
      ],
      [
        { TreatMissingData: 'good' },
        'ValidationException: The value good is not supported for TreatMissingData parameter. Supported values are [breaching, notBreaching, ignore, missing].',
      ],
      [
        { EvaluateLowSampleCountPercentile: 'x' },
        'ValidationException: Option x is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.',
      ],
      [{ AlarmActions: ['pager'] }, 'ValidationException: Invalid arn syntax: pager'],
      [{ Tags: [{ Key: 'aws:x', Value: '' }] }, '403 AccessDenied: '],
      [{ AlarmName: '' }, 'Member must have length greater than or equal to 1'],
      [{ Statistic: 'Median' as never }, "Value 'Median' at 'statistic' failed to satisfy constraint"],
      [{ ThresholdMetricId: 't1' }, '501 NotImplementedException'],
      [{ EvaluationInterval: 60 }, '501 NotImplementedException'],
      [{ EvaluationWindow: { SlidingWindow: {} } }, '501 NotImplementedException'],
      [{ Metrics: [e1('m1')] }, 'ValidationException: MetricName should not be set if list of Metrics is set.'],
      [math(m1(), e1('m1'), { ...e1('m1'), Id: 'e2' }), 'Exactly one element of the metrics list should return data.'],
      [math(m1()), 'Exactly one element of the metrics list should return data.'],
      [math(e1("SEARCH('Orders', 'Sum', 60)")), 'SEARCH is not supported on Metric Alarms.'],
      [math(m1(), e1('m1 + m2')), "Error in expression 'e1': Undefined variable name 'm2'"],
      [math(m1(), e1('[m1]')), 'must return one time series'],
      [math(m1(), { ...m1(300), Id: 'm2' }, e1('m1 + m2')), 'the same period'],
      [math(m1(90), e1('m1')), 'Period must be 10, 20, 30 or a multiple of 60'],
      [math(...Array.from({ length: 11 }, (_, n) => ({ ...m1(), Id: `m${n}` })), e1('m1')), 'at most 10 metrics'],
      [math(m1(), { ...e1('m1'), AccountId: '1' }), '501 NotImplementedException'],
      [math(e1('SELECT SUM(x) FROM y')), '501 NotImplementedException'],
    ]
    for (const [changes, expected] of wrong) expect(await refused(put(changes))).toContain(expected)
  })
})

describe('an alarm', () => {
  it('M63 is looked at in every minute that is over, though nobody asks in between', async () => {
    const made = await alarming()
    const { put, minute, alarm, history } = made
    await put()
    for (const value of [5, 30, 30, 5]) await minute(value)
    expect(await alarm()).toMatchObject({ StateValue: 'OK', StateUpdatedTimestamp: at(4) })
    const items = await history({ HistoryItemType: 'StateUpdate', ScanBy: 'TimestampAscending' })
    expect(items.map(({ Timestamp, HistorySummary }) => [Timestamp, HistorySummary])).toEqual([
      [at(1), 'Alarm updated from INSUFFICIENT_DATA to OK'],
      [at(2), 'Alarm updated from OK to ALARM'],
      [at(4), 'Alarm updated from ALARM to OK'],
    ])
    // The minute that runs does not count yet.
    await orders(made, 100)
    expect((await alarm())?.StateValue).toBe('OK')
  })

  it('M63 slides its periods minute by minute, and looks every ten seconds at short ones', async () => {
    const { put, minute, alarm, state, clock, ...made } = await alarming()
    await put({ Period: 300 })
    await put({ AlarmName: 'fast', Period: 10, MetricName: 'Fast' })
    await minute(15)
    await minute()
    await minute(15)
    expect(await alarm()).toMatchObject({ StateValue: 'ALARM', StateUpdatedTimestamp: at(3) })
    await orders(made as never, 30, 'Fast')
    clock.advance(20_000)
    expect(await state('fast')).toBe('ALARM')
  })

  it('M64 asks for two datapoints more than it evaluates, in case that some are missing', async () => {
    const { put, minute, state } = await alarming()
    await put()
    await minute(30)
    expect(await state()).toBe('ALARM')
    await minute()
    await minute()
    expect(await state()).toBe('ALARM')
    await minute()
    expect(await state()).toBe('INSUFFICIENT_DATA')
  })

  it('M17 sees a minute when its delay has passed', async () => {
    const { put, minute, state } = await alarming({ metricsDelayMs: MINUTE })
    await put({ EvaluationPeriods: 1 })
    await minute(30)
    expect(await state()).toBe('INSUFFICIENT_DATA')
    await minute()
    expect(await state()).toBe('ALARM')
  })

  it('M67 is on metric math as well, which divides nothing by nothing to nothing', async () => {
    const { put, ask, state, clock, alarm, cloudWatch } = await alarming()
    const metric = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: NAMESPACE, MetricName, Dimensions: STAGE },
        Period: 60,
        Stat: 'Sum',
      },
    })
    const Metrics: MetricDataQuery[] = [
      metric('h', 'CacheHitCount'),
      metric('m', 'CacheMissCount'),
      { Id: 'ratio', Expression: '100 * h / (h + m)', Label: 'Hit ratio' },
    ]
    await put({
      AlarmName: 'ratio',
      Metrics,
      Namespace: undefined,
      MetricName: undefined,
      Statistic: undefined,
      Period: undefined,
      Threshold: 50,
      ComparisonOperator: 'LessThanThreshold',
    })
    await ask(4)
    clock.advance(MINUTE)
    expect(await state('ratio')).toBe('OK')
    expect(await alarm('ratio')).toMatchObject({
      Metrics,
      StateReason: expect.stringContaining('[75.0 (01/01/26 00:00:00)] was not less'),
    })
    expect((await alarm('ratio'))?.Dimensions).toEqual([])
    const data = await cloudWatch.send(
      new GetMetricDataCommand({ StartTime: at(0), EndTime: at(2), MetricDataQueries: Metrics }),
    )
    expect(data.MetricDataResults).toEqual([
      { Id: 'ratio', Label: 'Hit ratio', Timestamps: [at(0)], Values: [75], StatusCode: 'Complete' },
    ])
  })

  it('M85 is looked at for the last three days where nobody asked for longer', async () => {
    const { put, minute, history, clock, alarm } = await alarming()
    await put({ TreatMissingData: 'ignore' })
    await minute(30)
    clock.advance(4 * 24 * 60 * MINUTE)
    await minute(5)
    expect(await alarm()).toMatchObject({ StateValue: 'OK' })
    expect(await history({ HistoryItemType: 'StateUpdate' })).toHaveLength(1)
  })

  it('M86 does not see values that come late for a minute that it has looked at', async () => {
    const made = await alarming()
    const { put, minute, state } = made
    await put({ TreatMissingData: 'notBreaching' })
    await minute()
    await minute()
    await minute()
    await minute()
    await orders(made, 30, 'Orders', at(0))
    expect(await state()).toBe('OK')
    // Within the evaluation range it is seen at the next look.
    await orders(made, 30, 'Orders', at(3))
    await minute()
    expect(await state()).toBe('ALARM')
  })
})
