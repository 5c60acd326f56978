import { parse } from '@cdktf/hcl2json'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hclBlock, hclText } from '../../../src/render/export/hcl.js'
import { labels } from '../../../src/render/export/labels.js'

/** Pieces that HCL could take for more than text. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '${',
        '$${',
        '%{',
        '%%{',
        '$',
        '%',
        '{',
        '}',
        '"',
        '\\',
        '\n',
        '\b',
        '\f',
        '\u2028',
        '\u202e',
        '#',
        '/*',
        '\\b',
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''))

/** The parser gives texts as templates, in which it has escaped what starts one. */
const textOf = (parsed: string) => parsed.replace(/([$%])\1\{/g, '$1{')

describe('HCL', () => {
  it('holds any text as that text, and never as a template', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const { x, list } = await parse('a.tf', `x = ${hclText(text)}\nlist = [${hclText(text)}]`)
        expect(textOf(x).normalize()).toBe(text.normalize())
        expect(textOf(list[0]).normalize()).toBe(text.normalize())
      }),
      { numRuns: 200 },
    )
  })

  it('lets no comment end before its line', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (comment) => {
        const text = hclBlock('resource "a" "b"', [{ comment }, ['x', 1]])
        expect(await parse('a.tf', text)).toEqual({ resource: { a: { b: [{ x: 1 }] } } })
      }),
      { numRuns: 50 },
    )
  })
})

describe('labels', () => {
  it('are identifiers of which no two are the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('a b', 'a-b', 'a_b 2', '1', '', 'GET /a/{b}'))),
        (words) => {
          const names = words.map(labels('_'))
          expect(new Set(names).size).toBe(words.length)
          for (const name of names) expect(name).toMatch(/^[a-z]\w*$/)
        },
      ),
    )
  })
})
