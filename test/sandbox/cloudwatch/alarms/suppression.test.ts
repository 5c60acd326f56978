import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { at, MINUTE } from '../../support/metered.js'
import { refused } from '../../support/sandbox.js'
import { alarming, arnOf, TOPIC } from './alarm-support.js'

const SECOND = 1_000
const START = Date.UTC(2026, 0, 1)
const WAIT = { ActionsSuppressedBy: 'WaitPeriod', ActionsSuppressedReason: 'Actions suppressed by WaitPeriod' }
const EXTENSION = {
  ActionsSuppressedBy: 'ExtensionPeriod',
  ActionsSuppressedReason: 'Actions suppressed by ExtensionPeriod',
}
const ACTIONS = { AlarmActions: [TOPIC], OKActions: [`${TOPIC}-ok`] }

/** A value for each of the coming minutes. */
const minutely = (MetricName: string, ...values: number[]) =>
  new PutMetricDataCommand({
    Namespace: 'Shop',
    MetricData: values.map((Value, minute) => ({ MetricName, Value, Timestamp: at(minute) })),
  })

/** The alarm `main` of `child`, whose actions `quiet` suppresses: it waits for 20 seconds, and 30 after it. */
async function suppressed(more: object = {}) {
  const made = await alarming()
  const { cloudWatch, clock, actions } = made
  const set = (AlarmName: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') =>
    cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: '' }))
  for (const AlarmName of ['child', 'quiet']) {
    await made.put({ AlarmName, TreatMissingData: 'ignore' })
    await set(AlarmName, 'OK')
  }
  const compose = (changes: object = {}) =>
    made.compose('main', 'ALARM(child)', {
      ...ACTIONS,
      ActionsSuppressor: 'quiet',
      ActionsSuppressorWaitPeriod: 20,
      ActionsSuppressorExtensionPeriod: 30,
      ...more,
      ...changes,
    })
  const main = async () => {
    const { CompositeAlarms } = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: ['main'], AlarmTypes: ['CompositeAlarm'] }),
    )
    const [alarm] = CompositeAlarms ?? []
    const { StateValue, StateUpdatedTimestamp, StateTransitionedTimestamp } = alarm ?? {}
    const after = (time: Date | undefined) => ((time?.getTime() ?? 0) - START) / SECOND
    return {
      StateValue,
      updated: after(StateUpdatedTimestamp),
      transitioned: after(StateTransitionedTimestamp),
      by: alarm?.ActionsSuppressedBy,
      why: alarm?.ActionsSuppressedReason,
    }
  }
  /** What was done: when, and for which state. */
  const done = async () =>
    (await actions()).map((action) => [(Date.parse(action.at ?? '') - START) / SECOND, `${action.from} → ${action.to}`])
  const seconds = (count: number): void => clock.advance(count * SECOND)
  await compose()
  return { ...made, composeAny: made.compose, compose, set, main, done, seconds }
}

/** The same a minute later, in OK and with nothing suppressed. */
async function settled(more: object = {}) {
  const made = await suppressed(more)
  made.seconds(60)
  expect(await made.done()).toEqual([[20, 'OK → OK']])
  return { ...made, done: async () => (await made.done()).slice(1) }
}

describe('the actions of a composite alarm', () => {
  it('M77 are not done while its suppressor is in ALARM, which its name or its ARN says', async () => {
    for (const ActionsSuppressor of ['quiet', arnOf('quiet')]) {
      const { set, main, done, seconds } = await settled({ ActionsSuppressor })
      await set('quiet', 'ALARM')
      seconds(5)
      await set('child', 'ALARM')
      seconds(3600)
      expect(await main()).toEqual({
        StateValue: 'ALARM',
        updated: 65,
        transitioned: 65,
        by: 'Alarm',
        why: `Actions suppressed by ${arnOf('quiet')} that transitioned to ALARM at Thursday 01 January, 2026 00:01:00 UTC`,
      })
      await set('child', 'OK')
      seconds(3600)
      expect((await main()).by).toBe('Alarm')
      expect(await done()).toEqual([])
    }
  })

  it('M77 may be suppressed by a composite alarm, and by none that has no data', async () => {
    const { set, main, done, seconds, compose, composeAny } = await settled()
    await set('quiet', 'INSUFFICIENT_DATA')
    await set('child', 'ALARM')
    seconds(20)
    expect(await main()).toMatchObject({ by: undefined, why: undefined, StateValue: 'ALARM' })
    expect(await done()).toEqual([[80, 'ALARM → ALARM']])
    await set('child', 'OK')
    seconds(20)

    await composeAny('any-quiet', 'ALARM(quiet)')
    await compose({ ActionsSuppressor: 'any-quiet' })
    await set('quiet', 'ALARM')
    await set('child', 'ALARM')
    expect(await main()).toMatchObject({
      by: 'Alarm',
      why: expect.stringContaining(`Actions suppressed by ${arnOf('any-quiet')} that`),
    })
  })

  it('M90 wait for the suppressor after each change of the alarm, its creation included, and are done then', async () => {
    const { set, main, done, seconds } = await suppressed()
    expect(await main()).toEqual({
      StateValue: 'OK',
      updated: 0,
      transitioned: 0,
      by: 'WaitPeriod',
      why: WAIT.ActionsSuppressedReason,
    })
    seconds(19)
    expect([(await main()).by, await done()]).toEqual(['WaitPeriod', []])
    seconds(1)
    expect(await main()).toEqual({ StateValue: 'OK', updated: 20, transitioned: 0, by: undefined, why: undefined })
    expect(await done()).toEqual([[20, 'OK → OK']])
    await set('child', 'ALARM')
    seconds(3600)
    // Nobody looked at the moment.
    expect(await main()).toMatchObject({ StateValue: 'ALARM', updated: 40, transitioned: 20, by: undefined })
    expect(await done()).toEqual([
      [20, 'OK → OK'],
      [40, 'ALARM → ALARM'],
    ])
  })

  it('M90 begin to wait anew where the alarm changes while they wait, and are those of its last state', async () => {
    const { set, main, done, seconds } = await settled()
    await set('child', 'ALARM')
    seconds(10)
    await set('child', 'OK')
    seconds(19)
    expect((await main()).by).toBe('WaitPeriod')
    seconds(1)
    expect(await main()).toMatchObject({ StateValue: 'OK', updated: 90, transitioned: 70, by: undefined })
    expect(await done()).toEqual([[90, 'OK → OK']])
  })

  it('M90 are done at once where the wait has no length', async () => {
    const { set, main, done, seconds } = await suppressed({ ActionsSuppressorWaitPeriod: 0 })
    seconds(60)
    await set('child', 'ALARM')
    expect(await main()).toMatchObject({ by: undefined, updated: 60 })
    expect(await done()).toEqual([
      [0, 'INSUFFICIENT_DATA → OK'],
      [60, 'OK → ALARM'],
    ])
  })

  it('M91 wait for the alarm after the suppressor has left ALARM, and are done then', async () => {
    const { set, main, done, seconds } = await settled()
    await set('child', 'ALARM')
    seconds(10)
    await set('quiet', 'ALARM')
    expect(await main()).toMatchObject({ by: 'Alarm', updated: 70, transitioned: 60 })
    seconds(100)
    await set('quiet', 'OK')
    expect(await main()).toEqual({
      StateValue: 'ALARM',
      updated: 170,
      transitioned: 60,
      by: 'ExtensionPeriod',
      why: EXTENSION.ActionsSuppressedReason,
    })
    seconds(29)
    expect([(await main()).by, await done()]).toEqual(['ExtensionPeriod', []])
    seconds(1)
    expect(await main()).toMatchObject({ by: undefined, updated: 200, transitioned: 60 })
    expect(await done()).toEqual([[200, 'ALARM → ALARM']])
  })

  it('M91 are suppressed again by the suppressor, and wait again where the alarm changes in between', async () => {
    const { set, main, done, seconds } = await settled()
    await set('quiet', 'ALARM')
    await set('child', 'ALARM')
    await set('quiet', 'OK')
    seconds(10)
    await set('quiet', 'ALARM')
    seconds(100)
    expect((await main()).by).toBe('Alarm')
    await set('quiet', 'INSUFFICIENT_DATA')
    seconds(10)
    expect((await main()).by).toBe('ExtensionPeriod')
    // The extension would last for 20 seconds more, but what counts is the wait that begins.
    await set('child', 'OK')
    expect(await main()).toMatchObject({ by: 'WaitPeriod', updated: 180, transitioned: 180 })
    seconds(20)
    expect([(await main()).by, await done()]).toEqual([undefined, [[200, 'OK → OK']]])
  })

  it('M91 are done at once where the extension has no length', async () => {
    const { set, done, seconds } = await settled({ ActionsSuppressorExtensionPeriod: 0 })
    await set('quiet', 'ALARM')
    await set('child', 'ALARM')
    seconds(7)
    await set('quiet', 'OK')
    expect(await done()).toEqual([[67, 'ALARM → ALARM']])
  })

  it('M92 that were done are not suppressed any more, until the alarm changes again', async () => {
    const { set, main, done, seconds } = await settled()
    await set('child', 'ALARM')
    seconds(20)
    const before = await main()
    await set('quiet', 'ALARM')
    expect(await main()).toEqual(before)
    await set('quiet', 'OK')
    seconds(60)
    expect(await main()).toEqual(before)
    expect(await done()).toEqual([[80, 'ALARM → ALARM']])
    await set('quiet', 'ALARM')
    await set('child', 'OK')
    expect((await main()).by).toBe('Alarm')
  })

  it('M93 are suppressed in the same way where they are disabled, which the alarm shows', async () => {
    const { main, done, seconds } = await suppressed({ ActionsEnabled: false })
    expect((await main()).by).toBe('WaitPeriod')
    seconds(60)
    expect([(await main()).by, await done()]).toEqual([undefined, []])
  })

  it('M94 follow metrics and the clock where hours pass at once: changes come before the end of a period', async () => {
    const { cloudWatch, clock, actions, put, compose } = await alarming()
    for (const name of ['errors', 'quiet']) {
      await put({ AlarmName: name, MetricName: name, TreatMissingData: 'ignore' })
    }
    for (const wait of [59, 60]) {
      await compose(`waits-${wait}`, 'ALARM(errors)', {
        ...ACTIONS,
        ActionsSuppressor: 'quiet',
        ActionsSuppressorWaitPeriod: wait,
        ActionsSuppressorExtensionPeriod: 60,
      })
    }
    await cloudWatch.send(minutely('errors', 5, 5, 30, 30, 30, 30, 5, 30))
    await cloudWatch.send(minutely('quiet', 5, 5, 5, 30, 5, 5, 5, 5))
    clock.advance(6 * 60 * MINUTE)
    const told = (await actions()).map(({ alarm, at: when, to }) => `${when?.slice(11, 19)} ${alarm} ${to}`)
    expect(told).toEqual([
      '00:00:59 waits-59 OK',
      '00:01:00 waits-60 OK',
      // The suppressor is in ALARM from 00:04 to 00:05: too late for the one, in time for the other.
      '00:03:59 waits-59 ALARM',
      '00:06:00 waits-60 ALARM',
      // Between 00:07 and 00:08 they are OK again, which nobody has to know who waits for a minute.
      '00:07:59 waits-59 OK',
      '00:08:59 waits-59 ALARM',
      '00:09:00 waits-60 ALARM',
    ])
  })

  it('M94 are suppressed at once where the suppressor goes into ALARM at the same moment', async () => {
    const { clock, actions, put, compose, cloudWatch } = await alarming()
    for (const name of ['errors', 'quiet']) await put({ AlarmName: name, MetricName: name })
    await compose('main', 'ALARM(errors)', {
      ...ACTIONS,
      ActionsSuppressor: 'quiet',
      ActionsSuppressorWaitPeriod: 0,
      ActionsSuppressorExtensionPeriod: 0,
    })
    await cloudWatch.send(minutely('errors', 1, 30))
    await cloudWatch.send(minutely('quiet', 1, 30))
    clock.advance(2 * MINUTE)
    expect((await actions()).map(({ to }) => to)).toEqual(['OK'])
  })

  it('M95 are noted as suppressed in the history, with each change of what suppresses them', async () => {
    const { set, seconds, history } = await settled()
    await set('child', 'ALARM')
    seconds(10)
    await set('quiet', 'ALARM')
    seconds(10)
    await set('quiet', 'OK')
    seconds(30)
    const items = await history({ AlarmName: 'main', ScanBy: 'TimestampAscending' })
    const told = items.map(({ Timestamp, HistoryItemType, HistorySummary = '', HistoryData = '' }) => {
      const { oldState, newState, actionState } = JSON.parse(HistoryData)
      const by = [oldState?.actionsSuppressedBy, newState?.actionsSuppressedBy]
      const when = ((Timestamp?.getTime() ?? 0) - START) / SECOND
      return [when, HistoryItemType, HistorySummary, ...(oldState ? by : [actionState])]
    })
    expect(told.slice(5)).toEqual([
      [60, 'StateUpdate', 'Alarm updated from OK to ALARM', undefined, 'WaitPeriod'],
      [60, 'Action', `Suppressed action ${TOPIC}`, 'Suppressed'],
      [70, 'StateUpdate', 'Alarm updated from ALARM to ALARM', 'WaitPeriod', 'Alarm'],
      [70, 'Action', `Suppressed action ${TOPIC}`, 'Suppressed'],
      [80, 'StateUpdate', 'Alarm updated from ALARM to ALARM', 'Alarm', 'ExtensionPeriod'],
      [80, 'Action', `Suppressed action ${TOPIC}`, 'Suppressed'],
      [110, 'StateUpdate', 'Alarm updated from ALARM to ALARM', 'ExtensionPeriod', undefined],
      [110, 'Action', `Successfully executed action ${TOPIC}`, 'Succeeded'],
    ])
    expect(JSON.parse(items[6]?.HistoryData ?? '')).toEqual({
      actionState: 'Suppressed',
      stateUpdateTimestamp: START + 60 * SECOND,
      notificationResource: TOPIC,
      publishedMessage: null,
      error: null,
      muteWindowEndTimestamp: null,
    })
  })
})

describe('a suppressor', () => {
  it('M96 goes with its two periods, is another alarm that exists, and is not deleted before', async () => {
    const { compose, cloudWatch } = await suppressed()
    const given = {
      ActionsSuppressor: undefined,
      ActionsSuppressorWaitPeriod: undefined,
      ActionsSuppressorExtensionPeriod: undefined,
    }
    const periods = { ActionsSuppressorWaitPeriod: 0, ActionsSuppressorExtensionPeriod: 0 }
    const wrong: [object, string][] = [
      [{ ...given, ActionsSuppressorWaitPeriod: 1 }, 'ActionsSuppressorWaitPeriod requires an ActionSuppressor'],
      [
        { ...given, ActionsSuppressorExtensionPeriod: 1 },
        'ActionsSuppressorExtensionPeriod requires an ActionSuppressor',
      ],
      [{ ...given, ActionsSuppressor: 'quiet' }, 'ActionsSuppressorWaitPeriod must not be null'],
      [{ ActionsSuppressorExtensionPeriod: undefined }, 'ActionsSuppressorExtensionPeriod must not be null'],
      [{ ActionsSuppressorWaitPeriod: -1 }, 'Member must have value greater than or equal to 0'],
      [{ ActionsSuppressorExtensionPeriod: 2 ** 31 }, 'Member must have value less than or equal to 2147483647'],
      [{ ActionsSuppressor: TOPIC }, 'ActionsSuppressor must be a valid CloudWatch Alarm ARN or an Alarm name'],
      [
        { ActionsSuppressor: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:quiet' },
        'ActionsSuppressor must be a valid CloudWatch Alarm ARN or an Alarm name',
      ],
      [{ ActionsSuppressor: 'main' }, 'cannot have a child relation with itself via its ActionsSuppressor'],
      [{ ActionsSuppressor: 'gone' }, `the alarm ${arnOf('gone')} in ActionsSuppressor does not exist`],
      [{ ActionsSuppressor: 'x'.repeat(1601) }, 'Member must have length less than or equal to 1600'],
    ]
    for (const [changes, expected] of wrong) {
      expect(await refused(compose(changes))).toMatch(/^400 ValidationException: /)
      expect(await refused(compose(changes))).toContain(expected)
    }
    await compose(periods)
    const remove = (...AlarmNames: string[]) => cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames }))
    const dependent = '400 ValidationException: Cannot delete quiet as there are composite alarm(s) depending on it.'
    expect(await refused(remove('quiet'))).toBe(dependent)
    expect(await refused(remove('main', 'quiet'))).toBe(dependent)
    await remove('main')
    await remove('quiet')
  })

  it('M97 that is replaced ends the period that runs for it, which another spelling of it does not', async () => {
    const { compose, set, main, done, seconds, put } = await settled()
    await put({ AlarmName: 'other', TreatMissingData: 'ignore' })
    await set('child', 'ALARM')
    seconds(5)
    await compose({ ActionsSuppressor: arnOf('quiet'), ActionsSuppressorWaitPeriod: 500 })
    expect(await main()).toMatchObject({ by: 'WaitPeriod', updated: 60 })
    await compose({ ActionsSuppressor: 'other' })
    expect(await main()).toMatchObject({ by: undefined, updated: 65, transitioned: 60 })
    expect(await done()).toEqual([[65, 'ALARM → ALARM']])

    await set('child', 'OK')
    seconds(5)
    await set('quiet', 'ALARM')
    await compose()
    expect(await main()).toMatchObject({ by: 'Alarm', updated: 70 })
    await compose({
      ActionsSuppressor: undefined,
      ActionsSuppressorWaitPeriod: undefined,
      ActionsSuppressorExtensionPeriod: undefined,
    })
    expect((await main()).by).toBeUndefined()
    expect((await done()).at(-1)).toEqual([70, 'OK → OK'])
  })
})
