import type { World } from '../../world/world.js'
import type { AlarmAction } from '../monitoring.js'
import type { StateValue } from '../shapes/alarms.js'
import { type Alarm, type AlarmState, alarmArn, type CompositeAlarm, type Suppression } from './alarm.js'
import { suppressionOfChange } from './composite/suppression.js'
import { note } from './note.js'
import { offsetTime } from './times.js'

/** What an alarm changes to. */
export type NextState = Pick<AlarmState, 'value' | 'reason' | 'reasonData'>

const ACTIONS = {
  OK: 'OKActions',
  ALARM: 'AlarmActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
} as const satisfies Record<StateValue, string>

/** Puts the alarm into a state. Another one than before is noted in its history, with what it triggers. */
export function transition(world: World, alarm: Alarm, next: NextState, atMs: number): void {
  const before = shownIn(alarm)
  const changed = before.value !== next.value
  const transitionedMs = changed ? atMs : alarm.state.transitionedMs
  alarm.state = { ...next, updatedMs: atMs, transitionedMs }
  world.monitoring.changes++
  if (!changed) return
  if (alarm.type === 'CompositeAlarm') alarm.suppression = suppressionOfChange(world, alarm, atMs)
  update(world, alarm, before, atMs)
}

/** Suppresses the actions of an alarm for another reason than before, or does them where there is none any more. */
export function suppress(world: World, alarm: CompositeAlarm, next: Suppression | undefined, atMs: number): void {
  if (next === alarm.suppression) return
  const before = shownIn(alarm)
  alarm.suppression = next
  alarm.state = { ...alarm.state, updatedMs: atMs }
  update(world, alarm, before, atMs)
}

/** A state with what suppresses its actions. */
type Shown = AlarmState & { readonly suppression: Suppression | undefined }

function shownIn(alarm: Alarm): Shown {
  return { ...alarm.state, suppression: alarm.type === 'CompositeAlarm' ? alarm.suppression : undefined }
}

function update(world: World, alarm: Alarm, before: Shown, atMs: number): void {
  const now = shownIn(alarm)
  note(world, alarm, {
    atMs,
    type: 'StateUpdate',
    summary: `Alarm updated from ${before.value} to ${now.value}`,
    data: { version: '1.0', oldState: historyState(before), newState: historyState(now) },
  })
  if (alarm.settings.ActionsEnabled === false) return
  for (const resource of alarm.settings[ACTIONS[now.value]] ?? []) {
    if (now.suppression) noteAction(world, alarm, { resource, atMs, message: null })
    else act(world, alarm, { resource, before, atMs })
  }
}

function historyState({ value, reason, reasonData, suppression }: Shown): object {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData === null ? {} : { stateReasonData: parsed(reasonData) }),
    ...(suppression ? { actionsSuppressedBy: suppression.by, actionsSuppressedReason: suppression.reason } : {}),
  }
}

interface Act {
  /** The ARN of what the alarm calls. */
  readonly resource: string
  readonly before: AlarmState
  readonly atMs: number
}

/** Actions are noted, and reach nobody. */
function act(world: World, alarm: Alarm, { resource, before, atMs }: Act): void {
  const { accountId, region, monitoring } = world
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
  monitoring.actions.push(action)
  if (monitoring.actions.length > MOST_ACTIONS) monitoring.actions.shift()
  noteAction(world, alarm, { resource, atMs, message })
}

interface NotedAction {
  readonly resource: string
  readonly atMs: number
  /** Null of one that is suppressed. */
  readonly message: object | null
}

function noteAction(world: World, alarm: Alarm, { resource, atMs, message }: NotedAction): void {
  note(world, alarm, {
    atMs,
    type: 'Action',
    summary: message ? `Successfully executed action ${resource}` : `Suppressed action ${resource}`,
    data: {
      actionState: message ? 'Succeeded' : 'Suppressed',
      stateUpdateTimestamp: atMs,
      notificationResource: resource,
      publishedMessage: message && JSON.stringify({ default: JSON.stringify(message) }),
      error: null,
      muteWindowEndTimestamp: null,
    },
  })
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
