import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { styleOf } from '../../../src/render/format/style.js'
import { cleanAdvice, cleanInline } from '../../../src/render/format/text.js'
import { field, hanging } from '../../../src/render/format/wrap.js'

const terminal = (columns: number) => styleOf({ isTTY: true, columns, colors: 0 }, 'auto', {})
const pipe = styleOf({ isTTY: false, columns: 80, colors: 0 }, 'auto', {})

describe('a field of a screen', () => {
  it('is broken at spaces and indented under its text', () => {
    expect(field('defaults', 'GET cached for 300 s, not encrypted', terminal(32))).toBe(
      ['  defaults  GET cached for', '            300 s, not encrypted'].join('\n'),
    )
  })

  it.each([
    ['of these hits a ratio 8.6 %', 'of these hits a ratio|8.6 %'],
    ['a share of about 50 % of all', 'a share of about|50 % of all'],
    ['it took something like 14 min 2 s', 'it took something like|14 min 2 s'],
    ['a cluster of about 6.1 GB', 'a cluster of about|6.1 GB'],
    ['a hit ratio of about 62 %', 'a hit ratio of about|62 %'],
    ['a cluster of roughly 58 GB', 'a cluster of roughly|58 GB'],
    ['the last window was 24 h', 'the last window was|24 h'],
    ['the TTL is no more than 5 min', 'the TTL is no more than|5 min'],
    ['the answer came after 12 ms', 'the answer came after|12 ms'],
    ['the answer came after 12 s', 'the answer came after|12 s'],
    ['there were about 15 sheep', 'there were about 15|sheep'],
  ])('never tears a number from its unit: %s', (text, shown) => {
    const [first = ''] = shown.split('|')
    const columns = Math.max(20, first.length + 3)
    expect(hanging('', text, terminal(columns)).split('\n')).toEqual(shown.split('|'))
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

describe('words before, between and behind commands', () => {
  const text = `either this, which empties everything\napigw-cache flush --stage prod --profile a-long-name\nor that, as often as anybody likes\napigw-cache override GET /pets`

  it('are wrapped, and the commands are not', () => {
    expect(hanging('  ', text, terminal(30)).split('\n')).toEqual([
      '  either this, which empties',
      '  everything',
      '  apigw-cache flush --stage prod --profile a-long-name',
      '  or that, as often as anybody',
      '  likes',
      '  apigw-cache override GET /pets',
    ])
    expect(hanging('  ', text, pipe).split('\n')).toHaveLength(4)
  })

  it('keep their lines when they are cleaned, and no other line break is kept', () => {
    expect(cleanAdvice(text)).toBe(text)
    expect(cleanAdvice('a name\nof two lines')).toBe('a name\ufffdof two lines')
    expect(cleanInline(text)).not.toContain('\n')
  })
})
