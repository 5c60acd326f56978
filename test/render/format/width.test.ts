import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { clip, displayWidth, fold } from '../../../src/render/format/width.js'

describe('the width of a text', () => {
  it.each([
    ['pets', 4],
    ['動物', 4],
    ['ｱﾆﾏﾙ', 4],
    ['（本番）', 8],
    ['한국어', 6],
    ['🐶', 2],
    ['é', 1],
    ['e\u0301', 1],
    ['a\u200db', 2],
    ['…–', 2],
    ['', 0],
    ['👨‍👩‍👧', 2],
    ['👩🏽‍💻', 2],
    ['🇩🇪', 2],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 2],
    ['⚠️', 2],
    ['⚠', 1],
    ['1️⃣', 2],
    ['👍🏽', 2],
    ['動物のAPI（本番）🐶', 19],
    ['שָׁלוֹם', 4],
    ['o\u0308\u0323', 1],
    ['\u200d', 0],
    ['✓ prod – 😀…', 12],
    ['\u001b[1m\u001b[32mpets\u001b[39m\u001b[22m', 4],
  ])('%j is %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  it('is one column for each character of the usual ones', () => {
    const from = (first: number, count: number) =>
      Array.from({ length: count }, (_, index) => String.fromCharCode(first + index))
    const usual = [...from(0x20, 0x2d0), ...from(0x2500, 0xa0), ...'–…→✓✗']
    for (const character of usual)
      expect([character, displayWidth(character)]).toEqual([character, stringWidth(character)])
  })

  it.each(['👨‍👩‍👧', '🇩🇪', '⚠️', 'e\u0301', '動'])('never counts a part of %s', (character) => {
    const text = character.repeat(3)

    expect(clip(text, displayWidth(text), '…')).toBe(text)
    expect(clip(text, displayWidth(text) - 1, '…').replaceAll(character, '')).toBe('…')
  })

  it('is within the limit when it was clipped, and nothing is lost where there is room', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 60 }), (text, columns) => {
        const shown = clip(text, columns, '…')
        expect(displayWidth(shown)).toBeLessThanOrEqual(columns)
        if (displayWidth(text) <= columns) expect(shown).toBe(text)
        else expect(text.startsWith(shown.slice(0, -1))).toBe(true)
      }),
    )
  })
})

const SIGNS = new Intl.Segmenter()

describe('a text in several lines', () => {
  it.each([
    ['path.sku header.User-Agent', 17, ['path.sku', 'header.User-Agent']],
    ['path.sku header.User-Agent', 9, ['path.sku', 'header.', 'User-', 'Agent']],
    ['/products/{sku}', 11, ['/products/', '{sku}']],
    ['/abcdefgh', 5, ['/abcd', 'efgh']],
    ['none', 8, ['none']],
    ['', 8, ['']],
  ])('%j in %d columns is broken where it reads best', (text, columns, expected) => {
    expect(fold(text, columns)).toEqual(expected)
  })

  it('is never wider, and loses nothing but spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, columns) => {
        const shown = fold(text, columns)
        // A sign is never cut, and one of several code points can be three columns wide.
        const widest = Math.max(columns, ...Array.from(SIGNS.segment(text), ({ segment }) => displayWidth(segment)))
        for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(widest)
        expect(shown.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
      }),
    )
  })
})
