import type { World } from '../../../world/world.js'
import type { StateValue } from '../../shapes/alarms.js'
import { alarmArn, type CompositeAlarm, type MetricAlarm } from '../alarm.js'
import { longDate, offsetTime } from '../times.js'
import { type NextState, transition } from '../transition.js'
import { parseRule } from './rule.js'
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
      const value = parseRule(alarm.settings.AlarmRule).holds((name) => alarms.get(name)?.state.value) ? 'ALARM' : 'OK'
      const put = !alarm.evaluated
      alarm.evaluated = true
      if (value === alarm.state.value) return false
      transition(world, alarm, compositeState(world, alarm, { value, cause: put ? null : cause, atMs }), atMs)
      return true
    })
    if (!changed) return
    tellSuppressed(world, changed, atMs)
    cause = changed
  }
}

interface Evaluated {
  readonly value: StateValue
  readonly cause: MetricAlarm | CompositeAlarm | null
  readonly atMs: number
}

function compositeState(world: World, { name, state }: CompositeAlarm, { value, cause, atMs }: Evaluated): NextState {
  const when = longDate(atMs)
  if (!cause) {
    const done = state.value === 'INSUFFICIENT_DATA' ? 'created' : 'updated'
    const reason = `${alarmArn(world, name)} was ${done} and its alarm rule evaluates to ${value} at ${when}`
    return { value, reason, reasonData: null }
  }
  const arn = alarmArn(world, cause.name)
  const caused = { value: cause.state.value, timestamp: offsetTime(cause.state.transitionedMs) }
  return {
    value,
    reason: `${arn} transitioned to ${cause.state.value} at ${when}`,
    reasonData: JSON.stringify({ triggeringAlarms: [{ arn, state: caused }] }),
  }
}
