import * as z from 'zod/mini'
import { integer, list, text, timestamp } from './kinds.js'
import { dimensions, metricDataQuery, metricName, namespace, scanBy, statistic, tags, unit } from './parts.js'

export const ALARM_TYPES = ['CompositeAlarm', 'MetricAlarm'] as const
const alarmName = text(1, 255)
const alarmNames = list(text(1, 255), 100)
const actions = list(text(1, 1024), 5)
export const stateValue = z.enum(['INSUFFICIENT_DATA', 'ALARM', 'OK'])
const promQl = z.object({
  PromQLCriteria: z.optional(
    z.object({
      Query: text(1, 10_000),
      PendingPeriod: z.optional(integer(0, 86_400)),
      RecoveryPeriod: z.optional(integer(0, 86_400)),
    }),
  ),
})

const evaluationWindow = z.object({
  WallClockWindow: z.optional(z.object({ Timezone: z.optional(z.string()) })),
  SlidingWindow: z.optional(z.object({})),
})
const warmUp = z.object({
  WarmUpPeriodDurationInMinutes: z.optional(z.number()),
  OnlyStartEvaluatingAfterWarmUpPeriodEnds: z.optional(z.boolean()),
})
const actionConfiguration = z.object({
  AlarmTagsPropagation: z.optional(
    z.object({
      Enabled: z.optional(z.boolean()),
      IncludedTagKeys: z.optional(z.array(z.string())),
      ExcludedTagKeys: z.optional(z.array(z.string())),
    }),
  ),
})

const described = {
  AlarmName: alarmName,
  AlarmDescription: z.optional(text(0, 1024)),
  ActionsEnabled: z.optional(z.boolean()),
  OKActions: z.optional(actions),
  AlarmActions: z.optional(actions),
  InsufficientDataActions: z.optional(actions),
  ActionConfiguration: z.optional(actionConfiguration),
}

const watched = {
  MetricName: z.optional(metricName),
  Namespace: z.optional(namespace),
  Statistic: z.optional(statistic),
  ExtendedStatistic: z.optional(z.string()),
  Dimensions: z.optional(dimensions),
  Period: z.optional(integer(1)),
  Unit: z.optional(unit),
  EvaluationPeriods: z.optional(integer(1)),
  DatapointsToAlarm: z.optional(integer(1)),
  Threshold: z.optional(z.number()),
  ComparisonOperator: z.optional(
    z.enum([
      'GreaterThanOrEqualToThreshold',
      'GreaterThanThreshold',
      'LessThanThreshold',
      'LessThanOrEqualToThreshold',
      'LessThanLowerOrGreaterThanUpperThreshold',
      'LessThanLowerThreshold',
      'GreaterThanUpperThreshold',
    ]),
  ),
  TreatMissingData: z.optional(text(1, 255)),
  EvaluateLowSampleCountPercentile: z.optional(text(1, 255)),
  Metrics: z.optional(z.array(metricDataQuery)),
  ThresholdMetricId: z.optional(text(1, 255)),
  EvaluationCriteria: z.optional(promQl),
  EvaluationInterval: z.optional(integer(10, 3600)),
  EvaluationWindow: z.optional(evaluationWindow),
  WarmUpConfiguration: z.optional(warmUp),
}

const LARGEST_INTEGER = 2 ** 31 - 1
const suppressorPeriod = integer(0, LARGEST_INTEGER)
const suppressed = {
  ActionsSuppressor: z.optional(text(1, 1600)),
  ActionsSuppressorWaitPeriod: z.optional(suppressorPeriod),
  ActionsSuppressorExtensionPeriod: z.optional(suppressorPeriod),
}
export const suppressedBy = z.enum(['WaitPeriod', 'ExtensionPeriod', 'Alarm'])

/** Relatives of an alarm are shown without most of it. */
const inState = {
  AlarmArn: z.string(),
  AlarmConfigurationUpdatedTimestamp: z.optional(timestamp),
  StateValue: stateValue,
  StateReason: z.optional(z.string()),
  StateReasonData: z.optional(z.string()),
  StateUpdatedTimestamp: timestamp,
  StateTransitionedTimestamp: z.optional(timestamp),
}

export const putMetricAlarmInput = z.object({ ...described, ...watched, Tags: z.optional(tags) })
export const putCompositeAlarmInput = z.object({
  ...described,
  AlarmRule: text(1, 10_240),
  Tags: z.optional(tags),
  ...suppressed,
})

const metricAlarm = z.object({
  ...described,
  ...inState,
  ...watched,
  EvaluationState: z.optional(z.string()),
})
const compositeAlarm = z.object({
  ...described,
  AlarmRule: z.optional(z.string()),
  ...inState,
  ...suppressed,
  ActionsSuppressedBy: z.optional(suppressedBy),
  ActionsSuppressedReason: z.optional(z.string()),
})

export const describeAlarmsInput = z.object({
  AlarmNames: z.optional(alarmNames),
  AlarmNamePrefix: z.optional(text(1, 255)),
  AlarmTypes: z.optional(z.array(z.enum(ALARM_TYPES))),
  ChildrenOfAlarmName: z.optional(alarmName),
  ParentsOfAlarmName: z.optional(alarmName),
  StateValue: z.optional(stateValue),
  ActionPrefix: z.optional(text(1, 1024)),
  MaxRecords: z.optional(integer(1, 100)),
  NextToken: z.optional(z.string()),
})

export const describeAlarmsOutput = z.object({
  CompositeAlarms: z.array(compositeAlarm),
  MetricAlarms: z.array(metricAlarm),
  /** Of which there are none here. */
  LogAlarms: z.array(z.object({})),
  NextToken: z.optional(z.string()),
})

export const describeForMetricOutput = z.object({ MetricAlarms: z.array(metricAlarm) })

export const alarmNamesInput = z.object({ AlarmNames: alarmNames })

export const setAlarmStateInput = z.object({
  AlarmName: alarmName,
  StateValue: stateValue,
  StateReason: text(0, 1023),
  StateReasonData: z.optional(text(0, 4000)),
})

export const historyItemType = z.enum([
  'ConfigurationUpdate',
  'StateUpdate',
  'Action',
  'AlarmContributorStateUpdate',
  'AlarmContributorAction',
])

export const alarmHistoryInput = z.object({
  AlarmName: z.optional(alarmName),
  AlarmContributorId: z.optional(text(1, 16)),
  AlarmTypes: z.optional(z.array(z.enum(ALARM_TYPES))),
  HistoryItemType: z.optional(historyItemType),
  StartDate: z.optional(timestamp),
  EndDate: z.optional(timestamp),
  MaxRecords: z.optional(integer(1, 100)),
  NextToken: z.optional(z.string()),
  ScanBy: z.optional(scanBy),
})

export const alarmHistoryOutput = z.object({
  AlarmHistoryItems: z.array(
    z.object({
      AlarmName: z.string(),
      AlarmContributorId: z.optional(z.string()),
      AlarmType: z.enum(ALARM_TYPES),
      Timestamp: timestamp,
      HistoryItemType: historyItemType,
      HistorySummary: z.string(),
      HistoryData: z.string(),
      AlarmContributorAttributes: z.optional(z.record(z.string(), z.string())),
    }),
  ),
  NextToken: z.optional(z.string()),
})

export type MetricAlarmSettings = z.infer<typeof putMetricAlarmInput>
export type CompositeAlarmSettings = z.infer<typeof putCompositeAlarmInput>
export type StateValue = z.infer<typeof stateValue>
export type SuppressedBy = z.infer<typeof suppressedBy>
export type HistoryItemType = z.infer<typeof historyItemType>
