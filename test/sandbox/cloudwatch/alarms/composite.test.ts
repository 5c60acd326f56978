import { DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRule } from '../../../../src/sandbox/cloudwatch/alarms/composite/rule.js'
import { CloudWatchFailure } from '../../../../src/sandbox/cloudwatch/failure.js'
import { at } from '../../support/metered.js'
import { refused } from '../../support/sandbox.js'
import { alarming, arnOf, TOPIC } from './alarm-support.js'

const STATES = new Map([
  ['a', 'ALARM'],
  ['o', 'OK'],
  ['i', 'INSUFFICIENT_DATA'],
  ['with space', 'ALARM'],
] as const)
const holds = (rule: string) => parseRule(rule).holds((name) => STATES.get(name as 'a'))

describe('the rule of a composite alarm', () => {
  it.each([
    ['ALARM(a)', true],
    ['ALARM("a")', true],
    [`ALARM("${arnOf('a')}")`, true],
    ['ALARM("with space")', true],
    ['OK(a)', false],
    ['OK(o) AND INSUFFICIENT_DATA(i)', true],
    ['NOT ALARM(a) OR OK(o)', true],
    ['NOT (ALARM(a) OR OK(o))', false],
    ['NOT NOT TRUE', true],
    ['FALSE OR TRUE AND FALSE', false],
    ['TRUE OR TRUE AND FALSE', true],
    ['(TRUE OR TRUE) AND FALSE', false],
    ['ALARM(gone)', false],
  ])('M75 %s is %s', (rule, expected) => {
    expect(holds(rule)).toBe(expected)
  })

  it.each([
    '',
    'ALARM',
    'ALARM()',
    'ALARM(a',
    'ALARM(a) OK(o)',
    'AND TRUE',
    'TRUE AND',
    'alarm(a)',
    '"TRUE"',
    'MAYBE(a)',
    'AT_LEAST(1, ALARM, (a, o))',
    'ALARM("a)',
    `${'('.repeat(100)}TRUE${')'.repeat(100)}`,
    Array.from({ length: 101 }, (_, n) => `ALARM(a${n})`).join(' OR '),
  ])('M75 refuses %s', (rule) => {
    expect(() => parseRule(rule)).toThrow(CloudWatchFailure)
  })

  it('M75 never fails in another way', () => {
    const part = fc.constantFrom('ALARM(', 'OK(', ')', '(', 'a', '"', 'AND', 'OR', 'NOT', 'TRUE', 'FALSE', ',', '\\')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
        try {
          expect(typeof holds(parts.join(' '))).toBe('boolean')
        } catch (error) {
          expect(error).toBeInstanceOf(CloudWatchFailure)
        }
      }),
    )
  })
})

async function twoAlarms() {
  const made = await alarming()
  await made.put({ AlarmName: 'one', MetricName: 'One', TreatMissingData: 'notBreaching' })
  await made.put({ AlarmName: 'two', MetricName: 'Two', TreatMissingData: 'notBreaching' })
  const composite = async (name: string) =>
    (await made.cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['CompositeAlarm'] })))
      .CompositeAlarms?.[0]
  return { ...made, composite }
}

describe('a composite alarm', () => {
  it('M76 follows the alarms that it names, and says which one changed it', async () => {
    const { compose, composite, minute } = await twoAlarms()
    await compose('any', `ALARM("${arnOf('one')}") OR ALARM(two)`, {
      AlarmDescription: 'd',
      AlarmActions: [TOPIC],
    })
    expect(await composite('any')).toEqual({
      AlarmName: 'any',
      AlarmArn: arnOf('any'),
      AlarmDescription: 'd',
      AlarmRule: `ALARM("${arnOf('one')}") OR ALARM(two)`,
      ActionsEnabled: true,
      AlarmActions: [TOPIC],
      OKActions: [],
      InsufficientDataActions: [],
      AlarmConfigurationUpdatedTimestamp: at(0),
      StateValue: 'OK',
      StateReason: `${arnOf('any')} was created and its alarm rule evaluates to OK at Thursday 01 January, 2026 00:00:00 UTC`,
      StateUpdatedTimestamp: at(0),
      StateTransitionedTimestamp: at(0),
    })
    await minute()
    await minute(30, 'Two')
    const alarming2 = await composite('any')
    expect(alarming2).toMatchObject({
      StateValue: 'ALARM',
      StateReason: `${arnOf('two')} transitioned to ALARM at Thursday 01 January, 2026 00:02:00 UTC`,
      StateUpdatedTimestamp: at(2),
    })
    expect(JSON.parse(alarming2?.StateReasonData ?? '')).toEqual({
      triggeringAlarms: [{ arn: arnOf('two'), state: { value: 'ALARM', timestamp: '2026-01-01T00:02:00.000+0000' } }],
    })
    // It stays what it is while another alarm joins.
    await minute(30, 'One')
    expect(await composite('any')).toMatchObject({ StateUpdatedTimestamp: at(2) })
  })

  it('M76 follows other composite alarms, a state that was set, and what happened while nobody asked', async () => {
    const { compose, composite, minute, cloudWatch, history, actions } = await twoAlarms()
    await compose('both', 'ALARM(one) AND ALARM(two)')
    await compose('above', 'NOT ALARM(both)', { OKActions: [TOPIC] })
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: 'one', StateValue: 'ALARM', StateReason: 'x' }))
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: 'two', StateValue: 'ALARM', StateReason: 'x' }))
    expect(await composite('above')).toMatchObject({
      StateValue: 'OK',
      StateReason: expect.stringContaining(`${arnOf('both')} transitioned to ALARM`),
    })
    await minute()
    await minute()
    const items = await history({
      AlarmName: 'above',
      HistoryItemType: 'StateUpdate',
      ScanBy: 'TimestampAscending',
    })
    expect(items.map(({ HistorySummary, AlarmType }) => `${AlarmType}: ${HistorySummary}`)).toEqual([
      'CompositeAlarm: Alarm updated from INSUFFICIENT_DATA to ALARM',
      'CompositeAlarm: Alarm updated from ALARM to OK',
      'CompositeAlarm: Alarm updated from OK to ALARM',
    ])
    expect(await actions()).toMatchObject([{ alarm: 'above', to: 'OK', message: { AlarmRule: 'NOT ALARM(both)' } }])
    await compose('above', 'FALSE')
    expect(await composite('above')).toMatchObject({
      StateValue: 'OK',
      StateReason: expect.stringContaining('was updated and its alarm rule evaluates to OK'),
    })
  })

  it('M76 ends also where alarms are made of each other', async () => {
    const { compose, states } = await twoAlarms()
    await compose('x', 'FALSE')
    await compose('y', 'NOT ALARM(x)')
    await compose('x', 'ALARM(y)')
    expect(Object.keys(await states('x', 'y'))).toEqual(['x', 'y'])
  })

  it('M78 is refused where its rule names what there is not, or itself, or where its name is taken', async () => {
    const { compose, put } = await twoAlarms()
    expect(await refused(compose('any', 'ALARM(one) OR OK(three) OR OK(four)'))).toBe(
      '400 ValidationException: Could not save the composite alarm as alarms [three, four] in the alarm rule do not exist',
    )
    await compose('any', 'ALARM(one)')
    expect(await refused(compose('any', 'ALARM(any)'))).toContain('400 ValidationException')
    expect(await refused(compose('one', 'TRUE'))).toContain('already exists')
    expect(await refused(put({ AlarmName: 'any' }))).toContain('already exists')
    expect(await refused(compose('any', 'one'))).toContain('400 ValidationException: AlarmRule must consist of')
  })

  it('M72 is found as a parent and finds its children, of which little is told', async () => {
    const { compose, cloudWatch } = await twoAlarms()
    await compose('any', 'ALARM(one) OR ALARM(two)')
    const ask = (input: object) => cloudWatch.send(new DescribeAlarmsCommand(input))
    expect(await ask({ ParentsOfAlarmName: 'one' })).toMatchObject({
      CompositeAlarms: [{ AlarmName: 'any', AlarmArn: arnOf('any'), StateValue: 'OK', StateUpdatedTimestamp: at(0) }],
      MetricAlarms: [],
    })
    const { MetricAlarms } = await ask({ ChildrenOfAlarmName: 'any' })
    expect(MetricAlarms?.map(({ AlarmName, MetricName }) => [AlarmName, MetricName])).toEqual([
      ['one', undefined],
      ['two', undefined],
    ])
    expect(await refused(ask({ ChildrenOfAlarmName: 'any', AlarmNames: ['x'] }))).toContain('400 ValidationException')
  })
})
