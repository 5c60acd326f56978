import { describe, expect, it } from 'vitest'
import { pickMethod, takeMethod } from '../../../src/core/gateway/method.js'

const TARGET = { account: null, region: 'us-east-1', api: { id: 'aaaaaaaaaa', name: 'pets' }, stage: 'prod' }
const METHODS = [
  { method: 'GET', path: '/pets' },
  { method: 'POST', path: '/pets' },
  { method: 'ANY', path: '/{proxy+}' },
]

describe('a method on the command line', () => {
  it.each([
    [['GET', '/pets/{id}', 'path.id'], 'GET', '/pets/{id}', ['path.id']],
    [['GET /pets/{id}', 'path.id'], 'GET', '/pets/{id}', ['path.id']],
    [['  any   /{proxy+} '], 'ANY', '/{proxy+}', []],
    [['post', '/'], 'POST', '/', []],
    [['GET', '~1pets~1{id}'], 'GET', '/pets/{id}', []],
  ])('is read as two words or as one: %j', (words, method, path, rest) => {
    expect(takeMethod(words)).toEqual({ ref: { method, path }, rest })
  })

  it.each([[['/pets']], [['FETCH', '/pets']], [['GET', 'pets']], [['GET /pets now']], [['*', '/pets']]])(
    'is refused where it is none: %j',
    (words) => {
      expect(() => takeMethod(words)).toThrow('is not a method')
    },
  )
})

describe('a method of an API', () => {
  it('is found by verb and path', () => {
    expect(pickMethod(METHODS, { method: 'POST', path: '/pets' }, TARGET)).toBe(METHODS[1])
  })

  it.each([
    ['GET', '/pet', "did you mean 'GET /pets'?"],
    ['PUT', '/pets', "did you mean 'GET /pets'?"],
    ['GET', '/{proxy+}', 'ANY /{proxy+} serves it'],
    ['GET', '/something/else', 'it has: GET /pets, POST /pets, ANY /{proxy+}'],
  ])('is not found as %s %s, and the closest one is named', (method, path, hint) => {
    expect(() => pickMethod(METHODS, { method, path }, TARGET)).toThrow(
      expect.objectContaining({ kind: 'failure', hint: expect.stringContaining(hint) }),
    )
  })
})
