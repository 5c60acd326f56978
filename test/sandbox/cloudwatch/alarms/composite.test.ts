import { DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRule } from '../../../../src/sandbox/cloudwatch/alarms/composite/rule.js'
import { CloudWatchFailure, validationError } from '../../../../src/sandbox/cloudwatch/failure.js'
import { at } from '../../support/metered.js'
import { refused } from '../../support/sandbox.js'
import { alarming, arnOf, TOPIC } from './alarm-support.js'

const STATES = new Map([
  ['a', 'ALARM'],
  ['o', 'OK'],
  ['i', 'INSUFFICIENT_DATA'],
  ['with space', 'ALARM'],
] as const)
const judged = (rule: string) => parseRule(rule).judged((name) => STATES.get(name as 'a'))
const holds = (rule: string) => judged(rule).holds

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
    ['ALARM ( a )', true],
    ['AT_LEAST(1, ALARM, (a, o))', true],
    ['AT_LEAST(2, ALARM, (a, o, i))', false],
    ['AT_LEAST(2, NOT ALARM, (a, o, i))', true],
    ['AT_LEAST(50%, OK, (a, o))', true],
    ['AT_LEAST(34%, OK, (a, o, i))', false],
    [`AT_LEAST(2, ALARM, (a, "with space", ${arnOf('o')})) AND NOT AT_LEAST(1, ALARM, (o))`, true],
    ['AT_LEAST(2, ALARM, (a, a))', true],
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
    'AT_LEAST(1, ALARM, (a, o)',
    'AT_LEAST(1 ALARM, (a, o))',
    'AT_LEAST(1, ALARM, a)',
    Array.from({ length: 7 }, () => `${'('.repeat(40)}TRUE${')'.repeat(40)}`).join(' OR '),
    'ALARM("a)',
    `${'('.repeat(100)}TRUE${')'.repeat(100)}`,
    Array.from({ length: 101 }, (_, n) => `ALARM(a${n})`).join(' OR '),
  ])('M75 refuses %s', (rule) => {
    expect(() => parseRule(rule)).toThrow(CloudWatchFailure)
  })

  const OPERAND = "'(', 'NOT', AT_LEAST, TRUE or FALSE, ALARM, OK, or INSUFFICIENT_DATA"
  it.each([
    ['true', `Unsupported token 'true' at char 0, must be: ${OPERAND}`],
    ['!TRUE', `Unsupported token '!TRUE' at char 0, must be: ${OPERAND}`],
    ['TRUE AND UNKNOWN(a)', `Unsupported token 'UNKNOWN' at char 9, must be: ${OPERAND}`],
    ['TRUE && FALSE', "Unsupported token '&&' at char 5, must be: <EOF>, 'AND', 'OR'"],
    ['TRUE junk', "Unsupported token 'junk' at char 5, must be: <EOF>"],
    ['ALARM(an alarm with spaces)', "Unsupported token 'alarm' at char 9, must be: ')'"],
    ['TRUE AND', `Unsupported token '<EOF>' at char 8, must be: ${OPERAND}`],
    ['AT_LEAST(-1, ALARM, (a))', "Unsupported token '-1' at char 9, must be: NUMBER, PERCENTAGE NUMBER"],
    ['AT_LEAST(50.5%, OK, (a))', "Unsupported token '50.5%' at char 9, must be: NUMBER, PERCENTAGE NUMBER"],
    [
      'AT_LEAST(1, BOGUS, (a))',
      "Unsupported token 'BOGUS' at char 12, must be: 'NOT', ALARM, OK, or INSUFFICIENT_DATA",
    ],
    ['AT_LEAST(3, ALARM, (a,o))', 'AT_LEAST absolute threshold must be between 1 and number of alarms (2)'],
    ['AT_LEAST(0, ALARM, (a,o))', 'AT_LEAST absolute threshold must be between 1 and number of alarms (2)'],
    ['AT_LEAST(101%, ALARM, (a,o))', 'AT_LEAST percentage threshold must be between 1 and 100'],
  ])('M98 refuses %s with the place, in the words of AWS', (rule, message) => {
    expect(() => parseRule(rule)).toThrow(validationError(`Error in AlarmRule [${message}]`))
  })

  it.each([
    ['ALARM(a) OR ALARM(o)', ['a']],
    ['ALARM(a) OR OK(o)', ['a', 'o']],
    ['ALARM(o) OR ALARM(i)', ['o', 'i']],
    ['ALARM(a) AND ALARM(o)', ['o']],
    ['NOT (ALARM(a) AND OK(o))', ['a', 'o']],
    ['AT_LEAST(1, ALARM, (a, o, i))', ['a']],
    ['TRUE OR ALARM(a)', ['a']],
    ['FALSE', []],
  ])('M76 is decided, %s, by %s', (rule, deciding) => {
    expect(judged(rule).deciding).toEqual(deciding)
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
      StateReason: `${arnOf('any')} was created and its alarm rule evaluates to OK`,
      StateReasonData: expect.stringMatching(/^\{"triggeringAlarms":\[\{"arn":".*:one",.*"arn":".*:two",.*\]\}$/),
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
      StateReason: expect.stringContaining('was updated and its new alarm rule evaluates to OK'),
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
    const unsaved = `Could not save the composite alarm as alarms [${arnOf('three')}, ${arnOf('four')}] in the alarm rule do not exist`
    expect(await refused(compose('any', 'ALARM(one) OR OK(three) OR OK(four)'))).toBe(
      `400 ValidationException: ${unsaved}`,
    )
    await compose('any', 'ALARM(one)')
    const taken = (name: string) => `AlarmName [${name}] is already used by another alarm of a different type`
    const wrong: [Promise<unknown>, string][] = [
      [
        compose('any', 'ALARM(any)'),
        'A composite alarm cannot have a child relation with itself via its AlarmRule, as it would introduce a circular dependency',
      ],
      [
        compose('any', 'ALARM(arn:aws:cloudwatch:us-east-1:111111111111:alarm:one)'),
        'A composite alarm cannot have a child relation with alarms from another AWS account',
      ],
      [
        compose('any', 'ALARM(arn:aws:cloudwatch:us-west-2:000000000000:alarm:one)'),
        'Error in AlarmRule [Wrong ARN region, it was us-west-2 but us-east-1 was expected instead]',
      ],
      [compose('one', 'TRUE'), taken('one')],
      [put({ AlarmName: 'any' }), taken('any')],
    ]
    for (const [call, message] of wrong) expect(await refused(call)).toBe(`400 ValidationException: ${message}`)
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
