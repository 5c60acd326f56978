import type { World } from '../../../world/world.js'
import type { StateValue } from '../../shapes/alarms.js'
import { alarmArn, type CompositeAlarm, type MetricAlarm } from '../alarm.js'
import { longDate, offsetTime } from '../times.js'
import { type NextState, transition } from '../transition.js'
import { ruleOf } from './rule.js'
import { compositesOf, tellSuppressed } from './suppressed.js'

/** Puts an alarm into a state, and after it the alarms that are made of it or whose actions it suppresses. */
export function change(world: World, alarm: MetricAlarm | CompositeAlarm, next: NextState, atMs: number): void {
  const before = alarm.state.value
  transition(world, alarm, next, atMs)
  if (alarm.state.value === before) return
  tellSuppressed(world, alarm, atMs)
  settleComposites(world, atMs, alarm)
}

/** Evaluates the rules until no alarm changes any more; alarms that are made of each other end after a round each. */
export function settleComposites(world: World, atMs: number, trigger: MetricAlarm | CompositeAlarm | null): void {
  const { alarms } = world.monitoring
  const composites = compositesOf(world)
  let cause = trigger
  for (let round = 0; round <= composites.length; round++) {
    const changed = composites.find((alarm) => {
      const { holds, deciding } = ruleOf(alarm).judged((name) => alarms.get(name)?.state.value)
      const value = holds ? 'ALARM' : 'OK'
      const put = !alarm.evaluated
      alarm.evaluated = true
      if (value === alarm.state.value) return false
      const decided = { value, deciding, cause: put ? null : cause, atMs } as const
      transition(world, alarm, compositeState(world, alarm, decided), atMs)
      return true
    })
    if (!changed) return
    tellSuppressed(world, changed, atMs)
    cause = changed
  }
}

interface Decided {
  readonly value: StateValue
  /** The alarms whose states decided. */
  readonly deciding: readonly string[]
  /** The one that changed; null where the rule did. */
  readonly cause: MetricAlarm | CompositeAlarm | null
  readonly atMs: number
}

function compositeState(world: World, { name, state }: CompositeAlarm, decided: Decided): NextState {
  const { value, deciding, cause, atMs } = decided
  const triggeringAlarms = [...new Set(deciding)].flatMap((one) => {
    const alarm = world.monitoring.alarms.get(one)
    if (!alarm) return []
    return {
      arn: alarmArn(world, one),
      state: { value: alarm.state.value, timestamp: offsetTime(alarm.state.transitionedMs) },
    }
  })
  const reasonData = JSON.stringify({ triggeringAlarms })
  if (cause) {
    const reason = `${alarmArn(world, cause.name)} transitioned to ${cause.state.value} at ${longDate(atMs)}`
    return { value, reason, reasonData }
  }
  const put = state.value === 'INSUFFICIENT_DATA' ? 'created and its' : 'updated and its new'
  return { value, reason: `${alarmArn(world, name)} was ${put} alarm rule evaluates to ${value}`, reasonData }
}
