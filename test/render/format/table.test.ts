import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { styleOf } from '../../../src/render/format/style.js'
import { fitted, table } from '../../../src/render/format/table.js'
import { clip, displayWidth } from '../../../src/render/format/width.js'

const terminal = (columns: number) => styleOf({ isTTY: true, columns, colors: 0 }, 'never', {})
const pipe = styleOf({ isTTY: false, columns: 40, colors: 0 }, 'never', {})
const ROWS = [['GET', '/a/rather/long/path/of/a/resource', 'yes', 'path.id querystring.type header.X-Some']]
const HEAD = ['METHOD', 'PATH', 'CACHED', 'CACHE KEYS']
const lines = (text: string) => text.split('\n')

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
  ])('%j is %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
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

describe('a table', () => {
  it.each([60, 80, 200])('in a terminal of %d columns is no wider', (columns) => {
    const shown = lines(table(HEAD, fitted(HEAD, ROWS, [1, 3], terminal(columns)), terminal(columns)))

    for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
    expect(shown.some((line) => line.includes('…'))).toBe(columns < 100)
  })

  it('in a pipe is whole', () => {
    expect(fitted(HEAD, ROWS, [1, 3], pipe)).toEqual(ROWS)
  })

  it('gives up where nothing is left to cut', () => {
    expect(fitted(HEAD, ROWS, [1, 3], terminal(10))[0]?.map(displayWidth)).toEqual([3, 8, 3, 8])
  })
})
