import type { World } from '../../world/world.js'
import type { AlarmAction } from '../monitoring.js'
import type { StateValue } from '../shapes/alarms.js'
import { type Alarm, type AlarmState, alarmArn } from './alarm.js'
import { note } from './note.js'
import { offsetTime } from './reason.js'

/** What an alarm changes to. */
export type NextState = Pick<AlarmState, 'value' | 'reason' | 'reasonData'>

const ACTIONS = {
  OK: 'OKActions',
  ALARM: 'AlarmActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
} as const satisfies Record<StateValue, string>

/** Puts the alarm into a state. Another one than before is noted in its history, with what it triggers. */
export function transition(world: World, alarm: Alarm, next: NextState, atMs: number): void {
  const before = alarm.state
  const changed = before.value !== next.value
  alarm.state = { ...next, updatedMs: atMs, transitionedMs: changed ? atMs : before.transitionedMs }
  world.monitoring.changes++
  if (!changed) return
  note(world, alarm, {
    atMs,
    type: 'StateUpdate',
    summary: `Alarm updated from ${before.value} to ${next.value}`,
    data: { version: '1.0', oldState: historyState(before), newState: historyState(next) },
  })
  act(world, alarm, before, atMs)
}

function historyState({ value, reason, reasonData }: NextState): object {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData === null ? {} : { stateReasonData: parsed(reasonData) }),
  }
}

/** Actions are noted, and reach nobody. */
function act(world: World, alarm: Alarm, before: AlarmState, atMs: number): void {
  if (alarm.settings.ActionsEnabled === false) return
  const { accountId, region } = world
  for (const resource of alarm.settings[ACTIONS[alarm.state.value]] ?? []) {
    const message = messageOf(world, alarm, before, atMs)
    const action: AlarmAction = {
      at: new Date(atMs).toISOString(),
      accountId,
      region,
      alarm: alarm.name,
      from: before.value,
      to: alarm.state.value,
      action: resource,
      message,
    }
    world.monitoring.actions.push(action)
    if (world.monitoring.actions.length > MOST_ACTIONS) world.monitoring.actions.shift()
    note(world, alarm, {
      atMs,
      type: 'Action',
      summary: `Successfully executed action ${resource}`,
      data: {
        actionState: 'Succeeded',
        stateUpdateTimestamp: atMs,
        notificationResource: resource,
        publishedMessage: JSON.stringify({ default: JSON.stringify(message) }),
        error: null,
      },
    })
  }
}

const MOST_ACTIONS = 10_000

/** What a topic's subscribers would read. */
function messageOf(world: World, alarm: Alarm, before: AlarmState, atMs: number): Record<string, unknown> {
  const { settings, state } = alarm
  return {
    AlarmName: alarm.name,
    AlarmDescription: settings.AlarmDescription ?? null,
    AWSAccountId: world.accountId,
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: offsetTime(atMs),
    Region: world.region,
    AlarmArn: alarmArn(world, alarm.name),
    OldStateValue: before.value,
    ...(alarm.type === 'CompositeAlarm'
      ? { AlarmRule: alarm.settings.AlarmRule }
      : { Trigger: triggerOf(alarm.settings) }),
  }
}

function triggerOf(settings: Extract<Alarm, { type: 'MetricAlarm' }>['settings']): object {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Unit, Dimensions = [] } = settings
  return {
    MetricName,
    Namespace,
    StatisticType: Statistic ? 'Statistic' : ExtendedStatistic && 'ExtendedStatistic',
    Statistic: Statistic?.toUpperCase() ?? ExtendedStatistic,
    Unit: Unit ?? null,
    ...(settings.Metrics
      ? { Metrics: settings.Metrics }
      : { Dimensions: Dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })) }),
    Period: settings.Period,
    EvaluationPeriods: settings.EvaluationPeriods,
    DatapointsToAlarm: settings.DatapointsToAlarm,
    ComparisonOperator: settings.ComparisonOperator,
    Threshold: settings.Threshold,
    TreatMissingData: settings.TreatMissingData ?? '',
    EvaluateLowSampleCountPercentile: settings.EvaluateLowSampleCountPercentile ?? '',
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}
