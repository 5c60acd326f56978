import type { World } from '../../world/world.js'
import { invalidCombination, notEmulated, validationError } from '../failure.js'
import type { CompositeAlarmSettings } from '../shapes/alarms.js'
import { type CompositeAlarm, tagsOf, unchecked } from './alarm.js'
import { alarmToReplace, checkActions } from './checks.js'
import { noteConfiguration } from './note.js'
import { parseRule } from './rule.js'
import { settleAlarms } from './settle.js'

/** PutCompositeAlarm: its rule is evaluated at once. The suppressor of its actions is kept, and suppresses nothing. */
export function putCompositeAlarm(world: World, input: CompositeAlarmSettings): void {
  if (input.ActionConfiguration) throw notEmulated('ActionConfiguration of PutCompositeAlarm')
  checkActions(input)
  checkSuppressor(input)
  const rule = parseRule(input.AlarmRule)
  const { alarms } = world.monitoring
  const unknown = rule.alarms.filter((name) => !alarms.has(name))
  if (unknown.length > 0) {
    throw validationError(
      `Could not save the composite alarm as alarms [${unknown.join(', ')}] in the alarm rule do not exist`,
    )
  }
  if (rule.alarms.includes(input.AlarmName)) {
    throw validationError(`The alarm rule of ${input.AlarmName} must not name the alarm itself.`)
  }
  settleAlarms(world)
  const nowMs = world.clock.now()
  const { Tags, ...settings } = input
  const known = alarmToReplace(world, input.AlarmName, 'CompositeAlarm')
  const alarm: CompositeAlarm =
    known?.type === 'CompositeAlarm'
      ? known
      : {
          type: 'CompositeAlarm',
          name: input.AlarmName,
          settings,
          configurationUpdatedMs: nowMs,
          state: unchecked(nowMs),
          tags: tagsOf(Tags),
          evaluated: false,
        }
  Object.assign(alarm, { settings, configurationUpdatedMs: nowMs, evaluated: false })
  alarms.set(alarm.name, alarm)
  noteConfiguration(world, alarm, known ? 'Update' : 'Create')
}

function checkSuppressor(input: CompositeAlarmSettings): void {
  const { ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod } = input
  const periods = [ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod]
  const given = periods.filter((period) => period !== undefined).length
  if (ActionsSuppressor === undefined ? given > 0 : given < 2) {
    throw invalidCombination(
      'ActionsSuppressor, ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be specified together.',
    )
  }
}
