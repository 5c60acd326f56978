import type { MetricAlarmSettings, StateValue } from '../shapes/alarms.js'

export interface Datapoint {
  readonly atMs: number
  /** Undefined where there is none. */
  readonly value: number | undefined
  readonly sampleCount: number
}

export interface Judgement {
  readonly value: StateValue
  /** The datapoints that were evaluated, oldest first; missing ones only where they counted. */
  readonly evaluated: readonly Datapoint[]
  readonly missing: number
}

export type Criteria = Pick<
  MetricAlarmSettings,
  | 'EvaluationPeriods'
  | 'DatapointsToAlarm'
  | 'Threshold'
  | 'ComparisonOperator'
  | 'TreatMissingData'
  | 'ExtendedStatistic'
  | 'EvaluateLowSampleCountPercentile'
>

/** The state that the datapoints of an evaluation range, oldest first, put the alarm into; null for none but its own. */
export function judge(range: readonly Datapoint[], criteria: Criteria): Judgement | null {
  const { EvaluationPeriods: periods = 1, DatapointsToAlarm: enough = periods } = criteria
  const existing = range.filter(({ value }) => value !== undefined)
  const evaluated = existing.slice(-periods)
  if (hasTooFewSamples(evaluated, criteria)) return null
  const missing = periods - evaluated.length
  const breaching = evaluated.filter(({ value }) => breaches(value, criteria)).length
  const value =
    breaching >= enough
      ? 'ALARM'
      : missing === 0
        ? 'OK'
        : withMissing({ range, evaluated, missing, breaching, enough }, criteria)
  if (value === null) return null
  const last = range.slice(-periods)
  return { value, evaluated: existing.length === 0 ? last : evaluated, missing }
}

interface Count {
  readonly range: readonly Datapoint[]
  readonly evaluated: readonly Datapoint[]
  readonly missing: number
  readonly breaching: number
  readonly enough: number
}

/** Where fewer datapoints exist than are evaluated, and those are not enough for an alarm. */
function withMissing(count: Count, criteria: Criteria): StateValue | null {
  const { range, evaluated, missing, breaching, enough } = count
  switch (criteria.TreatMissingData) {
    case 'breaching':
      return breaching + missing >= enough ? 'ALARM' : 'OK'
    case 'notBreaching':
      return 'OK'
    case 'ignore':
      return evaluated.length > breaching ? 'OK' : null
    default: {
      if (evaluated.length > breaching) return 'OK'
      const [first] = evaluated
      const oldest = first ? range.indexOf(first) : -1
      return oldest >= 0 && range.length - oldest >= enough ? 'ALARM' : 'INSUFFICIENT_DATA'
    }
  }
}

export function breaches(value: number | undefined, { ComparisonOperator, Threshold = 0 }: Criteria): boolean {
  if (value === undefined) return false
  switch (ComparisonOperator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= Threshold
    case 'GreaterThanThreshold':
      return value > Threshold
    case 'LessThanThreshold':
      return value < Threshold
    default:
      return value <= Threshold
  }
}

/** Percentiles of few samples say little; such an alarm may keep its state. */
function hasTooFewSamples(evaluated: readonly Datapoint[], criteria: Criteria): boolean {
  const { ExtendedStatistic, EvaluateLowSampleCountPercentile } = criteria
  if (EvaluateLowSampleCountPercentile !== 'ignore' || ExtendedStatistic === undefined) return false
  if (evaluated.length === 0) return false
  const share = Number(ExtendedStatistic.slice(1)) / 100
  const needed = 10 / (share >= 0.5 ? 1 - share : share)
  return evaluated.reduce((sum, { sampleCount }) => sum + sampleCount, 0) < needed
}
