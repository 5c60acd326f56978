import type { World } from '../../../world/world.js'
import { type Alarm, alarmArn, type CompositeAlarm, type Suppression } from '../alarm.js'
import { longDate } from '../times.js'

const ALARM_ARN = /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/s

/** The name in an alarm's ARN, or the name itself. */
export function nameIn(alarm: string): string {
  return ALARM_ARN.exec(alarm)?.[1] ?? alarm
}

/** The name of the alarm that suppresses the actions of this one. */
export function suppressorOf({ settings }: Pick<CompositeAlarm, 'settings'>): string | undefined {
  return settings.ActionsSuppressor === undefined ? undefined : nameIn(settings.ActionsSuppressor)
}

/** What suppresses the actions of a state that the alarm has just gone into. */
export function suppressionOfChange(world: World, alarm: CompositeAlarm, atMs: number): Suppression | undefined {
  if (alarm.settings.ActionsSuppressor === undefined) return undefined
  return byAlarm(world, alarm) ?? period('WaitPeriod', alarm.settings.ActionsSuppressorWaitPeriod, atMs)
}

/** What suppresses them now that the suppressor has changed. Actions that were done are not suppressed any more. */
export function suppressionAfter(world: World, alarm: CompositeAlarm, atMs: number): Suppression | undefined {
  const { suppression, settings } = alarm
  if (!suppression) return undefined
  if (suppression.by !== 'Alarm') return byAlarm(world, alarm) ?? suppression
  return isSuppressing(suppressorIn(world, alarm))
    ? suppression
    : period('ExtensionPeriod', settings.ActionsSuppressorExtensionPeriod, atMs)
}

/** By the suppressor itself, while it is in ALARM. */
export function byAlarm(world: World, alarm: CompositeAlarm): Suppression | undefined {
  const suppressor = suppressorIn(world, alarm)
  if (!isSuppressing(suppressor)) return undefined
  const since = longDate(suppressor.state.transitionedMs)
  const reason = `Actions suppressed by ${alarmArn(world, suppressor.name)} that transitioned to ALARM at ${since}`
  return { by: 'Alarm', reason, untilMs: null }
}

function suppressorIn({ monitoring }: World, alarm: CompositeAlarm): Alarm | undefined {
  return monitoring.alarms.get(suppressorOf(alarm) ?? '')
}

function isSuppressing(suppressor: Alarm | undefined): suppressor is Alarm {
  return suppressor?.state.value === 'ALARM'
}

function period(by: 'WaitPeriod' | 'ExtensionPeriod', seconds = 0, atMs = 0): Suppression | undefined {
  return seconds > 0 ? { by, reason: `Actions suppressed by ${by}`, untilMs: atMs + seconds * 1000 } : undefined
}
