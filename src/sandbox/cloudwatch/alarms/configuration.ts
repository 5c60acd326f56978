import { isDeepStrictEqual } from 'node:util'
import type { World } from '../../world/world.js'
import { type Alarm, alarmArn, type CompositeAlarm } from './alarm.js'
import { ruleOf } from './composite/rule.js'
import { suppressorOf } from './composite/suppression.js'
import { note } from './note.js'
import { offsetTime } from './times.js'

/** An alarm as its history tells of it. */
export type Configuration = Readonly<Record<string, unknown>>

const DONE = { Create: 'created', Update: 'updated', Delete: 'deleted' } as const

/** Notes what was done to an alarm; of an update also what was before where it is different now. */
export function noteConfiguration(
  world: World,
  alarm: Alarm,
  type: keyof typeof DONE,
  before: Configuration | undefined = undefined,
): void {
  const now = configurationOf(world, alarm)
  const original = Object.entries(before ?? {}).filter(([name, value]) => !isDeepStrictEqual(value, now[name]))
  note(world, alarm, {
    atMs: world.clock.now(),
    type: 'ConfigurationUpdate',
    summary: `Alarm "${alarm.name}" ${DONE[type]}`,
    data: {
      version: '1.0',
      type,
      [`${DONE[type]}Alarm`]: now,
      ...(before ? { originalUpdatedFields: Object.fromEntries(original) } : {}),
    },
  })
}

/** Whether settings mean the same: those that are put again change nothing. */
export function sameSettings(one: Alarm['settings'], other: Alarm['settings']): boolean {
  const whole = (settings: Alarm['settings']) => ({
    ...settings,
    ActionsEnabled: settings.ActionsEnabled ?? true,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
  })
  return isDeepStrictEqual(whole(one), whole(other))
}

export function configurationOf(world: World, alarm: Alarm): Configuration {
  const { ActionsEnabled, OKActions, AlarmActions, InsufficientDataActions, ...settings } = alarm.settings
  const { state, configurationUpdatedMs } = alarm
  return {
    ...(lowered(settings) as Configuration),
    ...(alarm.type === 'MetricAlarm' ? ofMetric(alarm.settings) : { childStates: childStates(world, alarm) }),
    alarmArn: alarmArn(world, alarm.name),
    alarmConfigurationUpdatedTimestamp: offsetTime(configurationUpdatedMs),
    stateValue: state.value,
    stateUpdatedTimestamp: offsetTime(state.updatedMs),
    actionsEnabled: ActionsEnabled ?? true,
    okactions: OKActions ?? [],
    alarmActions: AlarmActions ?? [],
    insufficientDataActions: InsufficientDataActions ?? [],
  }
}

/** Any statistic is an extended one there. */
function ofMetric({ Statistic, ExtendedStatistic, Dimensions }: Extract<Alarm, { type: 'MetricAlarm' }>['settings']) {
  return {
    statistic: undefined,
    extendedStatistic: Statistic?.toUpperCase() ?? ExtendedStatistic,
    dimensions: lowered(Dimensions ?? []),
  }
}

/** Of the alarms that a composite alarm is made of, or that suppress it. */
function childStates(world: World, alarm: CompositeAlarm): object[] {
  const names = new Set([...ruleOf(alarm).alarms, suppressorOf(alarm) ?? ''])
  return [...names].flatMap((name) => {
    const state = world.monitoring.alarms.get(name)?.state
    if (!state) return []
    const { value, transitionedMs, updatedMs } = state
    const timestamps = { transitionTimestamp: offsetTime(transitionedMs), timestamp: offsetTime(updatedMs) }
    return { arn: alarmArn(world, name), state: { value, ...timestamps } }
  })
}

/** `{ MetricName }` → `{ metricName }`, to the bottom. */
function lowered<T>(value: T): unknown {
  if (Array.isArray(value)) return value.map(lowered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name.slice(0, 1).toLowerCase() + name.slice(1), lowered(field)]),
  )
}
