import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import { openApiPaths } from '../../../src/core/request/openapi-paths.js'

const THREE = { openapi: '3.0.3', info: { title: 't', version: '1' } }
const TWO = { swagger: '2.0', basePath: '/v1', host: 'api.example.com' }

const read = (document: object, headers: readonly string[] = []) =>
  openApiPaths('api.json', JSON.stringify(document), headers)
/** One GET with these parameters. */
const get = (path: string, parameters: readonly object[], more: object = THREE) =>
  read({ ...more, paths: { [path]: { get: { parameters } } } })
const id = (more: object) => ({ name: 'id', in: 'path', required: true, ...more })
const type = (more: object) => ({ name: 'type', in: 'query', ...more })

describe('the paths of an OpenAPI document', () => {
  it('are those of its GET operations, without the servers it names', () => {
    const paths = {
      '/pets': { get: {}, post: {}, parameters: [] },
      '/search': { post: {} },
      '/any': { 'x-amazon-apigateway-any-method': {} },
      '/both': { 'x-amazon-apigateway-any-method': {}, get: {} },
    }

    expect(read({ ...THREE, servers: [{ url: 'https://x.example.com/v1' }], paths })).toEqual({
      paths: ['/pets', '/any', '/both'],
      skipped: [],
    })
    expect(read({ ...TWO, paths }).paths).toEqual(['/pets', '/any', '/both'])
  })

  it.each<[string, object, string]>([
    ['example', { example: 7 }, '7'],
    ['the first of the examples', { examples: { rex: { value: 'rex' }, mimi: { value: 'mimi' } } }, 'rex'],
    ['the example of the schema', { schema: { type: 'integer', example: 12 } }, '12'],
    ['the first example of the schema', { schema: { examples: ['a', 'b'] } }, 'a'],
    ['the default of the schema', { schema: { default: 'dog' } }, 'dog'],
    ['the first allowed value', { schema: { enum: ['cat', 'dog'] } }, 'cat'],
    ['its only value', { schema: { const: 'x' } }, 'x'],
    ['its example before that of the schema', { example: 'a', schema: { example: 'b', default: 'c' } }, 'a'],
    ['zero and false', { example: 0 }, '0'],
    [
      'the example of its content, as JSON',
      { content: { 'application/json': { example: { a: 1 } } } },
      '%7B%22a%22%3A1%7D',
    ],
    ['what has to be encoded', { example: 'a b/c?d&e=ü' }, 'a%20b%2Fc%3Fd%26e%3D%C3%BC'],
  ])('are filled with %s', (_, definition, expected) => {
    expect(get('/pets/{id}', [id(definition)])).toEqual({ paths: [`/pets/${expected}`], skipped: [] })
    expect(get('/pets', [type({ required: true, ...definition })]).paths).toEqual([`/pets?type=${expected}`])
  })

  it('are filled with the values of Swagger 2', () => {
    const inPath = id({ type: 'string', 'x-example': 'rex' })
    const inQuery = type({ required: true, type: 'string', enum: ['dog', 'cat'] })

    expect(get('/pets/{id}', [inPath, inQuery], TWO).paths).toEqual(['/pets/rex?type=dog'])
  })

  it.each<[string, object, string]>([
    ['repeated', {}, '?type=a&type=b'],
    ['joined where they are not to explode', { explode: false }, '?type=a%2Cb'],
    ['joined in Swagger 2', { type: 'array' }, '?type=a%2Cb'],
    ['repeated in Swagger 2 where it says so', { type: 'array', collectionFormat: 'multi' }, '?type=a&type=b'],
  ])('have lists %s', (_, definition, query) => {
    expect(get('/pets', [type({ example: ['a', 'b'], ...definition })]).paths).toEqual([`/pets${query}`])
  })

  it('have what is optional only where an example says what it is like', () => {
    const parameters = [type({ schema: { default: 'dog' } }), { name: 'page', in: 'query', example: 2 }]

    expect(get('/pets', parameters).paths).toEqual(['/pets?page=2'])
  })

  it('keep the slashes of a greedy parameter', () => {
    const proxy = { name: 'proxy', in: 'path', required: true, example: 'a/b c' }

    expect(get('/files/{proxy+}', [proxy]).paths).toEqual(['/files/a/b%20c'])
  })

  it('take parameters of the path, those of the operation first, and follow references', () => {
    const document = {
      ...THREE,
      components: {
        parameters: { Id: id({ schema: { $ref: '#/components/schemas/Id' } }) },
        schemas: { Id: { type: 'string', example: 'rex' } },
      },
      paths: {
        '/pets/{id}': {
          parameters: [{ $ref: '#/components/parameters/Id' }, type({ example: 'shared' })],
          get: { parameters: [type({ example: 'own' })] },
        },
      },
    }

    expect(read(document).paths).toEqual(['/pets/rex?type=own'])
  })

  it.each<[string, string, readonly object[], readonly string[]]>([
    ['a path parameter without a value', '/pets/{id}', [id({ schema: { type: 'string' } })], ['path.id']],
    ['one that it does not declare', '/pets/{id}', [], ['path.id']],
    ['a required query parameter', '/pets', [type({ required: true })], ['querystring.type']],
    [
      'a required header',
      '/pets',
      [{ name: 'X-Tenant', in: 'header', required: true, example: 'a' }],
      ['header.X-Tenant'],
    ],
    ['a required cookie', '/pets', [{ name: 's', in: 'cookie', required: true }], ['cookie.s']],
    ['an object that no rule writes', '/pets', [type({ required: true, example: { a: 1 } })], ['querystring.type']],
    ['a reference to elsewhere', '/pets/{id}', [{ $ref: 'other.yaml#/Id' }], ['path.id']],
    ['a reference to itself', '/pets/{id}', [id({ schema: { $ref: '#/paths' }, example: null })], ['path.id']],
  ])('leave out operations that need %s, and name what is missing', (_, path, parameters, missing) => {
    expect(get(path, parameters)).toEqual({ paths: [], skipped: [{ path, missing }] })
  })

  it('need no header that is sent anyway, nor those that OpenAPI ignores', () => {
    const names = ['X-Tenant', 'Authorization', 'Accept', 'Content-Type']
    const parameters = names.map((name) => ({ name, in: 'header', required: true }))
    const cookie = { name: 's', in: 'cookie', required: true }
    const paths = { '/pets': { get: { parameters: [...parameters, cookie] } } }

    expect(read({ ...THREE, paths }, ['x-tenant', 'COOKIE']).paths).toEqual(['/pets'])
  })

  it('are read from YAML too', () => {
    const text = 'openapi: 3.1.0\npaths:\n  /pets:\n    get: # all of them\n      parameters: []\n'

    expect(openApiPaths('api.yaml', text, []).paths).toEqual(['/pets'])
  })

  it.each([
    ['{"openapi": "3.0.0",\n\n "paths": {', /^api\.json:\d+: /],
    ['', 'api.json is no OpenAPI document'],
    ['[]', 'api.json is no OpenAPI document'],
    ['{"paths": {}}', 'api.json is no OpenAPI document'],
    ['openapi: 3.0.0\npaths: none', 'api.json is no OpenAPI document'],
    [`openapi: 3.0.0\nx: &a [1]\ny: &b [${'*a,'.repeat(99)}*a]\nz: [${'*b,'.repeat(99)}*b]`, 'api.json'],
  ])('cannot be read from %j', (text, message) => {
    const reading = () => openApiPaths('api.json', text, [])

    expect(reading).toThrow(ApigwCacheError)
    expect(reading).toThrow(message)
  })

  it('never break, whatever a document says', () => {
    const parameter = fc.record(
      {
        name: fc.oneof(fc.constantFrom('id', '__proto__', 'constructor'), fc.string({ unit: 'binary' })),
        in: fc.constantFrom('path', 'query', 'header', 'cookie', 'body'),
        required: fc.boolean(),
        example: fc.oneof(fc.jsonValue(), fc.constant('\ud800')),
        examples: fc.jsonValue(),
        schema: fc.jsonValue(),
        content: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(parameter, fc.jsonValue())), (parameters) => {
        const { paths, skipped } = read({ ...THREE, paths: { '/pets/{id}': { get: { parameters } } } })
        expect(paths.length + skipped.length).toBe(1)
        for (const path of paths) expect(path).toMatch(/^\/pets\/[^/?#{}\s]+(\?[^#\s]*)?$/)
      }),
    )
  })
})
