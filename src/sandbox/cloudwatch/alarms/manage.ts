import type * as z from 'zod/mini'
import { parseJson } from '../../http/json.js'
import type { World } from '../../world/world.js'
import { alarmNotFound, invalidFormat, validationError } from '../failure.js'
import type { alarmNamesInput, setAlarmStateInput } from '../shapes/alarms.js'
import { change } from './composite/composites.js'
import { ruleOf } from './composite/rule.js'
import { compositesOf } from './composite/suppressed.js'
import { suppressorOf } from './composite/suppression.js'
import { configurationOf, noteConfiguration } from './configuration.js'
import { settleAlarms } from './settle.js'

type Names = z.infer<typeof alarmNamesInput>

/** DeleteAlarms: those of the names that there are, unless a composite alarm needs one of them, itself named or not. */
export function deleteAlarms(world: World, { AlarmNames }: Names): void {
  settleAlarms(world)
  const { alarms } = world.monitoring
  const named = [...new Set(AlarmNames)].flatMap((name) => alarms.get(name) ?? [])
  if (named.filter(({ type }) => type === 'CompositeAlarm').length > 1) {
    throw validationError('Only one composite alarm can be deleted at a time.')
  }
  const needed = new Set(compositesOf(world).flatMap((alarm) => [...ruleOf(alarm).alarms, suppressorOf(alarm)]))
  const kept = named.find(({ name }) => needed.has(name))
  if (kept) throw validationError(`Cannot delete ${kept.name} as there are composite alarm(s) depending on it.`)
  for (const alarm of named) {
    noteConfiguration(world, alarm, 'Delete')
    alarms.delete(alarm.name)
  }
}

/** SetAlarmState: until the alarm is looked at again, and is in another one. */
export function setAlarmState(world: World, input: z.infer<typeof setAlarmStateInput>): void {
  settleAlarms(world)
  const alarm = world.monitoring.alarms.get(input.AlarmName)
  if (!alarm) throw alarmNotFound()
  const { StateValue: value, StateReason: reason, StateReasonData: reasonData = null } = input
  if (reasonData !== null && parseJson(reasonData) === undefined) {
    throw invalidFormat()
  }
  // The state that it is in anyway stays as it is, with its reason.
  if (value !== alarm.state.value) change(world, alarm, { value, reason, reasonData }, world.clock.now())
}

/** EnableAlarmActions and DisableAlarmActions: names that there are not are passed over. */
export function switchActions(enabled: boolean) {
  return (world: World, { AlarmNames }: Names): void => {
    settleAlarms(world)
    for (const name of new Set(AlarmNames)) {
      const alarm = world.monitoring.alarms.get(name)
      if (!alarm || (alarm.settings.ActionsEnabled ?? true) === enabled) continue
      const before = configurationOf(world, alarm)
      alarm.settings.ActionsEnabled = enabled
      alarm.configurationUpdatedMs = world.clock.now()
      noteConfiguration(world, alarm, 'Update', before)
    }
  }
}
