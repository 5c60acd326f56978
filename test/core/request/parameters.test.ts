import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expandPaths, headerSets, parseParam } from '../../../src/core/request/parameters.js'

const expanded = (paths: readonly string[], ...params: readonly string[]) => expandPaths(paths, params.map(parseParam))

describe('parameters of requests', () => {
  it.each([
    ['a query', ['/users'], ['querystring.a=1,2'], ['/users?a=1', '/users?a=2']],
    ['a query beside another', ['/users?b=4'], ['querystring.a=1'], ['/users?b=4&a=1']],
    ['a query without pairs yet', ['/users?'], ['querystring.a=1'], ['/users?a=1']],
    [
      'a product, the last one moving first',
      ['/u'],
      ['querystring.a=1,2', 'querystring.b=x,y'],
      ['/u?a=1&b=x', '/u?a=1&b=y', '/u?a=2&b=x', '/u?a=2&b=y'],
    ],
    ['a name that is given twice', ['/u'], ['querystring.a=1,2', 'querystring.a=2,3'], ['/u?a=1', '/u?a=2', '/u?a=3']],
    ['an empty value', ['/u'], ['querystring.a='], ['/u?a=']],
    [
      'what has to be encoded',
      ['/u'],
      ['querystring.a[b]=x y&z=ä/+%41#'],
      ['/u?a%5Bb%5D=x%20y%26z%3D%C3%A4%2F%2B%2541%23'],
    ],
    ['a comma within a value', ['/u'], ['querystring.a=x\\,y,z'], ['/u?a=x%2Cy', '/u?a=z']],
    ['a path parameter', ['/pets/{id}/toys'], ['path.id=1,a/b'], ['/pets/1/toys', '/pets/a%2Fb/toys']],
    ['a greedy path parameter', ['/files/{proxy+}'], ['path.proxy=a/b c'], ['/files/a/b%20c']],
    ['a parameter of some paths only', ['/pets/{id}', '/health'], ['path.id=1,2'], ['/pets/1', '/pets/2', '/health']],
    ['a full URL', ['https://x.example/{id}?q=1#part'], ['path.id=1'], ['https://x.example/1?q=1']],
    ['none', ['/a', '/b?c={d}'], [], ['/a', '/b?c={d}']],
  ] as const)('%s', (_, paths, params, made) => {
    expect(expanded(paths, ...params)).toEqual(made)
  })

  it.each([
    ['querystring', 'it is not in the form'],
    ['cookie.a=1', '"cookie.a=…" is not in the form'],
    ['path.id=1,,2', '"" cannot stand in a path'],
    ['path.id=..', '".." cannot stand in a path'],
  ])('%s is refused', (text, message) => {
    expect(() => expanded(['/pets/{id}'], text)).toThrow(message)
  })

  it('make ten thousand combinations at most, over all paths', () => {
    const numbers = Array.from({ length: 10_000 }, (_, index) => index).join(',')
    const hundred = Array.from({ length: 100 }, (_, index) => index).join(',')

    expect(expanded(['/pets/{id}'], `path.id=${numbers}`)).toHaveLength(10_000)
    expect(expanded(['/users'], `querystring.a=${hundred}`, `querystring.b=${hundred}`)).toHaveLength(10_000)
    expect(() => expanded(['/pets/{id}', '/health'], `path.id=${numbers}`)).toThrow(
      'that makes 10,001 combinations, and 10,000 are the most at once',
    )
  })

  it('values with $ or {} stand as they are', () => {
    expect(expanded(['/pets/{id}'], 'path.id=$&,$1')).toEqual(['/pets/%24%26', '/pets/%241'])
    expect(expanded(['/pets/{id}'], 'path.id={id}')).toEqual(['/pets/%7Bid%7D'])
  })

  it('headers make sets of their own', () => {
    const params = ['header.A=1,2', 'header.B=x', 'header.a=3', 'querystring.q=1'].map(parseParam)
    expect(headerSets(params)).toEqual([
      [
        ['a', '1'],
        ['B', 'x'],
      ],
      [
        ['a', '2'],
        ['B', 'x'],
      ],
      [
        ['a', '3'],
        ['B', 'x'],
      ],
    ])
    expect(headerSets([])).toEqual([[]])
  })

  it('whatever the values are, a server reads them back, in every combination', () => {
    const value = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => !/[,\\]|^\.{1,2}$/.test(text))
    const values = fc.uniqueArray(value, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(values, values, (ids, types) => {
        const made = expanded(
          ['/pets/{id}'],
          `path.id=${ids.join(',')}`,
          `querystring.t y=${types.join(',')}`.replace('t y', 'type'),
        )
        const read = made.map((path) => {
          const { pathname, searchParams } = new URL(path, 'https://x.example')
          return [decodeURIComponent(pathname.slice('/pets/'.length)), searchParams.get('type')]
        })
        expect(read).toEqual(ids.flatMap((id) => types.map((type) => [id, type])))
      }),
    )
  })
})
