import { describe, expect, it } from 'vitest'
import { styleOf } from '../../../src/render/format/style.js'
import { fitted, folded, table } from '../../../src/render/format/table.js'
import { displayWidth } from '../../../src/render/format/width.js'

const terminal = (columns: number) => styleOf({ isTTY: true, columns, colors: 0 }, 'never', {})
const pipe = styleOf({ isTTY: false, columns: 40, colors: 0 }, 'never', {})
const ROWS = [['GET', '/a/rather/long/path/of/a/resource', 'yes', 'path.id querystring.type header.X-Some']]
const HEAD = ['METHOD', 'PATH', 'CACHED', 'CACHE KEYS']
const lines = (text: string) => text.split('\n')

describe('a table', () => {
  it.each([60, 80, 200])('in a terminal of %d columns is no wider', (columns) => {
    const shown = lines(table(HEAD, fitted(HEAD, ROWS, [1, 3], terminal(columns)), terminal(columns)))

    for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
    expect(shown.some((line) => line.includes('…'))).toBe(columns < 100)
  })

  it.each(['動物', '👨‍👩‍👧', '🇩🇪', '⚠️', 'e\u0301', '👍🏽'])('aligns its columns behind %s', (name) => {
    const [head = '', ...rows] = lines(
      table(
        ['NAME', 'STAGE'],
        [
          [`${name} x`, 'prod'],
          ['a longer name', 'prod'],
        ],
        pipe,
      ),
    )

    const column = displayWidth(head.slice(0, head.indexOf('STAGE')))
    for (const row of rows) expect(displayWidth(row.slice(0, row.indexOf('prod')))).toBe(column)
  })

  it.each([40, 60, 80])('in a terminal of %d columns loses nothing where it is folded', (columns) => {
    const shown = lines(table(HEAD, folded(HEAD, ROWS, [1, 3], terminal(columns)), terminal(columns)))

    for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
    const without = (text: string) => text.replaceAll(/\s/g, '').split('').toSorted().join('')
    expect(without(shown.slice(1).join(''))).toBe(without(ROWS.flat().join('')))
  })

  it('in a pipe is not folded', () => {
    expect(folded(HEAD, ROWS, [1, 3], pipe)).toEqual(ROWS)
  })

  it('in a pipe is whole', () => {
    expect(fitted(HEAD, ROWS, [1, 3], pipe)).toEqual(ROWS)
  })

  it('gives up where nothing is left to cut', () => {
    expect(fitted(HEAD, ROWS, [1, 3], terminal(10))[0]?.map(displayWidth)).toEqual([3, 8, 3, 8])
  })
})
