import type { World } from '../../world/world.js'
import { validationError } from '../failure.js'
import { evaluation, seriesIn } from '../math/queries.js'
import { isArray } from '../math/series.js'
import type { Reader } from '../points.js'
import type { MetricAlarmSettings } from '../shapes/alarms.js'
import type { MetricDataQuery } from '../shapes/parts.js'
import { checkPeriod } from './checks.js'
import { scheduleOf } from './datapoints.js'

const MOST_METRICS = 10
const OF_ONE_METRIC = [
  'MetricName',
  'Namespace',
  'Dimensions',
  'Period',
  'Unit',
  'Statistic',
  'ExtendedStatistic',
] as const

/** Checks the metrics of an alarm on metric math by evaluating them on nothing. */
export function checkMetrics(world: World, input: MetricAlarmSettings, queries: readonly MetricDataQuery[]): void {
  const beside = OF_ONE_METRIC.find((name) => input[name] !== undefined)
  if (beside) throw validationError(`${beside} should not be set if list of Metrics is set.`)
  const [returned, ...more] = queries.filter(({ ReturnData }) => ReturnData !== false)
  if (!returned || more.length > 0) {
    throw validationError('Exactly one element of the metrics list should return data.')
  }
  if (queries.some(({ Expression }) => /\bSEARCH\s*\(/.test(Expression ?? ''))) {
    throw validationError('SEARCH is not supported on Metric Alarms.')
  }
  const metrics = queries.flatMap(({ MetricStat }) => MetricStat ?? [])
  if (metrics.length > MOST_METRICS) {
    throw validationError(`An alarm has at most ${MOST_METRICS} metrics, but there are ${metrics.length}.`)
  }
  if (new Set(metrics.map(({ Period }) => Period)).size > 1) {
    throw validationError('Metrics of an alarm must have the same period.')
  }
  const { periodMs, periods } = scheduleOf(input)
  checkPeriod(periodMs / 1000, periods)
  checkOnNothing(world, queries, returned)
}

const NOTHING: Reader = { nowMs: 0, units: () => [], sets: () => [] }

function checkOnNothing({ accountId }: World, queries: readonly MetricDataQuery[], returned: MetricDataQuery): void {
  const window = { startMs: 0, endMs: 60_000 }
  const evaluated = evaluation({ reader: NOTHING, queries, window, accountId, metrics: () => [] })
  for (const query of queries) {
    const value = evaluated.valueOf(query)
    if (query === returned && (isArray(value) || seriesIn(value).length !== 1)) {
      throw validationError('The expression of an alarm must return one time series.')
    }
  }
}
