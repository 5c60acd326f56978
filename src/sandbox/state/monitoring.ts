import * as z from 'zod/mini'
import type { Monitoring } from '../cloudwatch/monitoring.js'
import {
  ALARM_TYPES,
  historyItemType,
  putCompositeAlarmInput,
  putMetricAlarmInput,
  stateValue,
  suppressedBy,
} from '../cloudwatch/shapes/alarms.js'
import { mapOf, STRINGS, TEXT } from './parts.js'

const STATISTIC_SET = z.strictObject({
  sum: z.number(),
  count: z.number(),
  min: z.number(),
  max: z.number(),
  seen: mapOf(z.number(), z.number()),
})

const METRIC = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  dimensions: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  units: mapOf(z.string(), mapOf(z.number(), STATISTIC_SET)),
  agedAt: z.number(),
})

const ALARM = {
  name: z.string(),
  configurationUpdatedMs: z.number(),
  state: z.strictObject({
    value: stateValue,
    reason: z.string(),
    reasonData: TEXT,
    updatedMs: z.number(),
    transitionedMs: z.number(),
  }),
  tags: STRINGS,
}

const ALARMS = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('MetricAlarm'),
    ...ALARM,
    settings: putMetricAlarmInput,
    evaluatedMs: z.number(),
  }),
  z.strictObject({
    type: z.literal('CompositeAlarm'),
    ...ALARM,
    settings: putCompositeAlarmInput,
    evaluated: z.boolean(),
    suppression: z.optional(z.strictObject({ by: suppressedBy, reason: z.string(), untilMs: z.nullable(z.number()) })),
  }),
])

const DASHBOARD = z.strictObject({
  name: z.string(),
  body: z.string(),
  modifiedMs: z.number(),
  tags: STRINGS,
})

const HISTORY_ITEM = z.strictObject({
  alarmName: z.string(),
  alarmType: z.enum(ALARM_TYPES),
  atMs: z.number(),
  type: historyItemType,
  summary: z.string(),
  data: z.string(),
})

const ACTION = z.strictObject({
  at: z.string(),
  accountId: z.string(),
  region: z.string(),
  alarm: z.string(),
  from: stateValue,
  to: stateValue,
  action: z.string(),
  message: z.record(z.string(), z.unknown()),
})

export const MONITORING = z.strictObject({
  metrics: z.array(METRIC),
  alarms: z.array(ALARMS),
  dashboards: z.array(DASHBOARD),
  history: z.array(HISTORY_ITEM),
  actions: z.array(ACTION),
})

export type KeptMonitoring = z.infer<typeof MONITORING>

export function keptMonitoring({ metrics, alarms, dashboards, history, actions }: Monitoring): KeptMonitoring {
  return {
    metrics: [...metrics.all()].map((metric) => ({ ...metric, dimensions: [...metric.dimensions] })),
    alarms: [...alarms.values()],
    dashboards: [...dashboards.values()],
    history,
    actions,
  }
}

/** What an earlier sandbox kept. Alarms go on from now: nobody was there to see what was in between. */
export function restoreMonitoring(monitoring: Monitoring, kept: KeptMonitoring, nowMs: number): void {
  monitoring.metrics.restore(kept.metrics)
  for (const alarm of kept.alarms) {
    const going = alarm.type === 'MetricAlarm' ? { ...alarm, evaluatedMs: nowMs } : alarm
    monitoring.alarms.set(alarm.name, going)
  }
  for (const dashboard of kept.dashboards) monitoring.dashboards.set(dashboard.name, dashboard)
  monitoring.history.push(...kept.history)
  monitoring.actions.push(...kept.actions)
  monitoring.changes = kept.alarms.length + kept.metrics.length + kept.dashboards.length + kept.history.length
}
