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

it('L65 keeps 64 Mi characters of all groups, and forgets the older half of the longest', () => {
  const MIB = 1024 * 1024
  const logs = createLogs(new ManualClock())
  const message = 'x'.repeat(256 * 1024)
  const count = (name: string) => logs.groups.get(name)?.events.length
  logs.write('short', 'stream', 0, message)
  for (let index = 1; index < (64 * MIB) / message.length; index++) logs.write('long', 'stream', index, message)
  expect([count('short'), count('long')]).toEqual([1, 255])

  logs.write('other', 'stream', 999, `${message}and more`)
  expect([count('short'), count('long'), count('other')]).toEqual([1, 127, 1])
  expect(logs.groups.get('long')?.events[0]?.timestamp).toBe(129)
  expect(logs.groups.get('other')?.events[0]?.message).toBe(message)

  logs.remove('long')
  for (let index = 0; index < 254; index++) logs.write('again', 'stream', index, message)
  expect(count('again')).toBe(254)
})
