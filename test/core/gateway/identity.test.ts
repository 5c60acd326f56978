import { describe, expect, it } from 'vitest'
import { identityOf, unkeyedIdentity } from '../../../src/core/gateway/identity.js'

type Scheme = Readonly<Record<string, unknown>>

const request = (name: string, identitySource?: string): Scheme => ({
  name,
  'x-amazon-apigateway-authtype': 'custom',
  'x-amazon-apigateway-authorizer': {
    type: 'request',
    ...(identitySource === undefined ? {} : { identitySource }),
  },
})
const token = (name: string): Scheme => ({
  name,
  'x-amazon-apigateway-authtype': 'custom',
  'x-amazon-apigateway-authorizer': { type: 'token' },
})
const userPool = { name: 'Authorization', 'x-amazon-apigateway-authtype': 'cognito_user_pools' }

function missing(scheme: Scheme, ...keyed: readonly string[]): readonly string[] {
  const document = { components: { securitySchemes: { gate: scheme } } }
  return unkeyedIdentity(identityOf(document, { security: [{ gate: [] }] }), keyed)
}

describe('what a method lacks in its key to tell callers apart', () => {
  it.each([
    ['the header of a token', token('X-Gate'), ['header.X-Gate']],
    ['the header of a user pool', userPool, ['header.Authorization']],
    [
      'what a request authorizer names',
      request('Unused', 'method.request.header.A, method.request.querystring.b'),
      ['header.A', 'querystring.b'],
    ],
    ['a header beside context', request('Unused', 'context.identity.sourceIp,method.request.header.A'), ['header.A']],
    ['a header of the very name', request('Unused', 'method.request.header.Unused'), ['header.Unused']],
    ['a token in a header of that name', token('Unused'), ['header.Unused']],
    ['a signature', { 'x-amazon-apigateway-authtype': 'awsSigv4' }, ['IAM']],
    ['no key at all, of an API key', { type: 'apiKey', name: 'x-api-key' }, []],
  ] as const)('is %s', (_, scheme, expected) => {
    expect(missing(scheme)).toEqual(expected)
  })

  it('is nothing where a header is keyed in another case, and a query parameter where it is', () => {
    expect(missing(userPool, 'method.request.header.authorization')).toEqual([])
    expect(missing(request('Unused', 'method.request.querystring.Token'), 'method.request.querystring.token')).toEqual([
      'querystring.Token',
    ])
  })

  it.each([
    ['without an identity source', request('Unused')],
    ['with an empty one', request('Unused', '')],
    ['with context only', request('Unused', 'context.path')],
    ['with a stage variable only', request('Unused', 'stageVariables.tier')],
    ['of which little is exported', { name: 'Unused', 'x-amazon-apigateway-authtype': 'custom' }],
  ])('no key can hold for a request authorizer %s, not even the placeholder', (_, scheme) => {
    expect(missing(scheme)).toEqual(['authorizer'])
    expect(missing(scheme, 'method.request.header.Unused', 'stageVariables.tier')).toEqual(['authorizer'])
  })

  it('is nothing where the context that the authorizer names is mapped into the key', () => {
    expect(missing(request('Unused', 'context.identity.sourceIp'), 'context.identity.sourceIp')).toEqual([])
  })

  it('is nothing where all that the authorizer names is in the key', () => {
    expect(missing(token('X-Gate'), 'method.request.header.X-Gate')).toEqual([])
  })
})
