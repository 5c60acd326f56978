import type { World } from '../../../world/world.js'
import { notEmulated, validationError } from '../../failure.js'
import type { CompositeAlarmSettings } from '../../shapes/alarms.js'
import { alarmArn, type CompositeAlarm, tagsOf, unchecked } from '../alarm.js'
import { alarmToReplace, checkActions } from '../checks.js'
import { configurationOf, noteConfiguration, sameSettings } from '../configuration.js'
import { settleAlarms } from '../settle.js'
import { suppress } from '../transition.js'
import { checkSuppressor, itself } from './check-suppressor.js'
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
  if (known && sameSettings(known.settings, settings)) return
  const before = known && configurationOf(world, known)
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
  noteConfiguration(world, alarm, known ? 'Update' : 'Create', before)
  // A period that ran for another suppressor is over.
  if (alarm.suppression && suppressorOf(alarm) !== suppressor) suppress(world, alarm, byAlarm(world, alarm), nowMs)
}

function checkRule(world: World, { AlarmName, AlarmRule }: CompositeAlarmSettings): void {
  const { alarms, references } = parseRule(AlarmRule)
  for (const reference of references) checkPlace(world, reference)
  if (alarms.includes(AlarmName)) throw itself('AlarmRule')
  const unknown = alarms.filter((name) => !world.monitoring.alarms.has(name)).map((name) => alarmArn(world, name))
  if (unknown.length > 0) {
    throw validationError(
      `Could not save the composite alarm as alarms [${unknown.join(', ')}] in the alarm rule do not exist`,
    )
  }
}

/** An ARN has to be one of this account and region. */
function checkPlace({ accountId, region }: World, reference: string): void {
  const [, there, account] = /^arn:[^:]*:cloudwatch:([^:]*):([^:]*):alarm:/.exec(reference) ?? []
  if (account !== undefined && account !== accountId) {
    throw validationError('A composite alarm cannot have a child relation with alarms from another AWS account')
  }
  if (there !== undefined && there !== region) {
    throw validationError(`Error in AlarmRule [Wrong ARN region, it was ${there} but ${region} was expected instead]`)
  }
}
