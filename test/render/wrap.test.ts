import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { styleOf } from '../../src/render/style.js'
import { field } from '../../src/render/wrap.js'

const terminal = (columns: number) => styleOf({ isTTY: true, columns, colors: 0 }, 'auto', {})
const pipe = styleOf({ isTTY: false, columns: 80, colors: 0 }, 'auto', {})

describe('a field of a screen', () => {
  it('is broken at spaces and indented under its text', () => {
    expect(field('defaults', 'GET cached for 300 s, not encrypted', terminal(32))).toBe(
      ['  defaults  GET cached for 300', '            s, not encrypted'].join('\n'),
    )
  })

  it('stays one line in a pipe', () => {
    expect(field('defaults', 'x '.repeat(200).trim(), pipe)).not.toContain('\n')
  })

  it('never exceeds the terminal where its words fit, and loses no word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 40, max: 200 }),
        (words, columns) => {
          const shown = field('label', words.join(' '), terminal(columns))
          expect(shown.split('\n').every((line) => line.length <= columns)).toBe(true)
          expect(shown.split(/\s+/).filter(Boolean)).toEqual(['label', ...words])
        },
      ),
    )
  })
})
