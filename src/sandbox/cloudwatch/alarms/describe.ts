import type * as z from 'zod/mini'
import type { World } from '../../world/world.js'
import { invalidCombination, validationError } from '../failure.js'
import { pageOf } from '../paging.js'
import type { describeAlarmsInput, describeAlarmsOutput, describeForMetricOutput } from '../shapes/alarms.js'
import type { describeForMetricInput } from '../shapes/metrics.js'
import type { MetricDataQuery } from '../shapes/parts.js'
import { type Alarm, alarmArn, type CompositeAlarm, type MetricAlarm, shownActions, shownState } from './alarm.js'
import { ruleOf } from './composite/rule.js'
import { settleAlarms } from './settle.js'

const PAGE_SIZE = 50

type Input = z.infer<typeof describeAlarmsInput>
type Output = z.infer<typeof describeAlarmsOutput>

/** DescribeAlarms: metric alarms, and composite ones where their type is asked for. */
export function describeAlarms(world: World, input: Input): Output {
  settleAlarms(world)
  if (input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined) {
    return relatives(world, input)
  }
  if (input.AlarmNames?.length && input.AlarmNamePrefix !== undefined) {
    throw invalidCombination(
      'The parameters AlarmNames and AlarmNamePrefix are mutually exclusive and you have specified both.',
    )
  }
  const types: readonly string[] = input.AlarmTypes?.length ? input.AlarmTypes : ['MetricAlarm']
  const chosen = sorted(world).filter(
    (alarm) =>
      types.includes(alarm.type) &&
      (!input.AlarmNames?.length || input.AlarmNames.includes(alarm.name)) &&
      alarm.name.startsWith(input.AlarmNamePrefix ?? '') &&
      alarm.state.value === (input.StateValue ?? alarm.state.value) &&
      hasAction(alarm, input.ActionPrefix),
  )
  const { page, next } = pageOf(chosen, input.NextToken, input.MaxRecords ?? PAGE_SIZE)
  return {
    ...byType(
      page,
      (alarm) => metricAlarm(world, alarm),
      (alarm) => compositeAlarm(world, alarm),
    ),
    ...next,
  }
}

/** DescribeAlarmsForMetric: those on this metric itself, not those on expressions with it. */
export function describeAlarmsForMetric(
  world: World,
  input: z.infer<typeof describeForMetricInput>,
): z.infer<typeof describeForMetricOutput> {
  settleAlarms(world)
  const wanted = keyOf(input.Dimensions)
  const found = sorted(world).filter(
    (alarm) =>
      alarm.type === 'MetricAlarm' &&
      keyOf(alarm.settings.Dimensions) === wanted &&
      FILTERS.every((name) => input[name] === undefined || alarm.settings[name] === input[name]),
  )
  return {
    MetricAlarms: found.flatMap((alarm) => (alarm.type === 'MetricAlarm' ? metricAlarm(world, alarm) : [])),
  }
}

const FILTERS = ['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const

function keyOf(dimensions: MetricAlarm['settings']['Dimensions'] = []): string {
  const pairs = dimensions.map(({ Name, Value }) => [Name, Value])
  return JSON.stringify(pairs.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)))
}

/** The alarms that a composite alarm names, or the composite alarms that name an alarm. */
function relatives(world: World, input: Input): Output {
  const { ChildrenOfAlarmName: parent, ParentsOfAlarmName: child, MaxRecords, NextToken, ...others } = input
  if (Object.values(others).some((value) => value !== undefined) || (parent !== undefined && child !== undefined)) {
    throw validationError('ChildrenOfAlarmName and ParentsOfAlarmName go with MaxRecords and NextToken only.')
  }
  const { alarms } = world.monitoring
  const named = (alarm: Alarm | undefined) => (alarm?.type === 'CompositeAlarm' ? ruleOf(alarm).alarms : [])
  const found = sorted(world).filter(({ name, ...alarm }) =>
    parent === undefined
      ? named({ name, ...alarm } as Alarm).includes(child ?? '')
      : named(alarms.get(parent)).includes(name),
  )
  const { page, next } = pageOf(found, NextToken, MaxRecords ?? PAGE_SIZE)
  const brief = ({ name, state }: Alarm) => ({
    AlarmName: name,
    AlarmArn: alarmArn(world, name),
    StateValue: state.value,
    StateUpdatedTimestamp: state.updatedMs / 1000,
  })
  return { ...byType(page, brief, brief), ...next }
}

function byType<M, C>(
  alarms: readonly Alarm[],
  metric: (alarm: MetricAlarm) => M,
  composite: (alarm: CompositeAlarm) => C,
) {
  return {
    CompositeAlarms: alarms.flatMap((alarm) => (alarm.type === 'CompositeAlarm' ? composite(alarm) : [])),
    MetricAlarms: alarms.flatMap((alarm) => (alarm.type === 'MetricAlarm' ? metric(alarm) : [])),
    LogAlarms: [],
  }
}

function metricAlarm(world: World, alarm: MetricAlarm): Output['MetricAlarms'][number] {
  const { settings } = alarm
  return {
    ...settings,
    ...shownActions(alarm),
    ...shownState(world, alarm),
    Dimensions: settings.Dimensions ?? [],
    ...(settings.Metrics ? { Metrics: settings.Metrics.map(shownQuery) } : {}),
  }
}

function shownQuery(query: MetricDataQuery): MetricDataQuery {
  const { MetricStat: stat } = query
  return stat ? { ...query, MetricStat: { ...stat, Metric: { Dimensions: [], ...stat.Metric } } } : query
}

function compositeAlarm(world: World, alarm: CompositeAlarm): Output['CompositeAlarms'][number] {
  const { settings, suppression } = alarm
  return {
    ...settings,
    ...shownActions(alarm),
    ...shownState(world, alarm),
    ...(suppression ? { ActionsSuppressedBy: suppression.by, ActionsSuppressedReason: suppression.reason } : {}),
  }
}

function sorted(world: World): Alarm[] {
  return [...world.monitoring.alarms.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function hasAction(alarm: Alarm, prefix: string | undefined): boolean {
  if (prefix === undefined) return true
  const { OKActions, AlarmActions, InsufficientDataActions } = shownActions(alarm)
  return [...OKActions, ...AlarmActions, ...InsufficientDataActions].some((arn) => arn.startsWith(prefix))
}
