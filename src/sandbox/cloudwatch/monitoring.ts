import type { Alarm } from './alarms/alarm.js'
import { type CustomMetrics, createCustomMetrics } from './custom-metrics.js'
import type { HistoryItemType, StateValue } from './shapes/alarms.js'

export interface Dashboard {
  readonly name: string
  body: string
  modifiedMs: number
  tags: Record<string, string>
}

export interface HistoryItem {
  readonly alarmName: string
  readonly alarmType: Alarm['type']
  readonly atMs: number
  readonly type: HistoryItemType
  readonly summary: string
  /** JSON, as AWS has it. */
  readonly data: string
}

/** What an alarm would have told somebody. */
export interface AlarmAction {
  readonly at: string
  readonly accountId: string
  readonly region: string
  readonly alarm: string
  readonly from: StateValue
  readonly to: StateValue
  /** The ARN of what the alarm calls. */
  readonly action: string
  /** What a topic's subscribers would read. */
  readonly message: Readonly<Record<string, unknown>>
}

/** What somebody has put into CloudWatch, in an account and a region. */
export interface Monitoring {
  readonly metrics: CustomMetrics
  /** By name, which alarms of both kinds share. */
  readonly alarms: Map<string, Alarm>
  readonly dashboards: Map<string, Dashboard>
  /** Oldest first. */
  readonly history: HistoryItem[]
  readonly actions: AlarmAction[]
  /** Grows with each change, so that what is kept of it can be kept. */
  changes: number
}

/** An account's dashboards are the same in every region. */
export function newMonitoring(dashboards: Map<string, Dashboard>): Monitoring {
  return {
    metrics: createCustomMetrics(),
    alarms: new Map(),
    dashboards,
    history: [],
    actions: [],
    changes: 0,
  }
}
