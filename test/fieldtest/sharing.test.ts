import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupsOf } from '../../fieldtest/world/sharing.js'

describe('which requests share an entry', () => {
  it.each([
    [{ a: ['1', '1'], b: ['1', '1'], c: ['2', '2'] }, 'a b | c'],
    [{ a: ['1', '2'], b: ['3', '3'] }, 'a not stored | b'],
    // One lookup of four missed.
    [{ a: ['1', '1', '2', '2'], b: ['1', '2', '2', '2'] }, 'a b'],
    // What a and b have never had in common, c had with both.
    [{ a: ['1', '3'], b: ['2', '4'], c: ['1', '2'] }, 'a b c'],
  ])('of %j is "%s"', (seen, expected) => {
    expect(groupsOf(new Map(Object.entries(seen)))).toBe(expected)
  })

  it('is the same whatever is asked first, and names each request once', () => {
    const answers = fc.dictionary(
      fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      fc.array(fc.nat(8).map(String), { minLength: 2, maxLength: 4 }),
    )
    fc.assert(
      fc.property(answers, (seen) => {
        const entries = Object.entries(seen)
        const grouped = (order: typeof entries) =>
          groupsOf(new Map(order))
            .split(' | ')
            .map((group) => group.replace(' not stored', '').split(' ').toSorted().join(' '))
            .toSorted()
        expect(grouped(entries.toReversed())).toEqual(grouped(entries))
        expect(grouped(entries).join(' ').split(' ').toSorted()).toEqual(
          entries.length === 0 ? [''] : entries.map(([name]) => name).toSorted(),
        )
      }),
    )
  })
})
