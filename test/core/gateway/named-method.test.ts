import { describe, expect, it } from 'vitest'
import { meantMethod, pickMethod, takeMethod } from '../../../src/core/gateway/named-method.js'

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
    [['~1pets~1{id}/GET', 'path.id'], 'GET', '/pets/{id}', ['path.id']],
    [['~1/any'], 'ANY', '/', []],
    [['~1a~0b/GET'], 'GET', '/a~b', []],
    [['ANY', "'/{proxy+}'", "integration.header.X='a'"], 'ANY', '/{proxy+}', ["integration.header.X='a'"]],
    [["'GET", "/pets'"], 'GET', '/pets', []],
  ])('is read as two words or as one: %j', (words, method, path, rest) => {
    expect(takeMethod(words)).toEqual({ ref: { method, path }, rest })
  })

  it.each([
    [['/pets']],
    [['FETCH', '/pets']],
    [['GET', 'pets']],
    [['GET /pets now']],
    [['*', '/pets']],
    [['~1pets/FETCH']],
    [['~1pets']],
  ])('is refused where it is none: %j', (words) => {
    expect(() => takeMethod(words)).toThrow('is not a method')
  })
})

describe('a method of an API', () => {
  it('is found by verb and path', () => {
    expect(pickMethod(METHODS, { method: 'POST', path: '/pets' }, TARGET)).toBe(METHODS[1])
  })

  it.each([
    ['GET', '/pet', "did you mean 'GET /pets'?"],
    ['PUT', '/pets', "did you mean 'GET /pets'?"],
    ['GET', '/{proxy+}', 'ANY /{proxy+} serves it'],
    ['GET', '/something/else', "did you mean 'ANY /{proxy+}'?"],
  ])('is not found as %s %s, and the closest one is named', (method, path, hint) => {
    expect(() => pickMethod(METHODS, { method, path }, TARGET)).toThrow(
      expect.objectContaining({ kind: 'failure', hint: expect.stringContaining(hint) }),
    )
  })
})

describe('a method that an API does not have', () => {
  const OTHERS = [
    { method: 'GET', path: '/pets' },
    { method: 'GET', path: '/pets/{id}' },
    { method: 'GET', path: '/me' },
  ]

  it.each([
    ['GET', '/pets/1', "did you mean 'GET /pets/{id}'?"],
    ['POST', '/pets/1', "did you mean 'GET /pets/{id}'?"],
    ['GET', '/pets/{petId}', "did you mean 'GET /pets/{id}'?"],
    ['GET', '/pest', "did you mean 'GET /pets'?"],
    ['GET', '/nope', 'it has: GET /pets, GET /pets/{id}, GET /me'],
    ['GET', '/', 'it has: GET /pets, GET /pets/{id}, GET /me'],
  ])('is told by what would answer it, and by a typing mistake only: %s %s', (method, path, hint) => {
    expect(meantMethod(OTHERS, { method, path })).toBe(hint)
  })

  it('is told by some of those that there are, and how many more', () => {
    const many = Array.from({ length: 23 }, (_, index) => ({ method: 'GET', path: `/resources-${index}` }))

    expect(meantMethod(many, { method: 'GET', path: '/x' })).toMatch(/^it has: GET .*-9 and 13 more$/)
  })
})
