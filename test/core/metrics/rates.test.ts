import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ratesOf } from '../../../src/core/metrics/rates.js'
import { windowOf } from '../../../src/core/metrics/window.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NOW = Date.UTC(2026, 0, 1, 12, 0, 20)
const WINDOW = windowOf(NOW - HOUR_MS, NOW, NOW)

/** The same every minute, the last of which is so many minutes old. */
const steady = (hits: number, misses: number, lastAgo: number, window = WINDOW) => {
  const stepMs = window.periodSeconds * 1000
  const last = NOW - lastAgo * MINUTE_MS
  const points = (value: number) => {
    const all: { at: number; value: number }[] = []
    for (let at = window.since; at <= last; at += stepMs) all.push({ at, value: (value * stepMs) / MINUTE_MS })
    return all
  }
  return { hits: points(hits), misses: points(misses), requests: points(hits + misses) }
}

describe('the rates of a stage', () => {
  it('are averages over the last minutes that are known', () => {
    expect(ratesOf(steady(90, 30, 2), WINDOW)).toEqual({
      until: '2026-01-01T11:59:00.000Z',
      requestsPerSecond: { m1: 2, m5: 2, m15: 2 },
      hitsPerSecond: { m1: 1.5, m5: 1.5, m15: 1.5 },
      missesPerSecond: { m1: 0.5, m5: 0.5, m15: 0.5 },
      ratio: { m1: 0.75, m5: 0.75, m15: 0.75 },
    })
  })

  it('leave out the minute that is not over', () => {
    expect(ratesOf(steady(60, 0, 0), WINDOW)).toMatchObject({
      until: '2026-01-01T12:00:00.000Z',
      requestsPerSecond: { m1: 1 },
    })
  })

  it('fall to nothing when a stage falls silent, but only once CloudWatch would have told', () => {
    const silentFor = (minutes: number) => ratesOf(steady(60, 0, minutes), WINDOW)

    expect(silentFor(4)).toMatchObject({ until: '2026-01-01T11:57:00.000Z', requestsPerSecond: { m1: 1 } })
    expect(silentFor(7)).toMatchObject({ until: '2026-01-01T11:55:00.000Z', requestsPerSecond: { m1: 0 } })
    expect(silentFor(30)).toMatchObject({ requestsPerSecond: { m1: 0, m5: 0, m15: 0 }, ratio: { m15: null } })
  })

  it('are not told where the window or its periods are too short or too long for them', () => {
    const of = (sinceMs: number, period: number | null) => {
      const window = windowOf(NOW - sinceMs, NOW, NOW, period)
      const { m1, m5, m15 } = ratesOf(steady(60, 0, 2, window), window).requestsPerSecond
      return [m1, m5, m15].map((value) => value !== null)
    }

    expect(of(HOUR_MS, null)).toEqual([true, true, true])
    expect(of(10 * MINUTE_MS, null)).toEqual([true, true, false])
    expect(of(HOUR_MS, 300)).toEqual([false, true, true])
    expect(of(24 * HOUR_MS, 900)).toEqual([false, false, true])
    expect(of(24 * HOUR_MS, 3600)).toEqual([false, false, false])
  })

  it('are not known without figures that are the stage alone', () => {
    expect(ratesOf(null, WINDOW)).toMatchObject({
      until: null,
      requestsPerSecond: { m1: null },
      ratio: { m15: null },
    })
  })

  it('add up, and keep the ratio between 0 and 1', () => {
    const value = fc.array(fc.nat(1000), { minLength: 1, maxLength: 61 })
    fc.assert(
      fc.property(value, value, (hits, misses) => {
        const points = (values: readonly number[]) =>
          values.map((one, place) => ({ at: WINDOW.since + place * MINUTE_MS, value: one }))
        const rates = ratesOf({ hits: points(hits), misses: points(misses), requests: [] }, WINDOW)
        for (const span of ['m1', 'm5', 'm15'] as const) {
          const [ratio, hit, miss] = [rates.ratio[span], rates.hitsPerSecond[span], rates.missesPerSecond[span]]
          if (ratio === null || hit === null || miss === null) continue
          expect(ratio * (hit + miss)).toBeCloseTo(hit)
        }
      }),
    )
  })
})
