import {
  DescribeAlarmHistoryCommand,
  type DescribeAlarmHistoryCommandInput,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import type { SandboxOptions } from '../../../../src/sandbox/index.js'
import { type Metered, MINUTE, metered } from '../../support/metered.js'

export const TOPIC = 'arn:aws:sns:us-east-1:000000000000:pager'
export const arnOf = (name: string) => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`

/** An alarm on `Shop`/`Orders` above 20 in one minute. */
export const ORDERS: PutMetricAlarmCommandInput = {
  AlarmName: 'orders',
  Namespace: 'Shop',
  MetricName: 'Orders',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 20,
  ComparisonOperator: 'GreaterThanThreshold',
}

/** A sandbox, and what is done with its alarms. */
export async function alarming(options: SandboxOptions = {}) {
  const made = await metered(options)
  const { cloudWatch, clock } = made
  const states = async (...AlarmNames: string[]) => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    )
    return Object.fromEntries([...MetricAlarms, ...CompositeAlarms].map((alarm) => [alarm.AlarmName, alarm.StateValue]))
  }
  return {
    ...made,
    states,
    state: async (name = 'orders') => (await states(name))[name],
    alarm: async (name = 'orders') =>
      (await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }))).MetricAlarms?.[0],
    put: (changes: Partial<PutMetricAlarmCommandInput> = {}) =>
      cloudWatch.send(new PutMetricAlarmCommand({ ...ORDERS, ...changes })),
    compose: (AlarmName: string, AlarmRule: string, more: object = {}) =>
      cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule, ...more })),
    /** A value for this minute, which then is over. */
    minute: async (value?: number, MetricName = 'Orders') => {
      if (value !== undefined) await orders(made, value, MetricName)
      clock.advance(MINUTE)
    },
    history: async (input: DescribeAlarmHistoryCommandInput = {}) =>
      (await cloudWatch.send(new DescribeAlarmHistoryCommand(input))).AlarmHistoryItems ?? [],
    actions: async () => (await made.http('GET /_sandbox/alarm-actions')).json() as Promise<Record<string, string>[]>,
  }
}

export function orders({ cloudWatch }: Metered, Value: number, MetricName = 'Orders', Timestamp?: Date) {
  const datum = { MetricName, Value, ...(Timestamp ? { Timestamp } : {}) }
  return cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [datum] }))
}
