import type { World } from '../../world/world.js'
import { invalidValue, missingParameter, notEmulated, validationError } from '../failure.js'
import type { MetricAlarmSettings } from '../shapes/alarms.js'
import { isPercentile } from '../statistic-set.js'
import { type MetricAlarm, tagsOf, unchecked } from './alarm.js'
import { alarmToReplace, checkActions, checkPeriod } from './checks.js'
import { configurationOf, noteConfiguration, sameSettings } from './configuration.js'
import { checkMetrics } from './metrics-of-alarm.js'
import { settleAlarms } from './settle.js'

const MISSING = ['breaching', 'notBreaching', 'ignore', 'missing']

/** PutMetricAlarm: a new one, or all settings of one that is there, which keeps its state. */
export function putMetricAlarm(world: World, input: MetricAlarmSettings): void {
  checkEmulated(input)
  checkSettings(input)
  if (input.Metrics) checkMetrics(world, input, input.Metrics)
  else checkMetric(input)
  settleAlarms(world)
  const nowMs = world.clock.now()
  const { Tags, ...settings } = input
  const known = alarmToReplace(world, input.AlarmName, 'MetricAlarm')
  if (known && sameSettings(known.settings, settings)) return
  const before = known && configurationOf(world, known)
  const alarm: MetricAlarm =
    known?.type === 'MetricAlarm'
      ? known
      : {
          type: 'MetricAlarm',
          name: input.AlarmName,
          settings,
          configurationUpdatedMs: nowMs,
          state: unchecked(nowMs),
          tags: tagsOf(Tags),
          evaluatedMs: nowMs,
        }
  Object.assign(alarm, { settings, configurationUpdatedMs: nowMs })
  world.monitoring.alarms.set(alarm.name, alarm)
  noteConfiguration(world, alarm, known ? 'Update' : 'Create', before)
}

/** PromQL, anomaly detection, and what AWS has added since. */
const NOT_EMULATED = [
  'EvaluationCriteria',
  'EvaluationInterval',
  'ThresholdMetricId',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'ActionConfiguration',
] as const

function checkEmulated(input: MetricAlarmSettings): void {
  const lacking = NOT_EMULATED.find((name) => input[name] !== undefined)
  if (lacking) throw notEmulated(`${lacking} of PutMetricAlarm`)
  if (/Lower|Upper/.test(input.ComparisonOperator ?? '')) throw notEmulated('alarms on anomaly detection')
}

const REQUIRED = [
  ['EvaluationPeriods', 'an EvaluationPeriods'],
  ['ComparisonOperator', 'a valid ComparisonOperator'],
  ['Threshold', 'valid Threshold'],
] as const

function checkSettings(input: MetricAlarmSettings): void {
  for (const [name, words] of REQUIRED) {
    if (input[name] === undefined) throw validationError(`PutMetricAlarm request should have ${words} parameter`)
  }
  const { EvaluationPeriods = 1, DatapointsToAlarm = 1, TreatMissingData, EvaluateLowSampleCountPercentile } = input
  if (DatapointsToAlarm > EvaluationPeriods) {
    throw validationError('DatapointsToAlarm must be less than or equal to EvaluationPeriods')
  }
  if (TreatMissingData !== undefined && !MISSING.includes(TreatMissingData)) {
    throw validationError(
      `The value ${TreatMissingData} is not supported for TreatMissingData parameter. ` +
        `Supported values are [${MISSING.join(', ')}].`,
    )
  }
  if (
    EvaluateLowSampleCountPercentile !== undefined &&
    !['evaluate', 'ignore'].includes(EvaluateLowSampleCountPercentile)
  ) {
    throw validationError(
      `Option ${EvaluateLowSampleCountPercentile} is not supported. ` +
        'Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.',
    )
  }
  checkActions(input)
}

function checkMetric(input: MetricAlarmSettings): void {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Period } = input
  const lacking = Object.entries({ MetricName, Namespace }).find(([, value]) => value === undefined)
  if (lacking) throw missingParameter(`The parameter ${lacking[0]} is required.`)
  if (Period === undefined) throw validationError('PutMetricAlarm request should have a Period parameter')
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    throw validationError(
      'PutMetricAlarm request can not be made with both Statistic and ExtendedStatistic parameters. Only one of them should be present',
    )
  }
  if (Statistic === undefined && ExtendedStatistic === undefined) {
    throw validationError('PutMetricAlarm request should have a Statistic parameter')
  }
  if (Statistic !== undefined && input.EvaluateLowSampleCountPercentile !== undefined) {
    throw validationError(
      `Option evaluateLowSampleCountPercentile can not be applied with statistic ${Statistic}. ` +
        'This option is enabled only for percentile statistics.',
    )
  }
  if (ExtendedStatistic !== undefined && !isPercentile(ExtendedStatistic)) {
    throw invalidValue(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`)
  }
  checkPeriod(Period, input.EvaluationPeriods ?? 1)
}
