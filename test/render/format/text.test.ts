import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean, cleanLines, jsonText } from '../../../src/render/format/text.js'

const ACTIVE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u
const any = fc.string({ unit: 'binary' })

describe('text from elsewhere', () => {
  it.each([
    ['\u001b[2J\u001b]0;title\u0007', '\ufffd[2J\ufffd]0;title\ufffd'],
    ['a\nb\r\tc', 'a\ufffdb\ufffd\ufffdc'],
    ['\u009b31m', '\ufffd31m'],
    ['abc\u202ecba', 'abc\ufffdcba'],
    ['line\u2028next', 'line\ufffdnext'],
    ['Größe 動物 🐶 é', 'Größe 動物 🐶 é'],
  ])('%j is shown as %j', (text, shown) => {
    expect(clean(text)).toBe(shown)
  })

  it('never acts on a terminal, and keeps its length', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(clean(text)).not.toMatch(ACTIVE)
        expect(clean(text)).toHaveLength(text.length)
      }),
    )
  })

  it('keeps its lines where it may have several', () => {
    expect(cleanLines('a\u001b\nb\r\n')).toBe('a\ufffd\nb\ufffd\n')
  })

  it('reads back the same from JSON, which does not act on a terminal either', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(jsonText({ [text]: text })).not.toMatch(ACTIVE)
        expect(JSON.parse(jsonText({ [text]: [text] }))).toEqual({ [text]: [text] })
      }),
    )
  })
})
