import { describe, expect, it } from 'vitest'
import { CloudWatchFailure } from '../../../../src/sandbox/cloudwatch/failure.js'
import { evaluated, minutes } from './math-support.js'

const _ = null
const A = { a: [30, 20, 0, 0], b: [20, _, 20, _] }

describe('metric math', () => {
  it.each([
    ['a + b', [50, 20, 20, 0]],
    ['100 * a / (a + b)', [60, 100, 0, _]],
    ['a / b', [1.5, _, 0, _]],
    ['-a ^ 2', [-900, -400, 0, 0]],
    ['2 ^ 3 ^ 2 * a', [15_360, 10_240, 0, 0]],
    ['a - b - 1', [9, 19, -21, -1]],
    ['10 - 2 * 3 + a * 0', [4, 4, 4, 4]],
    ['1e2 + .5 - 0 * a', [100.5, 100.5, 100.5, 100.5]],
  ])('M50 computes %s: what is missing is 0, and a division by 0 is no value', (expression, expected) => {
    // -0 is 0.
    expect(minutes(expression, A).map((value) => (value === null ? null : value + 0))).toEqual(expected)
  })

  it.each([
    ['a < b', [0, 0, 1, 0]],
    ['a >= 30', [1, 0, 0, 0]],
    ['a > 15 AND b > 15', [1, 0, 0, 0]],
    ['a > 15 && b > 15 || a == 0', [1, 0, 1, 1]],
    ['a != 20 OR b <= 0', [1, 0, 1, 1]],
  ])('M51 compares and combines %s to 1 and 0', (expression, expected) => {
    expect(minutes(expression, A)).toEqual(expected)
  })

  it.each([
    ['IF(c, d, e)', [30, 0, 20, _, _]],
    ['IF(c, 5, e)', [5, 5, 20, _, _]],
    ['IF(c, d, 5)', [30, 0, 5, 5, _]],
    ['IF(c, d)', [30, 0, _, _, _]],
    ['IF(1, d, e)', [30, _, 0, 0, 30]],
    ['IF(0, d)', [_, _, _, _, _]],
    ['IF(d < 20, 10, 2)', [2, _, 10, 10, 2]],
  ])('M52 chooses by %s', (expression, expected) => {
    expect(minutes(expression, { c: [1, 1, 0, 0, _], d: [30, _, 0, 0, 30], e: [0, 0, 20, _, 20] })).toEqual(expected)
  })

  it.each([
    ['FILL(m, 0)', [0, 2, 0, 0, 8, 0]],
    ['FILL(m, REPEAT)', [_, 2, 2, 2, 8, 8]],
    ['FILL(m, LINEAR)', [_, 2, 4, 6, 8, _]],
    ['FILL(m, n)', [1, 2, 1, _, 8, 1]],
    ['FILL(m, MAX(m))', [8, 2, 8, 8, 8, 8]],
    ['FILL(x, 7)', [7, 7, 7, 7, 7, 7]],
  ])('M53 fills what is missing by %s', (expression, expected) => {
    const given = { m: [_, 2, _, _, 8, _], n: [1, 1, 1, _, 1, 1], x: [_, _, _, _, _, _] }
    expect(minutes(expression, given)).toEqual(expected)
  })

  it.each([
    ['a - MIN(a)', [30, 20, 0, 0]],
    ['a / AVG(a)', [2.4, 1.6, 0, 0]],
    ['a * 0 + SUM(b)', [40, 40, 40, 40]],
    ['a * 0 + DATAPOINT_COUNT(b)', [2, 2, 2, 2]],
    ['a * 0 + STDDEV(a)', [12.99038105676658, 12.99038105676658, 12.99038105676658, 12.99038105676658]],
    ['SUM([a, b])', [50, 20, 20, 0]],
    ['AVG([a, b])', [25, 10, 10, 0]],
    ['MIN(METRICS())', [20, 20, 0, 0]],
    ['MAX([a, b])', [30, 20, 20, 0]],
    ['DATAPOINT_COUNT([a, b])', [2, 1, 2, 1]],
    ['a * METRIC_COUNT(METRICS())', [60, 40, 0, 0]],
  ])('M54 makes a scalar of a series and a series of an array: %s', (expression, expected) => {
    expect(minutes(expression, A)).toEqual(expected)
  })

  it.each([
    ['ABS(m)', [2, _, 1, 4.5]],
    ['CEIL(m)', [-2, _, 1, 5]],
    ['FLOOR(m)', [-2, _, 1, 4]],
    ['LOG10(m * 10 / m * 10)', [2, _, 2, 2]],
    ['LOG(m)', [_, _, 0, Math.log(4.5)]],
    ['DIFF(m)', [_, _, 3, 3.5]],
    ['DIFF_TIME(m)', [_, _, 120, 60]],
    ['RATE(m)', [_, _, 0.025, 3.5 / 60]],
    ['RUNNING_SUM(m)', [-2, _, -1, 3.5]],
    ['m / PERIOD(m)', [-2 / 60, _, 1 / 60, 4.5 / 60]],
    ['TIME_SERIES(MAX(m))', [4.5, 4.5, 4.5, 4.5]],
    ['MINUTE(m)', [0, 1, 2, 3]],
    ['IF(DAY(m) == 4 AND YEAR(m) == 2026 AND MONTH(m) == 1 AND DATE(m) == 1 AND HOUR(m) == 0, 1)', [1, 1, 1, 1]],
    ['EPOCH(m) - 1767225600', [0, 60, 120, 180]],
  ])('M55 computes %s from a series', (expression, expected) => {
    const found = minutes(expression, { m: [-2, _, 1, 4.5] })
    expect(found.map((value) => (value === null ? null : value + 0))).toEqual(expected)
  })

  it('M56 sorts, slices and picks from arrays', () => {
    const given = { low: [1, 1], high: [5, 5], mid: [1, 6], none: [_, _] }
    const labels = (expression: string) => evaluated(expression, given).map(({ label }) => label)
    expect(labels('SORT(METRICS(), AVG, DESC)')).toEqual(['high', 'mid', 'low', 'none'])
    expect(labels('SORT(METRICS(), MAX, ASC, 2)')).toEqual(['low', 'high'])
    expect(labels('SLICE(SORT(METRICS(), SUM, DESC), 1, 3)')).toEqual(['mid', 'low'])
    expect(labels('SLICE(METRICS(), 2)')).toEqual(['mid', 'none'])
    expect(labels('REMOVE_EMPTY(METRICS())')).toEqual(['low', 'high', 'mid'])
    expect(labels('METRICS("i")')).toEqual(['high', 'mid'])
    expect(evaluated('FIRST([mid, low])', given)).toMatchObject([
      {
        values: [
          [0, 1],
          [1, 6],
        ],
      },
    ])
    expect(evaluated('LAST([mid, low]) * 2', given)).toMatchObject([
      {
        values: [
          [0, 2],
          [1, 2],
        ],
      },
    ])
    expect(evaluated('100 / [low, high]', given)).toMatchObject([
      {
        label: 'low',
        values: [
          [0, 100],
          [1, 100],
        ],
      },
      {
        label: 'high',
        values: [
          [0, 20],
          [1, 20],
        ],
      },
    ])
  })

  it('M58 refuses what is no time series, in the form of AWS', () => {
    const wrong = (expression: string) => {
      try {
        evaluated(expression, A)
      } catch (error) {
        if (error instanceof CloudWatchFailure) return error.message
        throw error
      }
      return 'accepted'
    }
    expect(wrong('NOSUCH(a)')).toBe("Error in expression 'result': Function 'NOSUCH' not found")
    expect(wrong('2 * LAMBDA(a)')).toBe('The sandbox does not emulate the function LAMBDA of metric math.')
    expect(wrong('x + 1')).toBe("Error in expression 'result': Undefined variable name 'x'")
    for (const expression of [
      '1 + 1',
      'SUM(a)',
      'result',
      'constructor(a)',
      'a +',
      'a b',
      '(a',
      '[a',
      'IF(a)',
      'IF([a], 1, 0)',
      'FILL(a)',
      'FILL(a, [a])',
      'PERIOD(a + b)',
      'TIME_SERIES(a)',
      'SLICE(a, 1)',
      'SORT([a], MEDIAN, ASC)',
      '[a, b] + [a, b]',
      '[1, 2]',
      "'text'",
      'ABS(1)',
      'ABS(a, b)',
      'SUM()',
      'FIRST(METRICS("zzz"))',
      'a § b',
      'SEARCH(a, "Sum")',
      "SEARCH('(a', 'Sum', 60)",
      "SEARCH('a', 'Median', 60)",
    ]) {
      expect(wrong(expression), expression).toMatch(/^Error in expression 'result': /)
    }
  })
})
