import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchMethod } from '../../../src/core/gateway/match.js'

const ref = (line: string) => {
  const [method = '', path = ''] = line.split(' ')
  return { method, path }
}
const match = (methods: readonly string[], verb: string, path: string) => {
  const found = matchMethod(methods.map(ref), verb, path)
  return found ? `${found.method} ${found.path}` : null
}

const API = [
  'ANY /{proxy+}',
  'GET /pets/{id}',
  'GET /pets/dog',
  'ANY /pets/{id}',
  'GET /pets/{id}/toys',
  'GET /pets/dog/{what}',
  'GET /files/{proxy+}',
  'GET /',
]

describe('a request is answered by', () => {
  it.each([
    ['the root', 'GET', '/', 'GET /'],
    ['a literal before a parameter', 'GET', '/pets/dog', 'GET /pets/dog'],
    ['a parameter before a greedy one', 'GET', '/pets/cat', 'GET /pets/{id}'],
    ['the exact verb before ANY', 'GET', '/pets/7', 'GET /pets/{id}'],
    ['ANY for another verb', 'DELETE', '/pets/7', 'ANY /pets/{id}'],
    ['a greedy parameter for what is longer', 'GET', '/files/a/b/c', 'GET /files/{proxy+}'],
    ['the more literal way where both fit', 'GET', '/pets/dog/toys', 'GET /pets/dog/{what}'],
    ['another branch where the literal one leads nowhere', 'GET', '/pets/cat/toys', 'GET /pets/{id}/toys'],
    ['the greedy root for what is left', 'POST', '/unknown/thing', 'ANY /{proxy+}'],
    ['nothing for another verb of the resource that fits: no other one is tried', 'POST', '/pets/dog', null],
    ['a resource also with a slash at the end', 'GET', '/pets/dog/', 'GET /pets/dog'],
    ['a literal in its percent-encoded form', 'GET', '/pets/%64og', 'GET /pets/dog'],
    ['one segment where a slash is encoded', 'GET', '/pets/a%2Fb', 'GET /pets/{id}'],
    ['a parameter also where the encoding is broken', 'GET', '/pets/100%', 'GET /pets/{id}'],
  ])('%s: %s %s', (_, verb, path, expected) => {
    expect(match(API, verb, path)).toBe(expected)
  })

  it('nobody where no resource fits', () => {
    expect(match(['GET /pets'], 'GET', '/pets/1')).toBeNull()
    expect(match(['GET /pets/{id}'], 'GET', '/pets')).toBeNull()
    expect(match(['GET /files/{proxy+}'], 'GET', '/files')).toBeNull()
    expect(match(['GET /files/{proxy+}'], 'GET', '/files/')).toBeNull()
    expect(match([], 'GET', '/')).toBeNull()
  })

  it('nobody where the segment of a parameter is empty', () => {
    expect(match(['GET /pets/{id}'], 'GET', '/pets//')).toBeNull()
    expect(match(['GET /pets/{id}'], 'GET', '/pets/ /')).toBe('GET /pets/{id}')
    expect(match(['GET /pets/{id}/toys'], 'GET', '/pets//toys')).toBeNull()
    expect(match(['GET /pets/{id}/toys'], 'GET', '/pets/0/toys')).toBe('GET /pets/{id}/toys')
    expect(match(['GET /files/{proxy+}'], 'GET', '/files//a')).toBeNull()
  })

  it('the same method in whatever order the methods are listed', () => {
    const path = fc.constantFrom('/', '/pets/dog', '/pets/cat', '/pets/dog/toys', '/files/a', '/x')
    fc.assert(
      fc.property(
        fc.shuffledSubarray(API, { minLength: API.length }),
        path,
        fc.constantFrom('GET', 'PUT'),
        (shuffled, at, verb) => {
          expect(match(shuffled, verb, at)).toBe(match(API, verb, at))
        },
      ),
    )
  })
})
