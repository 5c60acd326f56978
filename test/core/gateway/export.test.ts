import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deployedMethods } from '../../../src/core/gateway/export.js'
import { shortKey } from '../../../src/core/gateway/key.js'
import { pathParameters } from '../../../src/core/gateway/method.js'

const withIntegration = (integration: unknown) => ({ 'x-amazon-apigateway-integration': integration })
const only = (path: string, verb: string, integration: unknown) =>
  deployedMethods({ paths: { [path]: { [verb]: withIntegration(integration) } } })?.[0]

describe('the export of a stage', () => {
  it('gives every method with its cache keys in the spelling of this tool', () => {
    const document = {
      openapi: '3.0.1',
      paths: {
        '/pets': {
          get: withIntegration({ cacheKeyParameters: ['method.request.querystring.type'] }),
          post: withIntegration({ type: 'mock' }),
          parameters: [],
        },
        '/pets/{id}': {
          'x-amazon-apigateway-any-method': withIntegration({
            cacheKeyParameters: ['method.request.path.id', 'integration.request.header.Body'],
            requestParameters: { 'integration.request.header.Body': 'method.request.body' },
          }),
        },
      },
    }

    expect(deployedMethods(document)).toEqual([
      {
        method: 'GET',
        path: '/pets',
        keys: ['querystring.type'],
        sources: ['method.request.querystring.type'],
        namespace: null,
        backend: null,
        keyedPathParameters: [],
        identity: [],
        unkeyedIdentity: [],
        signed: false,
        needsApiKey: false,
        seesApiKey: true,
      },
      {
        method: 'POST',
        path: '/pets',
        keys: [],
        sources: [],
        namespace: null,
        backend: null,
        keyedPathParameters: [],
        identity: [],
        unkeyedIdentity: [],
        signed: false,
        needsApiKey: false,
        seesApiKey: false,
      },
      {
        method: 'ANY',
        path: '/pets/{id}',
        keys: ['path.id', 'integration.header.Body'],
        sources: ['method.request.path.id', 'method.request.body'],
        namespace: null,
        backend: null,
        keyedPathParameters: ['id'],
        identity: [],
        unkeyedIdentity: [],
        signed: false,
        needsApiKey: false,
        seesApiKey: true,
      },
    ])
  })

  it('counts a path parameter as keyed where a mapped integration parameter is a key', () => {
    const integration = {
      cacheKeyParameters: ['integration.request.path.pet'],
      requestParameters: { 'integration.request.path.pet': 'method.request.path.id' },
    }

    expect(only('/pets/{id}', 'get', integration)).toMatchObject({
      keys: ['integration.path.pet'],
      keyedPathParameters: ['id'],
      identity: [],
      unkeyedIdentity: [],
      signed: false,
      needsApiKey: false,
      seesApiKey: true,
    })
  })

  it('does not count a mapping that is no key, nor a key that is mapped from something else', () => {
    const mapped = { 'integration.request.path.pet': 'method.request.path.id' }
    expect(only('/pets/{id}', 'get', { requestParameters: mapped })?.keyedPathParameters).toEqual([])

    const integration = {
      cacheKeyParameters: ['integration.request.path.id'],
      requestParameters: { 'integration.request.path.id': 'method.request.querystring.id' },
    }
    expect(only('/pets/{id}', 'get', integration)?.keyedPathParameters).toEqual([])
  })

  it.each([null, 'text', [], {}, { paths: null }, { paths: [] }, { swagger: '2.0' }])(
    'is none where it has no paths: %o',
    (document) => {
      expect(deployedMethods(document)).toBeNull()
    },
  )

  it('is read without a failure, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (operation, integration) => {
        expect(deployedMethods({ paths: { '/a': operation } })).toBeInstanceOf(Array)
        expect(deployedMethods({ paths: { '/a': { get: withIntegration(integration) } } })).toHaveLength(1)
      }),
    )
  })
})

describe('a cache key parameter', () => {
  it.each([
    ['method.request.path.id', 'path.id'],
    ['method.request.querystring.type', 'querystring.type'],
    ['method.request.header.X-Tenant', 'header.X-Tenant'],
    ['integration.request.header.Body', 'integration.header.Body'],
    ['method.request.header.method.request.x', 'header.method.request.x'],
  ])('%s is shown as %s', (parameter, short) => {
    expect(shortKey(parameter)).toBe(short)
  })
})

describe('the parameters of a resource path', () => {
  it.each([
    ['/', []],
    ['/pets', []],
    ['/pets/{id}', ['id']],
    ['/a/{b}/c/{d}', ['b', 'd']],
    ['/files/{proxy+}', ['proxy']],
    ['/{tenant-id}/{x.y}/{rest+}', ['tenant-id', 'x.y', 'rest']],
  ])('of %s are %j', (path, names) => {
    expect(pathParameters(path)).toEqual(names)
  })
})
