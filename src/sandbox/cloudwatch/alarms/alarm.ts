import { partitionOf } from '../../iam/arn.js'
import type { Account } from '../../world/lambda.js'
import type { CompositeAlarmSettings, MetricAlarmSettings, StateValue, SuppressedBy } from '../shapes/alarms.js'
import type { Tag } from '../shapes/parts.js'

export interface AlarmState {
  readonly value: StateValue
  readonly reason: string
  /** JSON, as AWS has it. */
  readonly reasonData: string | null
  readonly updatedMs: number
  readonly transitionedMs: number
}

interface AnyAlarm {
  readonly name: string
  configurationUpdatedMs: number
  state: AlarmState
  tags: Record<string, string>
}

export interface MetricAlarm extends AnyAlarm {
  readonly type: 'MetricAlarm'
  settings: Omit<MetricAlarmSettings, 'Tags'>
  /** The last moment at which its state was looked at. */
  evaluatedMs: number
}

export interface CompositeAlarm extends AnyAlarm {
  readonly type: 'CompositeAlarm'
  settings: Omit<CompositeAlarmSettings, 'Tags'>
  /** False until its rule was evaluated for the first time since it was put. */
  evaluated: boolean
  /** Why its actions are not done. */
  suppression?: Suppression | undefined
}

export interface Suppression {
  readonly by: SuppressedBy
  readonly reason: string
  /** The end of a period; null of a suppressor in ALARM, whose end nobody knows. */
  readonly untilMs: number | null
}

export type Alarm = MetricAlarm | CompositeAlarm

export function unchecked(nowMs: number): AlarmState {
  return {
    value: 'INSUFFICIENT_DATA',
    reason: 'Unchecked: Initial alarm creation',
    reasonData: null,
    updatedMs: nowMs,
    transitionedMs: nowMs,
  }
}

export function alarmArn({ region, accountId }: Account, name: string): string {
  return `arn:${partitionOf(region)}:cloudwatch:${region}:${accountId}:alarm:${name}`
}

export function tagsOf(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))
}

/** The fields that both kinds of alarms are shown with. */
export function shownState(account: Account, { name, state, configurationUpdatedMs }: AnyAlarm) {
  return {
    AlarmArn: alarmArn(account, name),
    AlarmConfigurationUpdatedTimestamp: configurationUpdatedMs / 1000,
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData === null ? {} : { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: state.updatedMs / 1000,
    StateTransitionedTimestamp: state.transitionedMs / 1000,
  }
}

export function shownActions({ settings }: Alarm) {
  return {
    ActionsEnabled: settings.ActionsEnabled ?? true,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
  }
}
