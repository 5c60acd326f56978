import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FORMATS, type Format } from '../../../src/render/format/formats.js'
import { render, type View } from '../../../src/render/format/print.js'
import { styleOf } from '../../../src/render/format/style.js'
import { parseCsv } from '../../support/csv.js'

type Row = Readonly<Record<string, string | number | boolean | null>>

const STYLE = styleOf({ isTTY: false, columns: 80, colors: 0 }, 'auto', {})
const viewOf = (...names: string[]): View<readonly Row[], Row> => ({
  screen: () => 'screen',
  rows: (rows) => rows,
  columns: names.map((name) => ({ name, value: (row) => row[name] ?? null })),
})
const AB = viewOf('a', 'b')
const print = (format: Format, rows: readonly Row[], view = AB) => render(format, rows, view, STYLE)

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '"',
      "'",
      ',',
      ';',
      '\n',
      '\r',
      '\t',
      '|',
      '\u001b[31m',
      '\u202e',
      'a',
      '1',
    ),
    maxLength: 12,
  }),
)
const hostileRows = fc.array(fc.record({ a: hostile, b: hostile }), { maxLength: 5 })
// Everything that may act on a terminal; the newlines that end lines are taken away before.
const ACTIVE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u

describe('csv', () => {
  it('has a head, and quotes only what needs it', () => {
    const rows = [
      { a: 'plain', b: 'with, comma' },
      { a: 'with "quotes"', b: 'x;y' },
      { a: null, b: true },
      { a: -1.5, b: 0 },
    ]

    expect(print('csv', rows)).toBe('a,b\nplain,"with, comma"\n"with ""quotes""","x;y"\n,true\n-1.5,0\n')
  })

  it.each(['=1+1', '+1', '-cmd', '@SUM(A1)', '=HYPERLINK("http://evil.example")', '-1+1', '--1'])(
    'makes no formula of %s',
    (text) => {
      const [, [cell = ''] = []] = parseCsv(print('csv', [{ a: text, b: '' }]))

      expect(cell).toBe(`'${text}`)
    },
  )

  it('leaves negative numbers alone', () => {
    expect(print('csv', [{ a: -5, b: '-0.25' }])).toBe('a,b\n-5,-0.25\n')
  })

  it('of anything reads back as as many rows and cells, and none is a formula', () => {
    fc.assert(
      fc.property(hostileRows, (rows) => {
        const parsed = parseCsv(print('csv', rows))

        expect(parsed).toHaveLength(rows.length + 1)
        for (const cells of parsed) expect(cells).toHaveLength(2)
        for (const cell of parsed.flat()) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/)
      }),
    )
  })
})

describe('text', () => {
  it('is tab-separated without a head', () => {
    expect(
      print('text', [
        { a: 'x y', b: 1 },
        { a: null, b: false },
      ]),
    ).toBe('x y\t1\n\tfalse\n')
  })

  it('of anything has as many lines and fields', () => {
    fc.assert(
      fc.property(hostileRows, (rows) => {
        const lines = print('text', rows).split('\n').slice(0, -1)

        expect(lines).toHaveLength(rows.length)
        for (const line of lines) expect(line.split('\t')).toHaveLength(2)
      }),
    )
  })
})

describe('markdown', () => {
  it('leaves a command in a cell a line of its own, and nothing else', () => {
    const rows = [{ a: 'first:\napigw-cache flush --yes\napigw-cache status', b: 'two\nlines <br>' }]

    expect(print('markdown', rows)).toContain(
      '| first:<br>apigw-cache flush --yes<br>apigw-cache status | two\ufffdlines &lt;br> |',
    )
  })

  it('is a table whose cells neither end it nor start markup', () => {
    const rows = [
      { a: 'a|b', b: '<img src=x>' },
      { a: '*bold* _it_ `code` ~s~', b: '[link](x) \\ & &amp;' },
    ]

    expect(print('markdown', rows)).toBe(
      [
        '| a | b |',
        '| --- | --- |',
        '| a\\|b | &lt;img src=x> |',
        '| \\*bold\\* \\_it\\_ \\`code\\` \\~s\\~ | \\[link\\](x) \\\\ &amp; &amp;amp; |',
        '',
      ].join('\n'),
    )
  })

  it('of anything has as many rows, of as many cells', () => {
    fc.assert(
      fc.property(hostileRows, (rows) => {
        const lines = print('markdown', rows).split('\n').slice(0, -1)

        expect(lines).toHaveLength(rows.length + 2)
        for (const line of lines) {
          expect(line.replace(/\\[\s\S]/g, '').match(/\|/g)).toHaveLength(3)
          expect(line).not.toContain('<')
        }
      }),
    )
  })
})

describe('json', () => {
  it('reads back as the same', () => {
    fc.assert(
      fc.property(hostileRows, (rows) => {
        expect(JSON.parse(print('json', rows))).toEqual(rows)
        expect(
          print('ndjson', rows)
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line)),
        ).toEqual(rows)
      }),
    )
  })
})

describe('every format', () => {
  it.each(FORMATS.filter((one) => one !== 'table'))('shows nothing that acts on a terminal: %s', (format) => {
    fc.assert(
      fc.property(hostileRows, (rows) => {
        const text = print(format, rows).replaceAll('\n', '')
        expect(format === 'text' ? text.replaceAll('\t', '') : text).not.toMatch(ACTIVE)
      }),
    )
  })

  it('has no line where a screen has nothing to show', () => {
    expect(render('table', [], { ...AB, screen: () => '' }, STYLE)).toBe('')
  })

  it.each(FORMATS)('ends with a newline: %s', (format) => {
    expect(print(format, [{ a: 'x', b: 'y' }])).toMatch(/\n$/)
  })
})
