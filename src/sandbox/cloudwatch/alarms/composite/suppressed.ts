import type { World } from '../../../world/world.js'
import type { Alarm, CompositeAlarm } from '../alarm.js'
import { suppress } from '../transition.js'
import { suppressionAfter, suppressorOf } from './suppression.js'

/** Tells those whose actions an alarm suppresses that it has changed. */
export function tellSuppressed(world: World, suppressor: Alarm, atMs: number): void {
  for (const alarm of compositesOf(world)) {
    if (suppressorOf(alarm) === suppressor.name) suppress(world, alarm, suppressionAfter(world, alarm, atMs), atMs)
  }
}

/** Ends the periods whose end is before a moment, each at its end: now the actions are done. */
export function endPeriods(world: World, beforeMs: number): void {
  const over = compositesOf(world).flatMap((alarm) => {
    const endMs = alarm.suppression?.untilMs ?? Number.POSITIVE_INFINITY
    return endMs < beforeMs ? [{ alarm, endMs }] : []
  })
  for (const { alarm, endMs } of over.sort((a, b) => a.endMs - b.endMs)) suppress(world, alarm, undefined, endMs)
}

export function compositesOf({ monitoring }: World): CompositeAlarm[] {
  return [...monitoring.alarms.values()].filter((alarm) => alarm.type === 'CompositeAlarm')
}
