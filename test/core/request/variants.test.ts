import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { variantsOf } from '../../../src/core/request/variants.js'
import { parseVariations } from '../../../src/core/request/variation.js'

const HOST = 'https://api.test/prod'
const urls = (path: string, vary: readonly string[], template: string | null = null) =>
  variantsOf({ url: `${HOST}${path}`, headers: [], inside: path, template }, parseVariations(vary), []).map(({ url }) =>
    url.slice(HOST.length),
  )

describe('varying a request', () => {
  it.each<[string, string, string[], string | null, string[]]>([
    ['adds a query parameter', '/users', ['querystring.type=a,b'], null, ['/users?type=a', '/users?type=b']],
    ['replaces one', '/users?type=x&q=1', ['querystring.type=a,b'], null, ['/users?q=1&type=a', '/users?q=1&type=b']],
    ['encodes values', '/u', ['querystring.q=a b&c,d=e'], null, ['/u?q=a%20b%26c', '/u?q=d%3De']],
    ['has an empty value', '/u', ['querystring.q=,a'], null, ['/u?q=', '/u?q=a']],
    ['takes an escaped comma for a part of a value', '/u', ['querystring.q=a\\,b,c'], null, ['/u?q=a%2Cb', '/u?q=c']],
    ['replaces a path parameter', '/pets/7?x=1', ['path.id=1,2'], '/pets/{id}', ['/pets/1?x=1', '/pets/2?x=1']],
    ['keeps a slash within one segment', '/pets/7', ['path.id=a/b,c'], '/pets/{id}', ['/pets/a%2Fb', '/pets/c']],
    ['replaces a greedy one', '/f/a/b', ['path.proxy=x/y,z'], '/f/{proxy+}', ['/f/x/y', '/f/z']],
    ['finds the parameter in the path itself', '/pets/{id}', ['path.id=1,2'], null, ['/pets/1', '/pets/2']],
    ['finds a greedy one there', '/f/{proxy+}', ['path.proxy=x/y,z'], null, ['/f/x/y', '/f/z']],
    ['merges what is said of one parameter', '/u', ['querystring.q=a', 'querystring.q=b'], null, ['/u?q=a', '/u?q=b']],
    [
      'makes every combination',
      '/pets/7',
      ['path.id=1,2', 'querystring.q=a,b'],
      '/pets/{id}',
      ['/pets/1?q=a', '/pets/1?q=b', '/pets/2?q=a', '/pets/2?q=b'],
    ],
    ['leaves a request alone of which nothing varies', '/users?x=1', [], null, ['/users?x=1']],
  ])('%s', (_, path, vary, template, expected) => {
    expect(urls(path, vary, template)).toEqual(expected)
  })

  it('replaces headers whatever their case, and keeps the others', () => {
    const variants = variantsOf(
      {
        url: HOST,
        headers: [
          ['x-tenant', 'old'],
          ['Accept', 'text/html'],
        ],
        inside: null,
        template: null,
      },
      parseVariations(['header.X-Tenant=a,b']),
      [],
    )

    expect(variants.map(({ headers }) => headers)).toEqual([
      [
        ['Accept', 'text/html'],
        ['X-Tenant', 'a'],
      ],
      [
        ['Accept', 'text/html'],
        ['X-Tenant', 'b'],
      ],
    ])
  })

  it('gives the server back exactly the value that was given', () => {
    const value = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/[,\\]|\p{Surrogate}/u.test(text))
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(a !== b)
        const [one, two] = urls('/u?x=1', [`querystring.q=${a},${b}`])
        const sent = [one, two].map((url) => new URL(`${HOST}${url}`).searchParams.get('q'))
        expect(sent).toEqual([a, b])
      }),
    )
  })
})
