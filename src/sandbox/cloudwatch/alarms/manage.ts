import type * as z from 'zod/mini'
import { parseJson } from '../../http/json.js'
import type { World } from '../../world/world.js'
import { alarmNotFound, invalidFormat, validationError } from '../failure.js'
import type { alarmNamesInput, setAlarmStateInput } from '../shapes/alarms.js'
import { noteConfiguration } from './note.js'
import { parseRule } from './rule.js'
import { change, settleAlarms } from './settle.js'

type Names = z.infer<typeof alarmNamesInput>

/** DeleteAlarms: all of them or none. */
export function deleteAlarms(world: World, { AlarmNames }: Names): void {
  settleAlarms(world)
  const { alarms } = world.monitoring
  if (AlarmNames.some((name) => !alarms.has(name))) throw alarmNotFound()
  const rules = [...alarms.values()].flatMap((alarm) =>
    alarm.type === 'CompositeAlarm' && !AlarmNames.includes(alarm.name)
      ? parseRule(alarm.settings.AlarmRule).alarms
      : [],
  )
  const needed = AlarmNames.find((name) => rules.includes(name))
  if (needed !== undefined) {
    throw validationError(`Cannot delete ${needed} as there are composite alarm(s) depending on it.`)
  }
  for (const name of new Set(AlarmNames)) {
    const alarm = alarms.get(name)
    if (alarm) noteConfiguration(world, alarm, 'Delete')
    alarms.delete(name)
  }
}

/** SetAlarmState: until the alarm is looked at again, and is in another one. */
export function setAlarmState(world: World, input: z.infer<typeof setAlarmStateInput>): void {
  settleAlarms(world)
  const alarm = world.monitoring.alarms.get(input.AlarmName)
  if (!alarm) throw alarmNotFound()
  const { StateValue: value, StateReason: reason, StateReasonData: reasonData = null } = input
  if (reasonData !== null && parseJson(reasonData) === undefined) {
    throw invalidFormat('StateReasonData must be valid JSON.')
  }
  change(world, alarm, { value, reason, reasonData }, world.clock.now())
}

/** EnableAlarmActions and DisableAlarmActions: names that there are not are passed over. */
export function switchActions(enabled: boolean) {
  return (world: World, { AlarmNames }: Names): void => {
    settleAlarms(world)
    for (const name of new Set(AlarmNames)) {
      const alarm = world.monitoring.alarms.get(name)
      if (!alarm || (alarm.settings.ActionsEnabled ?? true) === enabled) continue
      alarm.settings.ActionsEnabled = enabled
      alarm.configurationUpdatedMs = world.clock.now()
      noteConfiguration(world, alarm, 'Update')
    }
  }
}
