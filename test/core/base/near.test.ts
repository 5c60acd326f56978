import fc from 'fast-check'
import { distance } from 'fastest-levenshtein'
import { describe, expect, it } from 'vitest'
import { mostSlip, nearName, slipOf } from '../../../src/core/base/near.js'

describe('a name that was probably meant', () => {
  it.each([
    ['prdo', ['dev', 'prod'], 'prod'],
    ['PROD', ['dev', 'prod'], 'prod'],
    ['staging-erope', ['staging-us', 'staging-europe'], 'staging-europe'],
    ['ab', ['cd'], null],
    ['a', ['b'], null],
    ['', ['b'], null],
    ['prod', [], null],
  ])('slipOf(%j, %j) is %j', (text, names, meant) => {
    expect(slipOf(text, names)).toBe(meant)
  })

  it('is one of the names, no further than a slip, and none is nearer', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '-'), maxLength: 8 })
    fc.assert(
      fc.property(word, fc.array(word), (text, names) => {
        const far = (name: string) => distance(name.toLowerCase(), text.toLowerCase())
        const least = Math.min(...names.map(far))
        const meant = slipOf(text, names)
        if (least > mostSlip(text)) expect(meant).toBeNull()
        else expect(meant === null ? null : far(meant)).toBe(least)
      }),
    )
  })

  it('may be one that begins like the text, or the text like it', () => {
    expect(nearName('inval', ['flush', 'invalidate'])).toBe('invalidate')
    expect(nearName('flushing', ['flush', 'invalidate'])).toBe('flush')
  })
})
