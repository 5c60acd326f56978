import { at, NAMESPACE, STAGE } from '../support/metered.js'
import { arnOf, ORDERS, TOPIC } from './alarms/alarm-support.js'

const window = { StartTime: at(0), EndTime: at(60) }
const count = { Namespace: NAMESPACE, MetricName: 'Count', Dimensions: STAGE }
const stat = (Id: string, MetricName: string, more: object = {}) => ({
  Id,
  MetricStat: { Metric: { Namespace: NAMESPACE, MetricName, Dimensions: STAGE }, Period: 60, Stat: 'Sum' },
  ...more,
})
const data = (MetricDataQueries: object[], more: object = {}) => ({ ...window, MetricDataQueries, ...more })
const datum = (more: object) => ({ Namespace: 'Shop', MetricData: [{ MetricName: 'Orders', ...more }] })
const alarm = (more: object = {}) => ({ ...ORDERS, ...more })
const named = { AlarmName: 'orders' }
const body = JSON.stringify({ widgets: [{ type: 'text', properties: { markdown: '<&> "é" 🐈' } }] })

/** Operations with their inputs, in order; `minute` lets one pass. */
export const QUESTIONS: readonly (readonly [string, object])[] = [
  ['ListMetrics', {}],
  ['ListMetrics', { MetricName: 'Count', Dimensions: [{ Name: 'Stage' }], RecentlyActive: 'PT3H' }],
  ['ListMetrics', { Namespace: ':x' }],
  ['ListMetrics', { NextToken: '<x>' }],
  ['ListMetrics', { IncludeLinkedAccounts: true }],
  ['GetMetricStatistics', { ...count, ...window, Period: 60, Statistics: ['Sum', 'Average'] }],
  ['GetMetricStatistics', { ...count, ...window, Period: 60, ExtendedStatistics: ['p50', 'p99.9'] }],
  ['GetMetricStatistics', { ...count, ...window, Period: 60, Statistics: [] }],
  ['GetMetricStatistics', { ...count, ...window, Period: 7, Statistics: ['Sum'] }],
  ['GetMetricStatistics', { ...count, ...window, Period: 0, Statistics: ['Sum'] }],
  ['GetMetricStatistics', { ...window, Period: 60, Statistics: ['Sum'] }],
  ['PutMetricData', datum({ Value: 30.5, Unit: 'Count', Timestamp: at(0) })],
  ['PutMetricData', datum({ Values: [1, 2.25], Counts: [3, 1], Dimensions: [{ Name: 'a', Value: '<&> é' }] })],
  ['PutMetricData', datum({ StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 } })],
  ['PutMetricData', datum({ Value: 1, Values: [1] })],
  ['PutMetricData', datum({ Value: 1, Unit: 'Miles' })],
  ['PutMetricData', { Namespace: 'Shop' }],
  ['ListMetrics', { Namespace: 'Shop' }],
  ['GetMetricData', data([stat('m', 'Count')])],
  [
    'GetMetricData',
    data([
      stat('h', 'CacheHitCount'),
      stat('m', 'CacheMissCount', { ReturnData: false }),
      { Id: 'r', Expression: '100*h/(h+m)', Label: '<r>' },
    ]),
  ],
  [
    'GetMetricData',
    data([stat('m', 'Count'), { Id: 'e', Expression: 'METRICS() / 2' }], {
      ScanBy: 'TimestampAscending',
      MaxDatapoints: 1,
    }),
  ],
  ['GetMetricData', data([{ Id: 's', Expression: "SEARCH('{AWS/ApiGateway,ApiName,Stage} cache', 'Sum', 60)" }])],
  ['GetMetricData', data([{ Id: 'e', Expression: 'x + 1' }])],
  ['GetMetricData', data([stat('none', 'Nothing')])],
  ['GetMetricData', data([])],
  ['GetMetricData', data([stat('a', 'Count')], { LabelOptions: { Timezone: '+0100' } })],
  [
    'GetMetricData',
    {
      ...data([
        {
          Id: 'o',
          MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Orders' }, Period: 60, Stat: 'Maximum' },
        },
      ]),
    },
  ],
  ['PutMetricAlarm', alarm({ AlarmActions: [TOPIC], Tags: [{ Key: 'a', Value: '<&>' }], AlarmDescription: 'é <' })],
  [
    'PutMetricAlarm',
    alarm({
      AlarmName: 'ratio',
      Metrics: [stat('h', 'CacheHitCount', { ReturnData: false }), { Id: 'e', Expression: 'h / 2' }],
      Namespace: undefined,
      MetricName: undefined,
      Statistic: undefined,
      Period: undefined,
      TreatMissingData: 'breaching',
      Threshold: 0.5,
    }),
  ],
  ['PutMetricAlarm', alarm({ Period: 61 })],
  ['PutMetricAlarm', alarm({ Threshold: undefined })],
  ['PutMetricAlarm', alarm({ TreatMissingData: 'x' })],
  ['PutMetricAlarm', alarm({ EvaluationPeriods: 0 })],
  ['DescribeAlarms', {}],
  ['minute', {}],
  ['DescribeAlarms', { AlarmNames: ['orders', 'ratio'] }],
  ['DescribeAlarms', { AlarmNamePrefix: 'r', AlarmTypes: ['CompositeAlarm', 'MetricAlarm'], MaxRecords: 1 }],
  ['DescribeAlarms', { MaxRecords: 0 }],
  ['DescribeAlarms', { StateValue: 'ALARM' }],
  ['DescribeAlarmsForMetric', { Namespace: 'Shop', MetricName: 'Orders' }],
  ['PutCompositeAlarm', { AlarmName: 'any', AlarmRule: 'ALARM("orders") OR ALARM(ratio)', OKActions: [TOPIC] }],
  ['PutCompositeAlarm', { AlarmName: 'any', AlarmRule: 'ALARM(gone)' }],
  ['PutCompositeAlarm', { AlarmName: 'any', AlarmRule: '<&>' }],
  [
    'PutCompositeAlarm',
    {
      AlarmName: 'quiet',
      AlarmRule: 'ALARM(orders)',
      ActionsSuppressor: 'ratio',
      ActionsSuppressorWaitPeriod: 0,
      ActionsSuppressorExtensionPeriod: 60,
    },
  ],
  ['PutCompositeAlarm', { AlarmName: 'quiet', AlarmRule: 'TRUE', ActionsSuppressor: 'ratio' }],
  ['DescribeAlarms', { AlarmTypes: ['CompositeAlarm'] }],
  ['DescribeAlarms', { ChildrenOfAlarmName: 'any' }],
  ['SetAlarmState', { ...named, StateValue: 'OK', StateReason: 'because <&>', StateReasonData: '{"a":1}' }],
  ['SetAlarmState', { ...named, StateValue: 'FINE', StateReason: '' }],
  ['SetAlarmState', { AlarmName: 'gone', StateValue: 'OK', StateReason: '' }],
  ['SetAlarmState', { ...named, StateValue: 'OK', StateReason: '', StateReasonData: '{' }],
  ['DisableAlarmActions', { AlarmNames: ['orders'] }],
  ['EnableAlarmActions', { AlarmNames: ['orders'] }],
  ['DescribeAlarmHistory', { ...named, ScanBy: 'TimestampAscending' }],
  ['DescribeAlarmHistory', { HistoryItemType: 'Action', StartDate: at(0), EndDate: at(5), MaxRecords: 1 }],
  ['TagResource', { ResourceARN: arnOf('orders'), Tags: [{ Key: 'b', Value: '' }] }],
  ['TagResource', { ResourceARN: arnOf('gone'), Tags: [{ Key: 'b', Value: 'c' }] }],
  ['UntagResource', { ResourceARN: arnOf('orders'), TagKeys: ['a'] }],
  ['ListTagsForResource', { ResourceARN: arnOf('orders') }],
  ['ListTagsForResource', { ResourceARN: 'orders' }],
  ['PutDashboard', { DashboardName: 'board', DashboardBody: body, Tags: [{ Key: 'a', Value: 'b' }] }],
  ['PutDashboard', { DashboardName: 'board', DashboardBody: '{"widgets":[{}]}' }],
  ['PutDashboard', { DashboardName: 'a b', DashboardBody: '{}' }],
  ['GetDashboard', { DashboardName: 'board' }],
  ['GetDashboard', { DashboardName: 'gone' }],
  ['ListDashboards', { DashboardNamePrefix: 'b' }],
  ['DeleteDashboards', { DashboardNames: ['board'] }],
  ['ListDashboards', {}],
  ['DeleteAlarms', { AlarmNames: ['orders'] }],
  ['DescribeAlarmHistory', { AlarmName: 'quiet' }],
  ['DeleteAlarms', { AlarmNames: ['any'] }],
  ['DeleteAlarms', { AlarmNames: ['quiet'] }],
  ['DeleteAlarms', { AlarmNames: ['orders'] }],
  ['DeleteAlarms', { AlarmNames: ['gone'] }],
  ['GetMetricWidgetImage', { MetricWidget: '{}' }],
  ['DescribeAnomalyDetectors', {}],
]
