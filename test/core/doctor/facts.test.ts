import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { methodFacts } from '../../../src/core/doctor/facts.js'

const only = (operation: object, integration: object = {}) =>
  methodFacts({
    paths: { '/pets': { get: { ...operation, 'x-amazon-apigateway-integration': integration } } },
  })?.[0]
const parameter = (where: string, name: string) => ({ in: where, name })

describe('what an export tells of a method', () => {
  it('is which declared parameters do not reach the cache key', () => {
    const parameters = [parameter('query', 'type'), parameter('header', 'X-A'), parameter('path', 'id')]
    const integration = {
      cacheKeyParameters: ['integration.request.header.Mapped'],
      requestParameters: { 'integration.request.header.Mapped': 'method.request.querystring.type' },
    }

    expect(only({ parameters })?.unkeyedParameters).toEqual(['querystring.type', 'header.X-A'])
    expect(only({ parameters }, integration)?.unkeyedParameters).toEqual(['header.X-A'])
  })

  it.each([
    [{ 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }, true],
    [{ parameters: [parameter('header', 'authorization')] }, true],
    [{ parameters: [parameter('header', 'Cookie')] }, true],
    [{ parameters: [parameter('query', 'Authorization')] }, false],
    [{}, false],
  ])('is whether it takes credentials: %o', (operation, takesCredentials) => {
    expect(only(operation)).toMatchObject({ takesCredentials })
  })

  it.each([
    [{ requestTemplates: { 'application/json': "$input.params('q')" } }, ['querystring.q']],
    [
      { requestTemplates: { a: '$input.params("X-Lang")', b: '$input.params().header.get("Via")' } },
      ['header.X-Lang', 'header.Via'],
    ],
    [{ responses: { default: { responseTemplates: { a: '$input.params().querystring.q' } } } }, ['querystring.q']],
    [{ requestTemplates: { a: "## $input.params('q')" } }, []],
    [{ requestTemplates: { a: "$input.params('id') $input.params().path.get('x')" } }, []],
    [{ requestTemplates: { a: "$input.params('$name')" } }, []],
    [{ type: 'http_proxy', requestTemplates: { a: "$input.params('q')" } }, []],
    [{ cacheKeyParameters: ['method.request.header.q'], requestTemplates: { a: "$input.params('q')" } }, []],
    [
      {
        cacheKeyParameters: ['integration.request.header.Q'],
        requestParameters: { 'integration.request.header.Q': 'method.request.querystring.q' },
        requestTemplates: { a: "$input.params('q')" },
      },
      [],
    ],
  ])('is what its templates read beside the key: %j', (integration, unkeyedReads) => {
    const paths = { '/pets/{id}': { get: { 'x-amazon-apigateway-integration': integration } } }

    expect(methodFacts({ paths })?.[0]).toMatchObject({ unkeyedReads })
  })

  it.each([
    [{ type: 'aws', requestTemplates: { a: '#set($all = $input.params())' } }, true],
    [{ type: 'aws', requestTemplates: { a: '#foreach($q in $input.params().querystring.keySet())' } }, true],
    [{ type: 'aws', requestTemplates: { a: "$input.params().querystring.get('q')" } }, false],
    [{ type: 'aws', requestTemplates: { a: "$input.params().header.get('q') $input.params('q')" } }, false],
    [{ type: 'aws_proxy' }, true],
    [{ type: 'http' }, false],
  ])('is whether every parameter gets to the backend: %j', (integration, passesAll) => {
    expect(only({}, integration)).toMatchObject({ passesAll })
  })

  it.each([
    [['method.request.body'], {}, true],
    [['integration.request.header.B'], { 'integration.request.header.B': 'method.request.body.id' }, true],
    [['integration.request.header.B'], { 'integration.request.header.B': 'method.request.path.id' }, false],
    [[], { 'integration.request.header.B': 'method.request.body' }, false],
  ])('is whether a body is in the key: %j %j', (cacheKeyParameters, requestParameters, bodyKeyed) => {
    expect(only({}, { cacheKeyParameters, requestParameters })).toMatchObject({ bodyKeyed })
  })

  it.each([
    [{ 'method.response.header.Access-Control-Allow-Origin': "'*'" }, 'fixed'],
    [{ 'method.response.header.access-control-allow-origin': 'integration.response.header.acao' }, 'from-backend'],
    [{ 'method.response.header.X': 'integration.response.header.acao' }, 'untold'],
  ])('is where the allowed origin comes from: %j', (responseParameters, allowsOrigin) => {
    expect(only({}, { responses: { default: { responseParameters } } })).toMatchObject({ allowsOrigin })
  })

  it('is read without a failure, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (parameters, integration) => {
        expect(only({ parameters }, { ...Object(integration) })).toBeDefined()
        expect(methodFacts(parameters) ?? []).toBeInstanceOf(Array)
      }),
    )
  })
})
