import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeriesQuery } from '../../../src/core/aws/metrics-api.js'
import type { OpenStage } from '../../../src/core/find/open-stage.js'
import { readCounts, STAGES_PER_CALL, sumWindow } from '../../../src/core/list/figures.js'

const NOW = Date.UTC(2026, 0, 20, 12, 34, 56)
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('the window of a list', () => {
  it('covers what was asked for, and starts with a period', () => {
    fc.assert(
      fc.property(fc.integer({ min: 15 * MINUTE, max: 455 * DAY - DAY }), (sinceMs) => {
        const window = sumWindow(sinceMs, NOW)
        expect(window.since).toBeLessThanOrEqual(NOW - sinceMs)
        expect(NOW - sinceMs - window.since).toBeLessThan(window.periodSeconds * 1000)
        expect(window.since % (window.periodSeconds * 1000)).toBe(0)
        expect(window.until).toBe(NOW)
      }),
      { examples: [[15 * MINUTE], [DAY], [15 * DAY], [63 * DAY], [454 * DAY]] },
    )
  })

  it.each([
    [DAY, 900],
    [7 * DAY, 3600],
    [14 * DAY, 21_600],
  ])('of %d ms leaves room for 500 series in one call', (sinceMs, periodSeconds) => {
    const window = sumWindow(sinceMs, NOW)
    expect(window.periodSeconds).toBe(periodSeconds)
    expect(((window.until - window.since) / 1000 / periodSeconds) * 500).toBeLessThanOrEqual(100_800)
  })
})

describe('the counts of a list', () => {
  it('are those of each stage, in their order, and fit one call', async () => {
    const stage = (name: string) =>
      ({ target: { api: { id: 'a1b2c3d4e5', name }, stage: 'prod' } }) as unknown as OpenStage
    const asked: SeriesQuery[] = []
    const many = async (queries: readonly SeriesQuery[]) => {
      asked.push(...queries)
      return queries.map(({ metric, dimensions }) => [
        { at: NOW, value: Number(dimensions.ApiName) * 10 },
        { at: NOW + 1, value: metric.length },
      ])
    }
    const stages = Array.from({ length: STAGES_PER_CALL }, (_, index) => stage(String(index)))

    const counts = await readCounts({ many }, stages, sumWindow(DAY, NOW))

    expect(counts[3]).toMatchObject({ hits: 43, misses: 44, requests: 35 })
    expect(asked.length).toBeLessThanOrEqual(500)
    expect(asked.length).toBeGreaterThan(497)
  })
})
