import { describe, expect, it } from 'vitest'
import { undeployed } from '../../../src/core/deploy/difference.js'
import { newlyWrongWith } from '../../../src/core/deploy/risk.js'
import type { IntegrationRecord, MethodRecord } from '../../../src/core/gateway/record.js'
import { NEW_RECORD } from '../../../src/core/gateway/settings.js'

const INTEGRATION: IntegrationRecord = {
  type: 'HTTP',
  httpMethod: 'GET',
  uri: 'https://example.com',
  credentials: null,
  requestParameters: {},
  requestTemplates: {},
  passthroughBehavior: 'WHEN_NO_MATCH',
  contentHandling: null,
  timeoutMs: 29_000,
  transferMode: 'BUFFERED',
  cacheNamespace: 'r1',
  responses: { default: { status: '200', parameters: {}, templates: {} } },
}
const record = (line: string, more: Partial<MethodRecord> = {}): MethodRecord => {
  const [method = '', path = ''] = line.split(' ')
  return {
    resourceId: 'r1',
    method,
    path,
    cacheKeyParameters: [],
    parameters: {},
    authorizationType: 'NONE',
    authorizerId: null,
    apiKeyRequired: false,
    responses: { '200': [] },
    integration: INTEGRATION,
    ...more,
  }
}
const operation = (integration: object = {}, more: object = {}) => ({
  responses: { '200': { description: '200 response' } },
  'x-amazon-apigateway-integration': {
    type: 'http',
    httpMethod: 'GET',
    uri: 'https://example.com',
    responses: { default: { statusCode: '200' } },
    passthroughBehavior: 'when_no_match',
    ...integration,
  },
  ...more,
})
const SCHEMES = {
  api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  sigv4: { type: 'apiKey', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  pool: { type: 'apiKey', 'x-amazon-apigateway-authtype': 'cognito_user_pools' },
  who: { type: 'apiKey', 'x-amazon-apigateway-authtype': 'custom' },
}
const document = (paths: object) => ({ openapi: '3.0.1', paths, components: { securitySchemes: SCHEMES } })
const integration = (more: Partial<IntegrationRecord>) => ({ integration: { ...INTEGRATION, ...more } })

describe('what a deployment would make live', () => {
  it('is nothing where the export says the same in its own spelling', () => {
    const exported = operation(
      {
        cacheKeyParameters: ['method.request.querystring.b', 'method.request.querystring.a'],
        requestTemplates: { 'application/json': '' },
        timeoutInMillis: 29_000,
      },
      {
        parameters: [
          { name: 'a', in: 'query', schema: { type: 'string' } },
          { name: 'b', in: 'query', required: true },
          { name: 'id', in: 'path', required: true },
        ],
        security: [{ sigv4: [] }, { api_key: [] }],
      },
    )
    const current = record('GET /x/{id}', {
      ...integration({ requestTemplates: { 'application/json': '' } }),
      cacheKeyParameters: ['method.request.querystring.a', 'method.request.querystring.b'],
      parameters: { 'method.request.querystring.a': false, 'method.request.querystring.b': true },
      authorizationType: 'AWS_IAM',
      apiKeyRequired: true,
    })

    expect(undeployed(document({ '/x/{id}': { get: exported } }), [current], [])).toEqual([])
  })

  it('names methods that come and go', () => {
    const running = document({
      '/a': { get: operation() },
      '/b': { 'x-amazon-apigateway-any-method': operation() },
    })

    expect(undeployed(running, [record('GET /a'), record('POST /a')], [])).toEqual([
      { method: 'ANY', path: '/b', kind: 'removed', aspects: [] },
      { method: 'POST', path: '/a', kind: 'added', aspects: [] },
    ])
  })

  it.each<[string, Partial<MethodRecord>]>([
    ['cache keys', { cacheKeyParameters: ['method.request.querystring.q'] }],
    ['parameters', { parameters: { 'method.request.header.X': true } }],
    ['authorization', { authorizationType: 'CUSTOM' }],
    ['API key', { apiKeyRequired: true }],
    ['responses', { responses: { '200': ['method.response.header.X'] } }],
    ['responses', { responses: { '200': [], '404': [] } }],
    ['integration', integration({ uri: 'https://example.org' })],
    ['integration', integration({ timeoutMs: 5000 })],
    ['integration', integration({ transferMode: 'STREAM' })],
    ['parameter mapping', integration({ requestParameters: { 'integration.request.header.X': "'1'" } })],
    ['templates', integration({ requestTemplates: { 'text/plain': 'x' } })],
    ['integration responses', integration({ responses: {} })],
  ])('names in what a method changes: %s', (aspect, more) => {
    expect(undeployed(document({ '/a': { get: operation() } }), [record('GET /a', more)], [])).toEqual([
      { method: 'GET', path: '/a', kind: 'changed', aspects: [aspect] },
    ])
  })

  it('compares a namespace only where the export tells one', () => {
    const told = document({ '/a': { get: operation({ cacheNamespace: 'other' }) } })

    expect(undeployed(told, [record('GET /a')], [])).toMatchObject([{ aspects: ['cache namespace'] }])
  })

  it.each([
    ['the same one', [{ id: 'a1', name: 'who', identitySource: 'method.request.header.Auth' }], []],
    ['another of that name', [{ id: 'a1', name: 'who', identitySource: 'method.request.header.X' }], ['authorizer']],
    ['one of another name', [{ id: 'a1', name: 'you', identitySource: 'method.request.header.Auth' }], ['authorizer']],
    ['one that is gone', [], ['authorizer']],
    ['one that may not be read', null, ['authorizer']],
  ])('compares authorizers by name and by what they read: %s', (_, authorizers, aspects) => {
    const who = { name: 'Auth', 'x-amazon-apigateway-authtype': 'custom' }
    const running = {
      paths: { '/a': { get: operation({}, { security: [{ who: [] }] }) } },
      components: { securitySchemes: { who } },
    }
    const current = record('GET /a', { authorizationType: 'CUSTOM', authorizerId: 'a1' })

    const found = undeployed(running, [current], authorizers) ?? []
    expect(found.flatMap((one) => one.aspects)).toEqual(aspects)
  })

  it('is not known from what is no export', () => {
    expect(undeployed({ message: 'no' }, [], [])).toBeNull()
  })
})

function inNamespace(cacheNamespace: string, one: MethodRecord): MethodRecord {
  return { ...one, integration: { ...INTEGRATION, cacheNamespace } }
}

describe('wrong data that a deployment would cause', () => {
  const CACHED = { '*/*': { ...NEW_RECORD, caching: true } }

  it('is that of new methods, of lost keys and of new authorisation', () => {
    const running = document({
      '/pets/{id}': { get: operation({ cacheKeyParameters: ['method.request.path.id'] }) },
      '/me': { get: operation() },
      '/old/{id}': { get: operation() },
    })
    const next = [
      record('GET /pets/{id}'),
      record('GET /me', { authorizationType: 'COGNITO_USER_POOLS' }),
      record('GET /old/{id}'),
      record('GET /new/{id}', { authorizationType: 'AWS_IAM' }),
      record('POST /new/{id}'),
    ].map((one) => inNamespace(one.path, one))

    expect(newlyWrongWith(running, next, CACHED, [])).toEqual([
      { method: 'GET', path: '/pets/{id}', servedBy: 'GET', missing: ['path.id'], sharesWith: [] },
      { method: 'GET', path: '/new/{id}', servedBy: 'GET', missing: ['path.id', 'IAM'], sharesWith: [] },
      { method: 'GET', path: '/me', servedBy: 'GET', missing: ['header.Authorization'], sharesWith: [] },
    ])
    expect(newlyWrongWith(running, next, {}, [])).toEqual([])
  })

  it('is that of a namespace in common, unless the stage runs it already', () => {
    const inCommon = operation({ cacheNamespace: 'n' })
    const records = [record('GET /b'), record('GET /a')].map((one) => inNamespace('n', one))
    const shared = newlyWrongWith(document({ '/a': { get: inCommon } }), records, CACHED, [])

    expect(shared).toMatchObject([{ path: '/a', missing: [], sharesWith: [{ method: 'GET', path: '/b' }] }])
    const already = document({ '/a': { get: inCommon }, '/b': { get: inCommon } })
    expect(newlyWrongWith(already, records, CACHED, [])).toEqual([])
  })
})
