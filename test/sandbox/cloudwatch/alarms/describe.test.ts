import {
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  DescribeAlarmsForMetricCommand,
} from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { STAGE } from '../../support/metered.js'
import { refused } from '../../support/sandbox.js'
import { alarming, TOPIC } from './alarm-support.js'

describe('DescribeAlarms', () => {
  it('M72 filters by name, prefix, state and action, in the order of names, page by page', async () => {
    const { put, minute, cloudWatch, compose } = await alarming()
    for (const AlarmName of ['b', 'a2', 'a1']) await put({ AlarmName })
    await put({ AlarmName: 'c', MetricName: 'Other', OKActions: [TOPIC] })
    await minute(30)
    await compose('all', 'ALARM(a1)')
    const names = async (input: DescribeAlarmsCommandInput) => {
      const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand(input))
      return [...CompositeAlarms, ...MetricAlarms].map(({ AlarmName }) => AlarmName)
    }
    expect(await names({})).toEqual(['a1', 'a2', 'b', 'c'])
    expect(await names({ AlarmNamePrefix: 'a' })).toEqual(['a1', 'a2'])
    expect(await names({ AlarmNamePrefix: 'a', AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] })).toEqual([
      'all',
      'a1',
      'a2',
    ])
    expect(await names({ AlarmNames: ['b', 'x'] })).toEqual(['b'])
    expect(await names({ StateValue: 'INSUFFICIENT_DATA' })).toEqual(['c'])
    expect(await names({ ActionPrefix: 'arn:aws:sns' })).toEqual(['c'])
    const first = await cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 3 }))
    expect(await names({ MaxRecords: 3, NextToken: first.NextToken })).toEqual(['c'])
    expect(await refused(names({ NextToken: 'x' }))).toContain('400 InvalidNextToken')
    expect(await refused(names({ AlarmNames: ['a'], AlarmNamePrefix: 'a' }))).toContain('InvalidParameterCombination')
    expect(await refused(names({ MaxRecords: 101 }))).toContain("Value '101' at 'maxRecords'")
  })

  it('M73 finds the alarms on a metric by its dimensions in any order, and none on expressions', async () => {
    const { put, cloudWatch } = await alarming()
    const [api, stage] = STAGE
    await put({ AlarmName: 'one', Dimensions: STAGE })
    await put({ AlarmName: 'none' })
    const find = async (more: object = {}) => {
      const { MetricAlarms } = await cloudWatch.send(
        new DescribeAlarmsForMetricCommand({ Namespace: 'Shop', MetricName: 'Orders', ...more }),
      )
      return MetricAlarms?.map(({ AlarmName }) => AlarmName)
    }
    expect(await find({ Dimensions: [stage, api] })).toEqual(['one'])
    expect(await find()).toEqual(['none'])
    expect(await find({ Statistic: 'Sum', Period: 60 })).toEqual(['none'])
    expect(await find({ Period: 300 })).toEqual([])
    expect(await refused(find({ MetricName: undefined }))).toContain('MissingRequiredParameterException')
  })
})
