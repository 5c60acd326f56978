import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { figure } from '../../../src/core/base/quantities.js'

describe('a figure', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_048_576, '1,048,576'],
    [-1234.5, '-1,234.5'],
    [0.0001, '0'],
    [1e-7, '0'],
    [1e15, '1,000,000,000,000,000'],
  ])('of %d is %s', (value, text) => {
    expect(figure(value)).toBe(text)
  })

  it.each([
    [14.6, '14.60'],
    [0.038, '0.038'],
    [1.005, '1.005'],
    [0.0385, '0.039'],
    [2774.0004, '2,774.00'],
  ])('of %d dollars is %s', (value, text) => {
    expect(figure(value, { least: 2, most: 3 })).toBe(text)
  })

  it('reads as English locales have it', () => {
    const values = fc.oneof(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc
        .tuple(fc.integer({ min: 0, max: 1e8 }), fc.integer({ min: 0, max: 5 }))
        .map(([digits, places]) => digits / 10 ** places),
    )
    const places = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }))
    fc.assert(
      fc.property(values, places, (value, [one, other]) => {
        const [least, most] = [Math.min(one, other), Math.max(one, other)]
        const options = { minimumFractionDigits: least, maximumFractionDigits: most }
        expect(figure(value, { least, most })).toBe(value.toLocaleString('en-US', options))
      }),
    )
  })
})
