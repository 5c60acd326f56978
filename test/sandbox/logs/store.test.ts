import { expect, it } from 'vitest'
import { createLogs } from '../../../src/sandbox/logs/store.js'
import { ManualClock } from '../support/manual-clock.js'

it('G14 keeps the last 10,000 events of a group, and 1,000 groups', () => {
  const logs = createLogs(new ManualClock())
  for (let index = 0; index < 30_000; index++) logs.write('group', 'stream', index, `event ${index}`)
  const events = logs.groups.get('group')?.events ?? []
  expect(events.length).toBeGreaterThanOrEqual(10_000)
  expect(events.length).toBeLessThanOrEqual(11_000)
  expect(events.at(-1)?.message).toBe('event 29999')
  expect(events.at(-10_000)?.message).toBe('event 20000')

  for (let index = 0; index < 1_500; index++) logs.write(`group ${index}`, 'stream', 0, 'event')
  expect(logs.groups.size).toBe(1_000)
})
