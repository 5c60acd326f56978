import { expect, it } from 'vitest'
import { filterLogEvents, getLogEvents } from '../../../src/sandbox/logs/events.js'
import { ManualClock } from '../support/manual-clock.js'
import { buildWorld } from '../support/world.js'

const KIB = 1024

it('L65 gives events of at most a mebibyte at once, and at least one', () => {
  const world = buildWorld({ clock: new ManualClock() }, [])
  const write = (name: string) => world.logs.write('group', 'stream', 0, name.repeat(256 * KIB))
  for (const name of ['a', 'b', 'c', 'd', 'e']) write(name)
  const firsts = (answer: object) =>
    (Reflect.get(answer, 'events') as readonly { readonly message: string }[]).map(({ message }) => message[0])
  const logGroupName = 'group'
  const logStreamName = 'stream'

  const page = filterLogEvents(world, { logGroupName })
  expect(firsts(page)).toEqual(['a', 'b', 'c', 'd'])
  const nextToken = String(Reflect.get(page, 'nextToken'))
  expect(firsts(filterLogEvents(world, { logGroupName, nextToken }))).toEqual(['e'])

  expect(firsts(getLogEvents(world, { logGroupName, logStreamName, startFromHead: true }))).toEqual([
    'a',
    'b',
    'c',
    'd',
  ])
  const latest = getLogEvents(world, { logGroupName, logStreamName })
  expect(firsts(latest)).toEqual(['b', 'c', 'd', 'e'])
  const back = String(Reflect.get(latest, 'nextBackwardToken'))
  expect(firsts(getLogEvents(world, { logGroupName, logStreamName, nextToken: back }))).toEqual(['a'])
})
