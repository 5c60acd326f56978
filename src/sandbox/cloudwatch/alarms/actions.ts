import type { World } from '../../world/world.js'
import type { AlarmAction } from '../monitoring.js'
import { settleAlarms } from './settle.js'

/** What the alarms of a world would have told others until now, oldest first. */
export function alarmActions(world: World): readonly AlarmAction[] {
  settleAlarms(world)
  return world.monitoring.actions
}
