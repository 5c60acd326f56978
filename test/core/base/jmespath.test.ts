import { describe, expect, it } from 'vitest'
import { checkQuery, searchJson } from '../../../src/core/base/jmespath.js'

const RESULT = {
  stages: [
    { name: 'prod', size: 1 },
    { name: 'dev', size: 2 },
  ],
  '`prod`': 3,
  n: 'a`b',
}

describe('a query', () => {
  it.each([
    ['stages[?name==`prod`].size', [1]],
    ['stages[?name==`"prod"`].size', [1]],
    ["stages[?name=='prod'].size", [1]],
    ['stages[?size==`2`].name', ['dev']],
    ['stages[?name==` prod`].size', [1]],
    ["'`prod`'", '`prod`'],
    ['"`prod`"', 3],
    ['n==`a\\`b`', true],
    ['`true`', true],
    ['`[1, 2]`', [1, 2]],
    ['`yes, it is`', 'yes, it is'],
  ])('takes a bare word in backticks for a text, as the AWS CLI does: %s', (query, expected) => {
    expect(() => checkQuery(query)).not.toThrow()
    expect(searchJson(query, RESULT)).toEqual(expected)
  })

  it.each([
    ['a.[', 'it breaks off at column 4'],
    ['[[[', 'it breaks off at column 4'],
    ['a b', 'column 3 is not understood, at b'],
    ['[?a==`x`] b', 'column 11 is not understood, at b'],
    ['a[?b==`"x`]', 'column 7 is not understood, at `"x`]'],
    ['nosuch(a)', 'there is no function nosuch()'],
  ])('that is none says where: %s', (query, where) => {
    expect(() => checkQuery(query)).toThrow(`"${query}" is not a JMESPath query: ${where}`)
  })
})
