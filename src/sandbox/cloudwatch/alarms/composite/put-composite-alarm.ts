import type { World } from '../../../world/world.js'
import { notEmulated, validationError } from '../../failure.js'
import type { CompositeAlarmSettings } from '../../shapes/alarms.js'
import { type CompositeAlarm, tagsOf, unchecked } from '../alarm.js'
import { alarmToReplace, checkActions } from '../checks.js'
import { noteConfiguration } from '../note.js'
import { settleAlarms } from '../settle.js'
import { suppress } from '../transition.js'
import { checkSuppressor } from './check-suppressor.js'
import { parseRule } from './rule.js'
import { byAlarm, suppressorOf } from './suppression.js'

/** PutCompositeAlarm: its rule is evaluated at once. */
export function putCompositeAlarm(world: World, input: CompositeAlarmSettings): void {
  if (input.ActionConfiguration) throw notEmulated('ActionConfiguration of PutCompositeAlarm')
  checkActions(input)
  checkRule(world, input)
  checkSuppressor(world, input)
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
  const suppressor = suppressorOf(alarm)
  Object.assign(alarm, { settings, configurationUpdatedMs: nowMs, evaluated: false })
  world.monitoring.alarms.set(alarm.name, alarm)
  noteConfiguration(world, alarm, known ? 'Update' : 'Create')
  // A period that ran for another suppressor is over.
  if (alarm.suppression && suppressorOf(alarm) !== suppressor) suppress(world, alarm, byAlarm(world, alarm), nowMs)
}

function checkRule({ monitoring }: World, { AlarmName, AlarmRule }: CompositeAlarmSettings): void {
  const rule = parseRule(AlarmRule)
  const unknown = rule.alarms.filter((name) => !monitoring.alarms.has(name))
  if (unknown.length > 0) {
    throw validationError(
      `Could not save the composite alarm as alarms [${unknown.join(', ')}] in the alarm rule do not exist`,
    )
  }
  if (rule.alarms.includes(AlarmName)) {
    throw validationError(`The alarm rule of ${AlarmName} must not name the alarm itself.`)
  }
}
