import { describe, expect, it } from 'vitest'
import { judgedPart, settledPart } from '../../../src/core/advise/judged.js'
import { CALLS } from '../../../src/core/base/calls.js'
import { span } from '../../../src/core/base/quantities.js'
import { windowOf } from '../../../src/core/metrics/window.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NOW = Date.UTC(2026, 0, 20, 12, 0)
const asked = (ms: number) => windowOf(NOW - ms, NOW, NOW)
const judged = (ms: number, updatedAgoMs: number | null) =>
  judgedPart(asked(ms), { createdAt: null, updatedAt: updatedAgoMs === null ? null : NOW - updatedAgoMs }, NOW, CALLS)

describe('what is judged of a window', () => {
  it('ends where CloudWatch has everything', () => {
    expect(judged(HOUR_MS, null)).toEqual({
      window: { ...asked(HOUR_MS), until: NOW - 5 * MINUTE_MS },
      notJudged: [],
    })
  })

  it('begins after the last change of the stage', () => {
    const { window, notJudged } = judged(7 * 24 * HOUR_MS, 2 * HOUR_MS)
    expect(window).toMatchObject({ since: NOW - 2 * HOUR_MS + MINUTE_MS, until: NOW - 5 * MINUTE_MS })
    expect(notJudged).toEqual([{ what: 'the time before 2026-01-20 10:00 UTC', reason: 'the stage was changed then' }])
    expect(judged(HOUR_MS, 2 * HOUR_MS)).toMatchObject({ notJudged: [] })
    // Of a day, ten minutes are hardly missed.
    expect(judged(24 * HOUR_MS, 24 * HOUR_MS - 10 * MINUTE_MS)).toMatchObject({ notJudged: [] })
  })

  it.each([
    ['ten minutes', 9 * MINUTE_MS, []],
    [
      'a second more than ten minutes',
      9 * MINUTE_MS + 1000,
      [{ what: 'the time before 2026-01-19 19:24 UTC', reason: 'the stage was changed then' }],
    ],
  ])('is as good as all of it where %s of a thousand are missed', (_, changedAfterMs, notJudged) => {
    const lengthMs = 1005 * MINUTE_MS
    expect(judged(lengthMs, lengthMs - changedAfterMs)).toEqual({
      window: expect.objectContaining({ until: NOW - 5 * MINUTE_MS }),
      notJudged,
    })
  })

  it.each([
    ['a window of five minutes', 5 * MINUTE_MS, null, 'less than 10 min completely'],
    ['a change some minutes ago', 24 * HOUR_MS, 15 * MINUTE_MS, 'changed at 2026-01-20 11:45 UTC'],
  ])('is nothing after %s, and the reason is told', (_, ms, updatedAgoMs, reason) => {
    expect(judged(ms, updatedAgoMs)).toEqual({
      window: null,
      notJudged: [{ what: 'everything', reason: expect.stringContaining(reason) }],
    })
  })

  it('is nothing of a window that ends before the last change', () => {
    const window = windowOf(NOW - 5 * HOUR_MS, NOW - 3 * HOUR_MS, NOW)
    expect(judgedPart(window, { createdAt: null, updatedAt: NOW - HOUR_MS }, NOW, CALLS).window).toBeNull()
  })

  it('is what is left of the shortest window that doctor takes', () => {
    expect(judged(15 * MINUTE_MS, null).window).not.toBeNull()
    expect(settledPart(asked(5 * MINUTE_MS))).toBeNull()
  })
})

describe('the length of a window', () => {
  it.each([
    [7 * 24 * 60 - 5, '7 d'],
    [14 * 24 * 60 - 5, '14 d'],
    [24 * 60 - 5, '24 h'],
    [24 * 60 + 1, '24 h'],
    [100 * 60, '100 h'],
    [115, '115 min'],
    [119, '2 h'],
    [5.3, '5 min'],
  ])('of %d minutes is %s', (minutes, shown) => {
    expect(span(minutes * MINUTE_MS)).toBe(shown)
  })
})
