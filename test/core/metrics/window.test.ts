import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finestPeriod, isSettled, windowOf } from '../../../src/core/metrics/window.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const NOW = Date.UTC(2026, 0, 1, 12, 0, 30)

describe('the window of metrics', () => {
  it.each([
    ['an hour', HOUR_MS, 60],
    ['23 hours', 23 * HOUR_MS, 60],
    ['two days, which is more than 1,440 minutes', 2 * DAY_MS, 180],
    ['two weeks', 14 * DAY_MS, 900],
    ['16 days, of which CloudWatch has no minutes any more', 16 * DAY_MS, 1200],
    ['90 days, of which it has only hours', 90 * DAY_MS, 7200],
  ])('is asked with the finest period that there is: %s', (_, lengthMs, periodSeconds) => {
    expect(windowOf(NOW - lengthMs, NOW, NOW).periodSeconds).toBe(periodSeconds)
  })

  it('takes the period from the age of its start, not from its length', () => {
    const day = (ago: number) => windowOf(NOW - ago, NOW - ago + HOUR_MS, NOW).periodSeconds

    expect(day(14 * DAY_MS)).toBe(60)
    expect(day(20 * DAY_MS)).toBe(300)
    expect(day(100 * DAY_MS)).toBe(3600)
  })

  it('knows the shortest period that CloudWatch still has, whatever the number of points', () => {
    const finest = (ago: number) => finestPeriod(NOW - ago, NOW)

    expect([14, 20, 100].map((days) => finest(days * DAY_MS))).toEqual([60, 300, 3600])
  })

  it('never asks for more than 1,440 points, nor for a period that CloudWatch has not kept', () => {
    const ago = fc.integer({ min: 1000, max: 455 * DAY_MS })
    fc.assert(
      fc.property(ago, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(DAY_MS), (agoMs, part, shift) => {
        const now = NOW + shift
        const { since, until, periodSeconds } = windowOf(now - agoMs, now - Math.floor(part * agoMs), now)

        expect(Math.ceil((until - since) / (periodSeconds * 1000))).toBeLessThanOrEqual(1440)
        expect(periodSeconds % 60).toBe(0)
        if (now - since > 15 * DAY_MS) expect(periodSeconds % 300).toBe(0)
        if (now - since > 63 * DAY_MS) expect(periodSeconds % 3600).toBe(0)
      }),
    )
  })

  it('starts on a minute and loses none of what was asked for', () => {
    const { since, until } = windowOf(NOW - HOUR_MS, NOW, NOW)

    expect(new Date(since).toISOString()).toBe('2026-01-01T11:00:00.000Z')
    expect(until).toBe(NOW)
  })

  it.each([
    ['a minute', 14 * DAY_MS, 60],
    ['five minutes', 20 * DAY_MS, 300],
    ['an hour', 100 * DAY_MS, 3600],
  ])('starts where CloudWatch starts, on %s that it keeps of that time', (_, ago, seconds) => {
    const { since } = windowOf(NOW - ago, NOW, NOW)

    expect(since % (seconds * 1000)).toBe(0)
    expect(NOW - ago - since).toBeLessThan(seconds * 1000)
    expect(NOW - ago - since).toBeGreaterThanOrEqual(0)
  })

  it('takes the period that was asked for', () => {
    expect(windowOf(NOW - HOUR_MS, NOW, NOW, 300).periodSeconds).toBe(300)
    expect(windowOf(NOW - 100 * DAY_MS, NOW, NOW, 86_400).periodSeconds).toBe(86_400)
  })

  it.each([
    [16 * DAY_MS, 60, /not kept periods of 60 s for so long: only 15 days/],
    [64 * DAY_MS, 300, /not kept periods of 300 s for so long: only 63 days/],
    [64 * DAY_MS, 5400, /not kept periods of 5400 s/],
    [2 * DAY_MS, 60, /gives 2,881 points/],
    [HOUR_MS, 61, /whole minutes/],
  ])('refuses, with one that would do, for the last %d ms the period %d', (ago, period, message) => {
    let better = Number.NaN
    try {
      windowOf(NOW - ago, NOW, NOW, period)
    } catch (error) {
      expect(error).toMatchObject({ kind: 'usage', message: expect.stringMatching(message) })
      better = Reflect.get(Object(error), 'data').period
    }
    expect(windowOf(NOW - ago, NOW, NOW, better).periodSeconds).toBe(better)
  })

  it('is settled up to the last whole minute that is five minutes old', () => {
    const { settledUntil } = windowOf(NOW - HOUR_MS, NOW, NOW)

    expect(new Date(settledUntil).toISOString()).toBe('2026-01-01T11:55:00.000Z')
  })
})

describe('no data points', () => {
  const settled = (fromMinutesAgo: number, toMinutesAgo: number) => {
    const now = Date.UTC(2026, 0, 1, 12)
    return isSettled(windowOf(now - fromMinutesAgo * MINUTE_MS, now - toMinutesAgo * MINUTE_MS, now))
  }

  it.each([
    [60, 0, false],
    [60, 4, false],
    [60, 5, true],
    [60, 30, true],
    [10, 5, true],
    [9, 5, false],
    [7, 6, false],
  ])('in a window from %d to %d minutes ago mean no requests: %s', (from, to, means) => {
    expect(settled(from, to)).toBe(means)
  })
})
