import { describe, expect, it } from 'vitest'
import { meanLatency } from '../../../src/core/metrics/cache-metrics.js'

describe('the mean latency of a window', () => {
  it('weighs each period by its requests', () => {
    const averages = [
      { at: 0, value: 100 },
      { at: 60_000, value: 400 },
    ]
    const requests = [
      { at: 0, value: 3 },
      { at: 60_000, value: 1 },
    ]
    expect(meanLatency(averages, requests)).toBe(175)
  })

  it('is not known where nothing was asked for', () => {
    expect(meanLatency([], [])).toBeNull()
    expect(meanLatency([{ at: 0, value: 100 }], [])).toBeNull()
  })
})
