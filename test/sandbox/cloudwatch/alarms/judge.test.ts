import { describe, expect, it } from 'vitest'
import { type Criteria, type Datapoint, judge } from '../../../../src/sandbox/cloudwatch/alarms/judge.js'
import { reasonDataOf, reasonOf } from '../../../../src/sandbox/cloudwatch/alarms/reason.js'

const AT = Date.UTC(2026, 0, 28, 23, 41)

/** `0 - X`: within the threshold, missing, beyond it. */
function range(points: string, sampleCount = 1): Datapoint[] {
  return points.split(' ').map((point, minute) => ({
    atMs: AT + minute * 60_000,
    value: point === '-' ? undefined : point === 'X' ? 21 : 1,
    sampleCount: point === '-' ? 0 : sampleCount,
  }))
}

const criteria = (changes: Criteria = {}): Criteria => ({
  EvaluationPeriods: 3,
  Threshold: 20,
  ComparisonOperator: 'GreaterThanThreshold',
  ...changes,
})

const verdicts = (points: string, changes: Criteria) =>
  ['missing', 'ignore', 'breaching', 'notBreaching'].map(
    (TreatMissingData) => judge(range(points), criteria({ ...changes, TreatMissingData }))?.value ?? 'keep',
  )
const INSUFFICIENT = 'INSUFFICIENT_DATA'

describe('an alarm is judged', () => {
  it.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', [INSUFFICIENT, 'keep', 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - - - X', [INSUFFICIENT, 'keep', 'ALARM', 'OK']],
    ['X - - - -', ['ALARM', 'keep', 'ALARM', 'OK']],
  ])('M65 by three of three datapoints %s as missing ones are treated', (points, expected) => {
    expect(verdicts(points, {})).toEqual(expected)
  })

  it.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - X', [INSUFFICIENT, 'keep', 'ALARM', 'OK']],
  ])('M64 by two of three datapoints %s', (points, expected) => {
    expect(verdicts(points, { DatapointsToAlarm: 2 })).toEqual(expected)
  })

  it.each([
    ['GreaterThanThreshold', ['OK', 'OK', 'ALARM']],
    ['GreaterThanOrEqualToThreshold', ['OK', 'ALARM', 'ALARM']],
    ['LessThanThreshold', ['ALARM', 'OK', 'OK']],
    ['LessThanOrEqualToThreshold', ['ALARM', 'ALARM', 'OK']],
  ] as const)('M64 with %s', (ComparisonOperator, expected) => {
    const states = [19, 20, 21].map(
      (value) =>
        judge([{ atMs: AT, value, sampleCount: 1 }], criteria({ EvaluationPeriods: 1, ComparisonOperator }))?.value,
    )
    expect(states).toEqual(expected)
  })

  it.each([
    ['p99', 333, null],
    ['p99', 334, 'ALARM'],
    ['p10', 33, null],
    ['p10', 34, 'ALARM'],
  ])('M66 by %s of %i samples a datapoint only where they are enough', (ExtendedStatistic, samples, expected) => {
    const few = { ExtendedStatistic, EvaluateLowSampleCountPercentile: 'ignore' }
    expect(judge(range('- - X X X', samples), criteria(few))?.value ?? null).toBe(expected)
    expect(judge(range('- - X X X', samples), criteria({ ExtendedStatistic }))?.value).toBe('ALARM')
  })
})

describe('the reason of a state', () => {
  const told = (points: string, changes: Criteria = {}) => {
    const asked = criteria(changes)
    const judgement = judge(range(points), asked)
    return judgement && reasonOf(judgement, asked)
  }
  const one = { EvaluationPeriods: 1 }
  it.each([
    ['- - X', one, '1 datapoint [21.0 (28/01/26 23:43:00)] was greater than the threshold (20.0).'],
    ['- - 0', one, '1 datapoint [1.0 (28/01/26 23:43:00)] was not greater than the threshold (20.0).'],
    [
      '- X X',
      { EvaluationPeriods: 2 },
      '2 datapoints [21.0 (28/01/26 23:43:00), 21.0 (28/01/26 23:42:00)] were greater than the threshold (20.0).',
    ],
    [
      'X 0 X',
      { DatapointsToAlarm: 2 },
      '2 out of the last 3 datapoints [21.0 (28/01/26 23:43:00), 21.0 (28/01/26 23:41:00)] were greater than the threshold (20.0) (minimum 2 datapoints for OK -> ALARM transition).',
    ],
    [
      '- - 0',
      { ...one, DatapointsToAlarm: 1 },
      '1 out of the last 1 datapoints [1.0 (28/01/26 23:43:00)] was not greater than the threshold (20.0) (minimum 1 datapoint for ALARM -> OK transition).',
    ],
    [
      '- - - -',
      { EvaluationPeriods: 2, TreatMissingData: 'breaching' },
      'no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
    ],
    [
      '- - -',
      { ...one, TreatMissingData: 'notBreaching' },
      'no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    ],
  ])('M68 is for %s in the words of AWS', (points, changes, expected) => {
    expect(told(points, changes)).toBe(`Threshold Crossed: ${expected}`)
  })

  it('M68 counts what is unknown', () => {
    expect(told('- - -', one)).toBe('Insufficient Data: 1 datapoint was unknown.')
    expect(told('- - - -', { EvaluationPeriods: 2 })).toBe('Insufficient Data: 2 datapoints were unknown.')
  })

  it('M68 is data as well, of a bounded length', () => {
    const asked = criteria({ EvaluationPeriods: 2 })
    const judgement = judge(range('- 0 X'), asked)
    const queried = { atMs: AT + 180_000, periodMs: 60_000, unit: 'Count', statistic: 'Sum' }
    expect(judgement && JSON.parse(reasonDataOf(judgement, asked, queried))).toEqual({
      version: '1.0',
      queryDate: '2026-01-28T23:44:00.000+0000',
      startDate: '2026-01-28T23:42:00.000+0000',
      unit: 'Count',
      statistic: 'Sum',
      period: 60,
      recentDatapoints: [1, 21],
      threshold: 20,
      evaluatedDatapoints: [
        { timestamp: '2026-01-28T23:43:00.000+0000', sampleCount: 1, value: 21 },
        { timestamp: '2026-01-28T23:42:00.000+0000', sampleCount: 1, value: 1 },
      ],
    })
    const long = criteria({ EvaluationPeriods: 1440, DatapointsToAlarm: 1440 })
    const all = judge(range(Array(1440).fill('X').join(' ')), long)
    expect(all && reasonDataOf(all, long, queried).length).toBeLessThan(4000)
    expect(all && reasonOf(all, long).length).toBeLessThan(1023)
  })
})
