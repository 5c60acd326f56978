import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../support/metered.js'
import { alarming, ORDERS } from './alarm-support.js'

describe('many alarms', () => {
  it.each([
    [1, 2],
    [299, 1],
  ])('M85 beside %i others, an alarm shows %i changes after two days', async (others, changes) => {
    const { put, minute, history, clock, alarm, cloudWatch } = await alarming()
    for (let other = 0; other < others; other++) {
      const AlarmName = `other-${other}`
      await cloudWatch.send(new PutMetricAlarmCommand({ ...ORDERS, AlarmName, TreatMissingData: 'ignore' }))
    }
    await put({ TreatMissingData: 'ignore' })
    await minute(30)
    clock.advance(2 * 24 * 60 * MINUTE)
    await minute(5)
    expect(await alarm()).toMatchObject({ StateValue: 'OK' })
    expect(await history({ AlarmName: 'orders', HistoryItemType: 'StateUpdate' })).toHaveLength(changes)
  })
})
