import type { World } from '../../../world/world.js'
import { validationError } from '../../failure.js'
import type { CompositeAlarmSettings } from '../../shapes/alarms.js'
import { alarmArn } from '../alarm.js'
import { nameIn } from './suppression.js'

const PERIODS = ['ActionsSuppressorWaitPeriod', 'ActionsSuppressorExtensionPeriod'] as const

/** The suppressor of actions and its two periods go together, and it is another alarm of this account and region. */
export function checkSuppressor(world: World, input: CompositeAlarmSettings): void {
  const { AlarmName, ActionsSuppressor } = input
  if (ActionsSuppressor === undefined) {
    const alone = PERIODS.find((name) => input[name] !== undefined)
    if (alone) throw validationError(`${alone} requires an ActionSuppressor`)
    return
  }
  const missing = PERIODS.find((name) => input[name] === undefined)
  if (missing) throw validationError(`${missing} must not be null`)
  const name = nameIn(ActionsSuppressor)
  if (ActionsSuppressor.startsWith('arn:') && ActionsSuppressor !== alarmArn(world, name)) {
    throw validationError('ActionsSuppressor must be a valid CloudWatch Alarm ARN or an Alarm name')
  }
  if (name === AlarmName) throw itself('ActionsSuppressor')
  if (!world.monitoring.alarms.has(name)) {
    throw validationError(
      `Could not save the composite alarm as the alarm ${alarmArn(world, name)} in ActionsSuppressor does not exist`,
    )
  }
}

export function itself(member: string) {
  return validationError(
    `A composite alarm cannot have a child relation with itself via its ${member}, as it would introduce a circular dependency`,
  )
}
