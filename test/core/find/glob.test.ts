import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globMatcher, isGlob } from '../../../src/core/find/glob.js'

describe('a glob of names', () => {
  it.each([
    ['pets-*', 'pets-eu', true],
    ['pets-*', 'pets-', true],
    ['pets-*', 'xpets-eu', false],
    ['*', 'shop/admin.v2', true],
    ['pets-?', 'pets-1', true],
    ['pets-?', 'pets-12', false],
    ['pets-[ab]', 'pets-b', true],
    ['pets-[!ab]', 'pets-b', false],
    ['pets-[0-9]', 'pets-7', true],
    ['prod-{blue,green}', 'prod-green', true],
    ['prod-{blue,green}', 'prod-red', false],
    ['{pets,shop}-*', 'shop-eu', true],
    ['{p*,shop}', 'pets', true],
    ['pets (old)*', 'pets (old) 2', true],
    ['a.b*', 'aXb', false],
    ['*🐶', 'pets 🐶', true],
    ['pets-?', 'pets-🐶', true],
  ])('%s fits %s: %s', (pattern, name, expected) => {
    expect(globMatcher(pattern)(name)).toBe(expected)
  })

  it.each([
    ['pets', false],
    ['pets (old)', false],
    ['pets-*', true],
    ['pets-?', true],
    ['pets-{a,b}', true],
    ['pets-[ab]', true],
    ['{id}', false],
    ['arn:aws:apigateway:us-east-1::/restapis/*', false],
  ])('%s is one: %s', (text, expected) => {
    expect(isGlob(text)).toBe(expected)
  })

  it('without its special signs fits itself only', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/[*?[\]{}]/.test(text))
    fc.assert(
      fc.property(plain, plain, (pattern, name) => {
        expect(globMatcher(pattern)(pattern)).toBe(true)
        expect(globMatcher(pattern)(name)).toBe(pattern === name)
      }),
    )
  })

  it('never throws, whatever somebody types', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'*?[]{},!^-\\()|ab') }), (pattern) => {
        expect(typeof globMatcher(pattern)('ab')).toBe('boolean')
      }),
    )
  })
})
