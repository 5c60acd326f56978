import {
  DeleteAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { at } from '../../support/metered.js'
import { refused } from '../../support/sandbox.js'
import { alarming, arnOf, TOPIC } from './alarm-support.js'

const set = (AlarmName: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', more: object = {}) =>
  new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'testing alarm', ...more })

describe('SetAlarmState', () => {
  it('M69 holds until the alarm is looked at and is in another state', async () => {
    const { put, cloudWatch, alarm, minute } = await alarming()
    await put({ TreatMissingData: 'notBreaching' })
    await cloudWatch.send(set('orders', 'ALARM', { StateReasonData: '{"by":"me"}' }))
    expect(await alarm()).toMatchObject({
      StateValue: 'ALARM',
      StateReason: 'testing alarm',
      StateReasonData: '{"by":"me"}',
      StateUpdatedTimestamp: at(0),
    })
    await minute()
    expect(await alarm()).toMatchObject({ StateValue: 'OK', StateTransitionedTimestamp: at(1) })
  })

  it('M69 changes nothing where the alarm is in the state anyway', async () => {
    const { put, cloudWatch, alarm, clock, history } = await alarming()
    await put({ TreatMissingData: 'ignore' })
    await cloudWatch.send(set('orders', 'ALARM', { StateReasonData: '{ "raw": 1 }' }))
    const before = await alarm()
    clock.advance(1000)
    await cloudWatch.send(set('orders', 'ALARM', { StateReason: 'another', StateReasonData: '{"new":true}' }))
    expect(await alarm()).toEqual(before)
    expect(await history({ HistoryItemType: 'StateUpdate' })).toHaveLength(1)
  })

  it('M69 refuses an alarm that there is not, an unknown state, and data that is no JSON', async () => {
    const { put, cloudWatch } = await alarming()
    await put()
    expect(await refused(cloudWatch.send(set('other', 'OK')))).toMatch(/^404 ResourceNotFound/)
    expect(await refused(cloudWatch.send(set('orders', 'FINE' as 'OK')))).toBe(
      "400 ValidationException: 1 validation error detected: Value 'FINE' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
    )
    expect(await refused(cloudWatch.send(set('orders', 'OK', { StateReasonData: '{' })))).toMatch(
      /^400 InvalidFormatFault/,
    )
  })
})

describe('the history of alarms', () => {
  it('M70 refuses a token that it did not give', async () => {
    const { history } = await alarming()
    expect(await refused(history({ NextToken: 'abc' }))).toBe('400 InvalidNextToken: Invalid NextToken : abc')
  })

  it('M70 has what was configured, changed and done, the newest first, also of alarms that are gone', async () => {
    const { put, minute, history, cloudWatch, clock } = await alarming()
    await put({ AlarmActions: [TOPIC] })
    await put({ AlarmName: 'other' })
    await minute(30)
    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['orders'] }))
    const items = await history({ AlarmName: 'orders' })
    expect(
      items.map(({ HistoryItemType, HistorySummary, AlarmType }) => [HistoryItemType, HistorySummary, AlarmType]),
    ).toEqual([
      ['ConfigurationUpdate', 'Alarm "orders" deleted', 'MetricAlarm'],
      ['Action', `Successfully executed action ${TOPIC}`, 'MetricAlarm'],
      ['StateUpdate', 'Alarm updated from INSUFFICIENT_DATA to ALARM', 'MetricAlarm'],
      ['ConfigurationUpdate', 'Alarm "orders" created', 'MetricAlarm'],
    ])
    const [, action, update] = items.map(({ HistoryData }) => JSON.parse(HistoryData ?? ''))
    expect(update).toMatchObject({
      version: '1.0',
      oldState: { stateValue: 'INSUFFICIENT_DATA', stateReason: 'Unchecked: Initial alarm creation' },
      newState: { stateValue: 'ALARM', stateReasonData: { recentDatapoints: [30], threshold: 20 } },
    })
    expect(action).toMatchObject({ actionState: 'Succeeded', notificationResource: TOPIC, error: null })
    expect(JSON.parse(JSON.parse(action.publishedMessage).default)).toMatchObject({ NewStateValue: 'ALARM' })

    const some = { HistoryItemType: 'ConfigurationUpdate', StartDate: at(0), EndDate: at(0) } as const
    expect(await history({ ...some, ScanBy: 'TimestampAscending', MaxRecords: 1 })).toMatchObject([
      { AlarmName: 'orders', HistorySummary: 'Alarm "orders" created' },
    ])
    expect(await refused(history({ StartDate: at(1), EndDate: at(0) }))).toContain('400 ValidationException')
    expect(await refused(history({ AlarmContributorId: 'x' }))).toContain('501 NotImplementedException')
    clock.advance(30 * 24 * 60 * 60_000)
    expect(await history({ AlarmName: 'orders' })).toMatchObject([{ HistorySummary: 'Alarm "orders" deleted' }, {}, {}])
  })

  it('M70 tells of a configuration in the form of AWS, and of an update what was before', async () => {
    const { put, compose, history, clock } = await alarming()
    await put({ Dimensions: [{ Name: 'Stage', Value: 'prod' }] })
    clock.advance(1000)
    await put({ Threshold: 30, ActionsEnabled: false })
    await compose('any', 'ALARM(orders)', { OKActions: [TOPIC] })
    const [updated, created] = await history({ AlarmName: 'orders' })
    const orders = {
      alarmName: 'orders',
      alarmArn: arnOf('orders'),
      alarmConfigurationUpdatedTimestamp: '2026-01-01T00:00:00.000+0000',
      namespace: 'Shop',
      metricName: 'Orders',
      extendedStatistic: 'SUM',
      period: 60,
      dimensions: [{ name: 'Stage', value: 'prod' }],
      threshold: 20,
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      stateValue: 'INSUFFICIENT_DATA',
      stateUpdatedTimestamp: '2026-01-01T00:00:00.000+0000',
      actionsEnabled: true,
      alarmActions: [],
      insufficientDataActions: [],
      okactions: [],
    }
    expect(JSON.parse(created?.HistoryData ?? '')).toEqual({ version: '1.0', type: 'Create', createdAlarm: orders })
    const changes = {
      alarmConfigurationUpdatedTimestamp: '2026-01-01T00:00:01.000+0000',
      dimensions: [],
      threshold: 30,
      actionsEnabled: false,
    }
    const { alarmConfigurationUpdatedTimestamp, dimensions, threshold, actionsEnabled } = orders
    expect(JSON.parse(updated?.HistoryData ?? '')).toEqual({
      version: '1.0',
      type: 'Update',
      updatedAlarm: { ...orders, ...changes },
      originalUpdatedFields: { alarmConfigurationUpdatedTimestamp, dimensions, threshold, actionsEnabled },
    })
    const [composite] = await history({ AlarmName: 'any', HistoryItemType: 'ConfigurationUpdate' })
    expect(JSON.parse(composite?.HistoryData ?? '').createdAlarm).toMatchObject({
      alarmRule: 'ALARM(orders)',
      okactions: [TOPIC],
      stateValue: 'INSUFFICIENT_DATA',
      childStates: [
        {
          arn: arnOf('orders'),
          state: {
            value: 'INSUFFICIENT_DATA',
            transitionTimestamp: '2026-01-01T00:00:00.000+0000',
            timestamp: '2026-01-01T00:00:00.000+0000',
          },
        },
      ],
    })
  })

  it('M99 has nothing of a configuration that is put again as it is', async () => {
    const { put, compose, alarm, history, clock } = await alarming()
    for (let time = 0; time < 2; time++) {
      await put({ ...(time > 0 ? { ActionsEnabled: true, OKActions: [] } : {}), Tags: [{ Key: 'a', Value: 'b' }] })
      await compose('any', 'ALARM(orders)')
      clock.advance(1000)
    }
    expect((await alarm())?.AlarmConfigurationUpdatedTimestamp).toEqual(at(0))
    const AlarmTypes = ['MetricAlarm', 'CompositeAlarm'] as const
    const items = await history({ HistoryItemType: 'ConfigurationUpdate', AlarmTypes: [...AlarmTypes] })
    expect(items.map(({ HistorySummary }) => HistorySummary)).toEqual(['Alarm "any" created', 'Alarm "orders" created'])
  })

  it('M70 leaves out what would make its data too long', async () => {
    const { put, history } = await alarming()
    await put({
      AlarmDescription: 'd'.repeat(1024),
      AlarmActions: Array.from({ length: 5 }, (_, n) => TOPIC + n + 'x'.repeat(900)),
    })
    const [{ HistoryData = '' } = {}] = await history()
    expect(HistoryData.length).toBeLessThan(4096)
    expect(JSON.parse(HistoryData)).toMatchObject({ type: 'Create' })
  })
})

describe('the actions of alarms', () => {
  it('M71 are told by the administration, and reach nobody', async () => {
    const { put, minute, actions } = await alarming()
    await put({ AlarmActions: [TOPIC], OKActions: [`${TOPIC}-ok`] })
    await minute(30)
    await minute(5)
    expect(await actions()).toMatchObject([
      {
        at: '2026-01-01T00:01:00.000Z',
        accountId: '000000000000',
        region: 'us-east-1',
        alarm: 'orders',
        from: 'INSUFFICIENT_DATA',
        to: 'ALARM',
        action: TOPIC,
      },
      {
        alarm: 'orders',
        from: 'ALARM',
        to: 'OK',
        action: `${TOPIC}-ok`,
        message: {
          AlarmName: 'orders',
          AlarmArn: arnOf('orders'),
          OldStateValue: 'ALARM',
          NewStateValue: 'OK',
          Trigger: { MetricName: 'Orders', Statistic: 'SUM', Threshold: 20 },
        },
      },
    ])
  })

  it('M71 are done only while they are enabled', async () => {
    const { put, minute, actions, cloudWatch, alarm } = await alarming()
    await put({ AlarmActions: [TOPIC], TreatMissingData: 'notBreaching' })
    const AlarmNames = ['orders', 'no-such-alarm']
    await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames }))
    expect((await alarm())?.ActionsEnabled).toBe(false)
    await minute(30)
    expect([(await alarm())?.StateValue, await actions()]).toEqual(['ALARM', []])
    await cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames }))
    await minute(5)
    await minute(30)
    expect(await actions()).toHaveLength(1)
  })
})

describe('DeleteAlarms', () => {
  it('M74 deletes what there is of the names, one composite alarm at most, and none that one needs', async () => {
    const { put, cloudWatch, compose, states } = await alarming()
    for (const AlarmName of ['a', 'b', 'c']) await put({ AlarmName })
    await compose('both', 'ALARM(a) AND ALARM(b)')
    await compose('none', 'FALSE')
    const remove = (...AlarmNames: string[]) => cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames }))
    const needed = '400 ValidationException: Cannot delete a as there are composite alarm(s) depending on it.'
    expect(await refused(remove('c', 'a'))).toBe(needed)
    // Also where that one would be deleted together with it.
    expect(await refused(remove('both', 'a', 'c'))).toBe(needed)
    expect(await refused(remove('c', 'both', 'none'))).toContain('400 ValidationException: Only one composite alarm')
    expect(Object.keys(await states())).toEqual(['a', 'b', 'c', 'both', 'none'])
    await remove('both', 'c', 'gone', 'c')
    await remove('gone')
    expect(Object.keys(await states())).toEqual(['a', 'b', 'none'])
  })
})

describe('tags', () => {
  it('M79 are those of the first PutMetricAlarm, and are changed by themselves', async () => {
    const { put, cloudWatch, compose } = await alarming()
    const tag = (Key: string, Value: string) => ({ Key, Value })
    await put({ Tags: [tag('Environment', 'Production')] })
    await put({ Tags: [tag('ignored', 'x')] })
    await compose('all', 'ALARM(orders)', { Tags: [tag('a', 'b')] })
    const ResourceARN = arnOf('orders')
    const tags = async (arn = ResourceARN) =>
      (await cloudWatch.send(new ListTagsForResourceCommand({ ResourceARN: arn }))).Tags
    expect(await tags()).toEqual([tag('Environment', 'Production')])
    expect(await tags(arnOf('all'))).toEqual([tag('a', 'b')])
    await cloudWatch.send(
      new TagResourceCommand({ ResourceARN, Tags: [tag('tag1', 'foo'), tag('Environment', 'Test')] }),
    )
    expect(await tags()).toEqual([tag('Environment', 'Test'), tag('tag1', 'foo')])
    await cloudWatch.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['tag1', 'none'] }))
    expect(await tags()).toEqual([tag('Environment', 'Test')])

    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['all'] }))
    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['orders'] }))
    expect(await refused(tags())).toMatch(/^404 ResourceNotFoundException/)
    const call = (arn: string, ...Tags: { Key: string; Value: string }[]) =>
      cloudWatch.send(new TagResourceCommand({ ResourceARN: arn, Tags }))
    expect(await refused(call(ResourceARN, tag('a', '')))).toMatch(/^404 ResourceNotFoundException/)
    expect(await refused(call('orders', tag('a', '')))).toMatch(/^400 InvalidParameterValueException/)
    await put()
    const many = Array.from({ length: 51 }, (_, n) => tag(`k${n}`, ''))
    expect(await refused(call(ResourceARN, ...many))).toBe(
      '400 ValidationException: The resultant tag set must not have more than 50 user tags.',
    )
    expect(await refused(call(ResourceARN, tag('a', ''), tag('AWS:x', '')))).toBe(
      '403 AccessDenied: The provided tag keys must not start with any case of "aws:"',
    )
    expect(await tags()).toEqual([])
  })
})
