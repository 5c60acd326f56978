import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usd } from '../../../src/core/gateway/pricing.js'
import { count, counted, duration, percent } from '../../../src/render/format/units.js'

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [12.4, '12 ms'],
    [999, '999 ms'],
    [999.6, '1 s'],
    [1000, '1 s'],
    [59_499, '59 s'],
    [59_600, '1 min'],
    [242_000, '4 min 2 s'],
    [3_599_600, '1 h'],
    [3_900_000, '1 h 5 min'],
    [86_400_000, '24 h'],
  ])('of %d ms is %s', (ms, shown) => {
    expect(duration(ms)).toBe(shown)
  })

  it('never has 60 seconds, 60 minutes or 1000 milliseconds', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e8, noNaN: true }), (ms) => {
        expect(duration(ms)).not.toMatch(/\b60 (s|min)\b|\b1000 ms/)
      }),
    )
  })
})

describe('a figure', () => {
  it('that is not known is a dash', () => {
    expect(percent(null)).toBe('–')
    expect(count(null)).toBe('–')
    expect(counted(null, 'hit')).toBe('– hits')
  })

  it.each([
    [0, '0.0 %'],
    [0.8, '80.0 %'],
    [1 / 3, '33.3 %'],
    [1, '100.0 %'],
  ])('that is a ratio of %d is %s', (ratio, shown) => {
    expect(percent(ratio)).toBe(shown)
  })

  it.each([
    [0, 'miss', '0 misses'],
    [1, 'miss', '1 miss'],
    [1, 'request', '1 request'],
    [24_000, 'hit', '24,000 hits'],
  ])('of %d with the noun %s is "%s"', (value, noun, shown) => {
    expect(counted(value, noun)).toBe(shown)
  })

  it.each([
    [0, '$0.00'],
    [14.6, '$14.60'],
    [0.038, '$0.038'],
    [1387, '$1,387.00'],
  ])('of %d dollars is %s', (value, shown) => {
    expect(usd(value)).toBe(shown)
  })
})
