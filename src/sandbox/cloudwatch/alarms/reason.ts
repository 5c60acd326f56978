import { breaches, type Criteria, type Datapoint, type Judgement } from './judge.js'
import { dayAndTime, offsetTime } from './times.js'

const MOST_SHOWN = 10
const MOST_IN_DATA = 20

const COMPARED: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
}

const TREATED: Readonly<Record<string, string>> = { breaching: 'Breaching', notBreaching: 'NonBreaching' }

/** Why the alarm is in the state, in CloudWatch's words. */
export function reasonOf({ value, evaluated, missing }: Judgement, criteria: Criteria): string {
  const existing = evaluated.filter((point) => point.value !== undefined)
  const periods = criteria.EvaluationPeriods ?? 1
  if (value === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${counted(missing, 'datapoint')} ${were(missing)} unknown.`
  }
  const treated = TREATED[criteria.TreatMissingData ?? '']
  const filling =
    missing > 0 && treated !== undefined
      ? `${counted(missing, 'missing datapoint')} ${were(missing)} treated as [${treated}]`
      : ''
  if (existing.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${counted(periods, 'period')} and ${filling}.`
  }
  const crossed = `Threshold Crossed: ${crossing(value === 'ALARM', existing, criteria)}`
  return filling === '' ? `${crossed}.` : `${crossed} and ${filling}.`
}

function crossing(alarming: boolean, existing: readonly Datapoint[], criteria: Criteria): string {
  const { EvaluationPeriods: periods = 1, DatapointsToAlarm: enough, Threshold = 0 } = criteria
  const telling = existing.filter(({ value }) => breaches(value, criteria) === alarming)
  const compared = COMPARED[criteria.ComparisonOperator ?? ''] ?? ''
  const shown = telling
    .slice(-MOST_SHOWN)
    .reverse()
    .map(({ value = 0, atMs }) => `${decimal(value)} (${dayAndTime(atMs)})`)
  const than = `${alarming ? '' : 'not '}${compared} the threshold (${decimal(Threshold)})`
  const count = telling.length
  if (enough === undefined) return `${counted(count, 'datapoint')} [${shown.join(', ')}] ${were(count)} ${than}`
  const needed = alarming ? enough : periods - enough + 1
  const change = alarming ? 'OK -> ALARM' : 'ALARM -> OK'
  return (
    `${count} out of the last ${periods} datapoints [${shown.join(', ')}] ${were(count)} ${than} ` +
    `(minimum ${counted(needed, 'datapoint')} for ${change} transition)`
  )
}

export interface Queried {
  readonly atMs: number
  readonly periodMs: number
  readonly unit: string | undefined
  /** Undefined of a math expression. */
  readonly statistic: string | undefined
}

/** The same as data: JSON of at most 4,000 characters. */
export function reasonDataOf({ evaluated }: Judgement, criteria: Criteria, queried: Queried): string {
  const { atMs, periodMs, unit, statistic } = queried
  const shown = evaluated.slice(-MOST_IN_DATA)
  const existing = shown.filter(({ value }) => value !== undefined)
  const [oldest] = existing
  return JSON.stringify({
    version: '1.0',
    queryDate: offsetTime(atMs),
    ...(oldest ? { startDate: offsetTime(oldest.atMs) } : {}),
    unit,
    statistic,
    period: periodMs / 1000,
    recentDatapoints: existing.map(({ value }) => value),
    threshold: criteria.Threshold,
    evaluatedDatapoints: [...shown].reverse().map(({ atMs: start, value, sampleCount }) => ({
      timestamp: offsetTime(start),
      ...(value === undefined ? {} : { ...(sampleCount > 0 ? { sampleCount } : {}), value }),
    })),
  })
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were'
}

/** `21` → `21.0`. */
function decimal(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e7 ? `${value}.0` : String(value)
}
