import type * as z from 'zod/mini'
import type { World } from '../world/world.js'
import { alarmArn } from './alarms/alarm.js'
import { putCompositeAlarm } from './alarms/composite/put-composite-alarm.js'
import { describeAlarms, describeAlarmsForMetric } from './alarms/describe.js'
import { describeAlarmHistory } from './alarms/history.js'
import { deleteAlarms, setAlarmState, switchActions } from './alarms/manage.js'
import { putMetricAlarm } from './alarms/put-metric-alarm.js'
import { settleAlarms } from './alarms/settle.js'
import { dashboardArn, deleteDashboards, getDashboard, listDashboards, putDashboard } from './dashboards/dashboards.js'
import { listMetrics } from './list-metrics.js'
import { getMetricData } from './metric-data.js'
import { getMetricStatistics } from './metric-statistics.js'
import { putMetricData } from './put-metric-data.js'
import * as alarms from './shapes/alarms.js'
import { parseInput } from './shapes/check.js'
import * as dashboards from './shapes/dashboards.js'
import * as metrics from './shapes/metrics.js'
import { listTags, tagResource, untagResource } from './tags.js'

export interface Operation {
  readonly input: z.ZodMiniType
  /** Null where the answer has no body. */
  readonly output: z.ZodMiniType | null
  run(world: World, input: unknown): unknown
  /** The ARNs that a policy has to allow the operation on. */
  resources(world: World, input: unknown): readonly string[]
}

type Resources<I> = (world: World, input: I) => readonly string[]

const ANYTHING = () => ['*']

/** An operation whose input is checked before it runs. */
function operation<I extends z.ZodMiniType, O extends z.ZodMiniType>(
  input: I,
  output: O,
  run: (world: World, input: z.infer<I>) => z.infer<O>,
  resources: Resources<z.infer<I>> = ANYTHING,
): Operation {
  return {
    input,
    output,
    run: (world, given) => run(world, parseInput(input, given)),
    resources: (world, given) => checkedResources(world, input, given, resources),
  }
}

/** One that answers nothing but that it is done. */
function command<I extends z.ZodMiniType>(
  input: I,
  run: (world: World, input: z.infer<I>) => void,
  resources: Resources<z.infer<I>> = ANYTHING,
): Operation {
  return {
    input,
    output: null,
    run: (world, given) => run(world, parseInput(input, given)),
    resources: (world, given) => checkedResources(world, input, given, resources),
  }
}

/** Input that is wrong concerns nothing in particular: who may not do it learns no more. */
function checkedResources<I extends z.ZodMiniType>(
  world: World,
  input: I,
  given: unknown,
  resources: Resources<z.infer<I>>,
): readonly string[] {
  const parsed = input.safeParse(given)
  const named = parsed.success ? resources(world, parsed.data) : []
  return named.length > 0 ? named : ['*']
}

const ofAlarm = (world: World, { AlarmName }: { readonly AlarmName?: string | undefined }) => [
  alarmArn(world, AlarmName ?? '*'),
]
const ofAlarms = (world: World, { AlarmNames }: { readonly AlarmNames?: readonly string[] | undefined }) =>
  (AlarmNames?.length ? AlarmNames : ['*']).map((name) => alarmArn(world, name))
const ofDashboard = (world: World, { DashboardName }: { readonly DashboardName: string }) => [
  dashboardArn(world, DashboardName),
]
const ofDashboards = (world: World, { DashboardNames }: { readonly DashboardNames: readonly string[] }) =>
  DashboardNames.map((name) => dashboardArn(world, name))
const ofArn = (_: World, { ResourceARN }: { readonly ResourceARN: string }) => [ResourceARN]

export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['GetMetricData', operation(metrics.metricDataInput, metrics.metricDataOutput, getMetricData)],
  ['GetMetricStatistics', operation(metrics.statisticsInput, metrics.statisticsOutput, getMetricStatistics)],
  ['ListMetrics', operation(metrics.listMetricsInput, metrics.listMetricsOutput, listMetrics)],
  [
    'PutMetricData',
    command(metrics.putMetricDataInput, (world, input) => {
      // What is put for minutes that are over must not change what alarms have seen.
      settleAlarms(world)
      putMetricData(world, input)
    }),
  ],
  ['PutMetricAlarm', command(alarms.putMetricAlarmInput, putMetricAlarm, ofAlarm)],
  ['PutCompositeAlarm', command(alarms.putCompositeAlarmInput, putCompositeAlarm, ofAlarm)],
  ['DescribeAlarms', operation(alarms.describeAlarmsInput, alarms.describeAlarmsOutput, describeAlarms, ofAlarms)],
  [
    'DescribeAlarmsForMetric',
    operation(metrics.describeForMetricInput, alarms.describeForMetricOutput, describeAlarmsForMetric),
  ],
  [
    'DescribeAlarmHistory',
    operation(alarms.alarmHistoryInput, alarms.alarmHistoryOutput, describeAlarmHistory, ofAlarm),
  ],
  ['DeleteAlarms', command(alarms.alarmNamesInput, deleteAlarms, ofAlarms)],
  ['SetAlarmState', command(alarms.setAlarmStateInput, setAlarmState, ofAlarm)],
  ['EnableAlarmActions', command(alarms.alarmNamesInput, switchActions(true), ofAlarms)],
  ['DisableAlarmActions', command(alarms.alarmNamesInput, switchActions(false), ofAlarms)],
  ['PutDashboard', operation(dashboards.putDashboardInput, dashboards.putDashboardOutput, putDashboard, ofDashboard)],
  ['GetDashboard', operation(dashboards.getDashboardInput, dashboards.getDashboardOutput, getDashboard, ofDashboard)],
  ['ListDashboards', operation(dashboards.listDashboardsInput, dashboards.listDashboardsOutput, listDashboards)],
  ['DeleteDashboards', operation(dashboards.deleteDashboardsInput, dashboards.nothing, deleteDashboards, ofDashboards)],
  ['TagResource', operation(dashboards.tagResourceInput, dashboards.nothing, tagResource, ofArn)],
  ['UntagResource', operation(dashboards.untagResourceInput, dashboards.nothing, untagResource, ofArn)],
  ['ListTagsForResource', operation(dashboards.listTagsInput, dashboards.listTagsOutput, listTags, ofArn)],
])

/** What CloudWatch has besides. */
export const NOT_EMULATED: ReadonlySet<string> = new Set([
  'AssociateDatasetKmsKey',
  'CreateResourceMetricsConfiguration',
  'DeleteAlarmMuteRule',
  'DeleteAnomalyDetector',
  'DeleteInsightRules',
  'DeleteMetricStream',
  'DeleteResourceMetricsConfiguration',
  'DescribeAlarmContributors',
  'DescribeAnomalyDetectors',
  'DescribeInsightRules',
  'DisableInsightRules',
  'DisassociateDatasetKmsKey',
  'EnableInsightRules',
  'GetAlarmMuteRule',
  'GetDataset',
  'GetInsightRuleReport',
  'GetMetricStream',
  'GetMetricWidgetImage',
  'GetOTelEnrichment',
  'GetResourceMetricsConfiguration',
  'ListAlarmMuteRules',
  'ListManagedInsightRules',
  'ListMetricStreams',
  'PutAlarmMuteRule',
  'PutAnomalyDetector',
  'PutInsightRule',
  'PutLogAlarm',
  'PutManagedInsightRules',
  'PutMetricStream',
  'StartMetricStreams',
  'StartOTelEnrichment',
  'StopMetricStreams',
  'StopOTelEnrichment',
  'UpdateOTelEnrichment',
  'UpdateResourceMetricsConfiguration',
])
