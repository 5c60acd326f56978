import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { windowOf } from '../../../src/core/metrics/window.js'
import { reportWindow } from '../../../src/core/report/report.js'

const NOW = Date.UTC(2026, 0, 1)
const HOUR_MS = 3_600_000
const back = (hours: number) => reportWindow(windowOf(NOW - hours * HOUR_MS, NOW, NOW))

describe('the period of a report', () => {
  it.each([
    ['an hour', 1, 60],
    ['six hours', 6, 60],
    ['a day', 24, 300],
    ['a week', 24 * 7, 1800],
    ['two weeks', 24 * 14, 3600],
    ['a month', 24 * 30, 7200],
    ['a quarter', 24 * 90, 21_600],
    ['all that CloudWatch keeps', 24 * 455, 86_400],
  ])('is one that a person reads easily: %s', (_, hours, periodSeconds) => {
    expect(back(hours).periodSeconds).toBe(periodSeconds)
  })

  it.each([
    ['a minute', 60, 300],
    ['five minutes', 300, 900],
    ['a quarter of an hour', 900, 1800],
    ['half an hour', 1800, 3600],
    ['an hour', 3600, 7200],
    ['two hours', 7200, 21_600],
    ['six hours', 21_600, 86_400],
  ])('is %s up to 400 points, and the next one from a second more on', (_, periodSeconds, next) => {
    const longest = NOW - 400 * periodSeconds * 1000
    const of = (since: number) =>
      reportWindow({ since, until: NOW, periodSeconds: 60, settledUntil: NOW }).periodSeconds
    expect(of(longest)).toBe(periodSeconds)
    expect(of(longest - 1000)).toBe(next)
  })

  it('is never finer than what CloudWatch has, and gives no more points than a chart shows', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 455 * 24, noNaN: true }), (hours) => {
        const asked = windowOf(NOW - hours * HOUR_MS, NOW, NOW)
        const { since, until, periodSeconds } = reportWindow(asked)
        expect(until).toBe(asked.until)
        expect(asked.since - since).toBeGreaterThanOrEqual(0)
        expect(asked.since - since).toBeLessThan(periodSeconds * 1000)
        // CloudWatch's periods of that length begin there too.
        expect(since % (periodSeconds * 1000)).toBe(0)
        // Refuses a period that CloudWatch has not kept for so long, or that gives too many points for one call.
        expect(windowOf(since, until, NOW, periodSeconds).periodSeconds).toBe(periodSeconds)
        expect((until - since) / 1000 / periodSeconds).toBeLessThanOrEqual(456)
      }),
      { examples: [[400 / 60], [401 / 60], [400 * 24], [401 * 24]] },
    )
  })
})
