import { GetAuthorizersCommand, GetExportCommand, GetResourcesCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { type SandboxOptions, type Seed, startSandbox } from '../../../src/sandbox/index.js'
import { API, running } from '../support/sandbox.js'
import { claimed } from '../support/signed.js'

const INTEGRATION = 'x-amazon-apigateway-integration'
const NOW = '2026-01-01T00:00:00.000Z'

const PETS = {
  openapi: '3.0.1',
  info: { title: 'shop', description: 'd', version: '1' },
  paths: {
    '/pets/{id}': {
      parameters: [{ $ref: '#/components/parameters/Language' }],
      get: {
        operationId: 'getPet',
        parameters: [{ name: 'type', in: 'query', required: true }],
        responses: {
          '404': { description: 'no', content: { 'application/json': { example: { error: 1 } } } },
          '200': { $ref: '#/components/responses/Pet' },
        },
      },
      delete: { responses: { '204': { description: 'gone' } } },
    },
    '/names': {
      get: {
        responses: {
          '200': { description: 'ok', content: { 'application/json': { schema: { example: ['Rex'] } } } },
        },
      },
    },
    '/text': {
      get: { responses: { '200': { description: 'ok', content: { 'text/plain': { example: 'hello' } } } } },
    },
    '/any/{proxy+}': { 'x-amazon-apigateway-any-method': {} },
  },
  components: {
    parameters: { Language: { name: 'Accept-Language', in: 'header' } },
    responses: {
      Pet: {
        description: 'ok',
        content: {
          'application/json': { examples: { rex: { value: { name: 'Rex', generatedAt: 'once' } } } },
        },
      },
    },
  },
}

/** A sandbox with this document's API, and what asks its stage. */
async function described(document: object | string, options: SandboxOptions = {}) {
  const openApi = typeof document === 'string' ? document : JSON.stringify(document)
  const { sandbox, gateway, clock } = await running({ openApi, ...options })
  const api = sandbox.apis.find(({ name }) => name !== 'pets')
  const ask = async (line: string, headers: Record<string, string> = {}) => {
    const [method = '', path = ''] = line.split(' ')
    const answer = await fetch(`${api?.stages[0]?.invokeUrl}${path}`, { method, headers })
    const text = await answer.text()
    return { status: answer.status, text, type: answer.headers.get('content-type'), headers: answer.headers }
  }
  const exported = async (restApiId = api?.id) => {
    const parameters = { extensions: 'apigateway' }
    const { body } = await gateway.send(
      new GetExportCommand({ restApiId, stageName: 'prod', exportType: 'oas30', parameters }),
    )
    return Buffer.from(body ?? []).toString()
  }
  return { sandbox, gateway, clock, api, ask, exported }
}

describe('an API from an OpenAPI document', () => {
  it('A50 is deployed to a stage prod, the only one or beside the seed’s', async () => {
    const openApi = JSON.stringify(PETS)
    const alone = await startSandbox({ openApi })
    const beside = await startSandbox({ openApi, seed: 'demo' })

    const names = ({ apis }: typeof alone) => apis.map(({ name, stages }) => [name, stages[0]?.name])
    expect(names(alone)).toEqual([['shop', 'prod']])
    expect(names(beside)).toEqual([
      ['pets', 'prod'],
      ['shop', 'prod'],
    ])
    await Promise.all([alone.close(), beside.close()])
  })

  it('A50 may be written in YAML, and in Swagger 2', async () => {
    const swagger = {
      swagger: '2.0',
      info: { title: 'old' },
      host: 'oldapi1234.execute-api.eu-west-1.amazonaws.com',
      paths: {
        '/pets': { get: { responses: { '200': { examples: { 'application/json': { name: 'Rex' } } } } } },
        '/cats': { get: { responses: { '200': { schema: { $ref: '#/definitions/Cat' } } } } },
      },
      definitions: { Cat: { type: 'object', example: { name: 'Mimi' } } },
    }
    const { ask, api } = await described(stringify(swagger))

    expect(api).toMatchObject({ id: 'oldapi1234', name: 'old' })
    expect(JSON.parse((await ask('GET /pets')).text)).toEqual({ name: 'Rex', generatedAt: NOW })
    expect(JSON.parse((await ask('GET /cats')).text)).toEqual({ name: 'Mimi', generatedAt: NOW })
  })

  it('A51 has the parameters of path and operation, and a method for every verb', async () => {
    const { exported, gateway, api } = await described(PETS)

    const { paths } = JSON.parse(await exported())
    const resources = await gateway.send(new GetResourcesCommand({ restApiId: api?.id }))

    expect(paths['/pets/{id}'].get).toMatchObject({ operationId: 'getPet' })
    expect(paths['/pets/{id}'].get.parameters).toEqual([
      { name: 'Accept-Language', in: 'header', schema: { type: 'string' } },
      { name: 'type', in: 'query', required: true, schema: { type: 'string' } },
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
    ])
    expect(Object.keys(paths['/any/{proxy+}'])).toEqual(['x-amazon-apigateway-any-method'])
    expect(resources.items?.map(({ path }) => path)).toContain('/pets')
  })

  it('A51 is the same API again when a stage’s export is imported, with keys, namespaces and authorizers', async () => {
    const token = {
      name: 'people',
      type: 'TOKEN',
      identitySource: 'method.request.header.Auth',
    } as const
    const request = {
      name: 'asked',
      type: 'REQUEST',
      identitySource: 'method.request.header.A, method.request.querystring.b',
    } as const
    const pool = { ...token, name: 'pool', type: 'COGNITO_USER_POOLS' } as const
    const lambda = { type: 'AWS_PROXY', handler: 'theirs' } as const
    const seed: Seed = {
      apis: [
        {
          id: API,
          name: 'theirs',
          methods: {
            'GET /pets/{id}': {
              integration: {
                ...lambda,
                requestParameters: { 'integration.request.header.B': 'method.request.body' },
              },
              parameters: ['querystring.type'],
              keys: ['path.id', 'integration.header.B'],
              cacheNamespace: 'common',
              apiKeyRequired: true,
            },
            'GET /mock': {
              integration: { type: 'MOCK', body: '{"a":1}', headers: { 'X-A': 'b' }, status: 201 },
            },
            'POST /orders': { integration: lambda, authorization: 'AWS_IAM' },
            'GET /token': { integration: lambda, authorizer: token },
            'GET /request': {
              integration: lambda,
              authorizer: { ...request, authorizerResultTtlInSeconds: 7 },
            },
            'GET /pool': { integration: lambda, authorizer: pool },
            'ANY /http/{proxy+}': { integration: { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:9/{proxy}' } },
          },
          stages: { prod: {} },
        },
      ],
    }
    const first = await described(PETS, { seed })
    const document = await first.exported(API)

    const again = await described(document, { seed: 'empty' })

    const comparable = (text: string) => {
      const { info, ...rest } = JSON.parse(text)
      return { ...rest, title: info.title }
    }
    expect(comparable(await again.exported())).toEqual(comparable(document))
    expect(again.api?.id).toBe(API)
    const { items } = await again.gateway.send(new GetAuthorizersCommand({ restApiId: API }))
    expect(items).toHaveLength(3)
    expect(await again.ask('GET /mock')).toMatchObject({ status: 201, text: '{"a":1}' })
    expect((await again.ask('GET /pets/1')).status).toBe(403)
    expect((await again.ask('POST /orders')).status).toBe(403)
    expect((await again.ask('POST /orders', Object.fromEntries([claimed('x')]))).status).toBe(200)
    expect((await again.ask('GET /token')).status).toBe(401)
    expect((await again.ask('GET /token', { auth: 'x' })).status).toBe(200)
  })

  it('A51 heeds API keys and signatures of an operation, not those of the document', async () => {
    const schemes = {
      key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      sigv4: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
    }
    const { ask } = await described({
      ...PETS,
      security: [{ key: [] }],
      components: { securitySchemes: schemes },
      paths: {
        '/open': { get: {} },
        '/keyed': { get: { security: [{ key: [] }] } },
        '/signed': { get: { security: [{ sigv4: [] }] } },
      },
    })

    expect((await ask('GET /open')).status).toBe(200)
    expect([(await ask('GET /keyed')).status, (await ask('GET /keyed', { 'x-api-key': 'k' })).status]).toEqual([
      403, 200,
    ])
    expect((await ask('GET /signed')).headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException')
  })

  it('A52 answers where the sandbox has no backend with the example, and says when', async () => {
    const { ask, clock } = await described(PETS)

    const pet = await ask('GET /pets/1?type=a')
    clock.advance(1000)
    const names = await ask('GET /names')
    const text = await ask('GET /text')

    expect(JSON.parse(pet.text)).toEqual({ name: 'Rex', generatedAt: NOW })
    expect([names.text, names.headers.get('x-generated-at')]).toEqual(['["Rex"]', '2026-01-01T00:00:01.000Z'])
    expect([text.text, text.type]).toEqual(['hello', 'text/plain'])
    expect(await ask('DELETE /pets/1')).toMatchObject({ status: 204, text: '' })
    expect(JSON.parse((await ask('POST /any/a/b?x=1')).text)).toEqual({
      generatedAt: '2026-01-01T00:00:01.000Z',
      method: 'POST',
      path: '/any/a/b',
      query: { x: '1' },
    })
  })

  it('A52 takes the example of the lowest 2xx response, and of 2XX where there is no other', async () => {
    const shown = (name: string) => ({ content: { 'application/json': { example: { name } } } })
    const get = (responses: object) => ({ get: { responses } })
    const { ask } = await described({
      ...PETS,
      paths: {
        '/both': get({ '2XX': shown('range'), '202': shown('later'), '201': shown('lowest') }),
        '/range': get({ '4XX': shown('error'), '2xx': shown('range') }),
      },
    })

    expect(await ask('GET /both')).toMatchObject({ status: 201, text: expect.stringContaining('lowest') })
    expect(await ask('GET /range')).toMatchObject({ status: 200, text: expect.stringContaining('range') })
  })

  it('A52 stands in for Lambda functions and AWS services, except for functions that it was given', async () => {
    const uri = (name: string) =>
      `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:${name}/invocations`
    const get = (integration: object) => ({ get: { [INTEGRATION]: { httpMethod: 'POST', ...integration } } })
    const { ask, gateway, api } = await described(
      {
        ...PETS,
        paths: {
          '/unknown': get({ type: 'aws_proxy', uri: uri('unknown:live') }),
          '/known': get({ type: 'AWS_PROXY', uri: uri('known') }),
          '/variable': get({ type: 'aws_proxy', uri: uri('$' + '{stageVariables.fn}') }),
          '/template': get({ type: 'aws_proxy', uri: { 'Fn::Sub': 'x' } }),
          '/service': get({
            type: 'aws',
            uri: 'arn:aws:apigateway:eu-west-1:sqs:path/1/q',
            cacheKeyParameters: ['integration.request.header.X'],
            requestParameters: { 'integration.request.header.X': "'x'" },
            responses: { default: { statusCode: '202' } },
          }),
          '/silent': get({ type: 'AWS', uri: 'arn:aws:apigateway:eu-west-1:sqs:path/1/q' }),
        },
      },
      { handlers: { known: () => ({ statusCode: 200, body: 'mine' }) } },
    )

    for (const path of ['/unknown', '/variable', '/template', '/service']) {
      expect(JSON.parse((await ask(`GET ${path}`)).text), path).toMatchObject({ path, generatedAt: NOW })
    }
    expect((await ask('GET /known')).text).toBe('mine')
    expect((await ask('GET /service')).status).toBe(202)
    expect((await ask('GET /silent')).status).toBe(500)
    const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId: api?.id, embed: ['methods'] }))
    const service = items.find(({ path }) => path === '/service')?.resourceMethods?.GET?.methodIntegration
    expect(service).toMatchObject({ type: 'AWS', cacheKeyParameters: ['integration.request.header.X'] })
  })

  it('A50 merges YAML mappings that a document shares', async () => {
    const { ask } = await described(`
openapi: 3.0.3
info: { title: merged, version: "1" }
x-shared: &shared
  type: mock
  requestTemplates: { application/json: '{"statusCode": 200}' }
  responses: { default: { statusCode: "200" } }
paths:
  /a: { get: { x-amazon-apigateway-integration: { <<: *shared, cacheNamespace: one } } }
  /b: { get: { x-amazon-apigateway-integration: { <<: *shared } } }
`)

    expect((await ask('GET /a')).status).toBe(200)
    expect((await ask('GET /b')).status).toBe(200)
  })

  it.each([
    ['{', 'not JSON or YAML (line 1, column 2)'],
    ['openapi: 3.0.1\npaths: {}\npaths: {}', 'not JSON or YAML (line 3, column 1): a name is there twice'],
    ['[]', 'not an OpenAPI document: '],
    [{ ...PETS, openapi: '2.0' }, 'not an OpenAPI document: openapi: '],
    [{ ...PETS, openapi: '3.0.1', info: 1 }, 'info: is not an object'],
    [{ info: { title: 't' }, paths: {} }, 'expected openapi: 3.x or swagger: "2.0"'],
    [{ ...PETS, info: { title: '' } }, 'info.title: '],
    [{ ...PETS, paths: {} }, "shop: The REST API doesn't contain any methods"],
    [
      { ...PETS, paths: { '/a b': { get: {} } } },
      "Unable to create resource at path '/a b': Resource's path part only allow",
    ],
    [
      { ...PETS, paths: { '/a': { get: { [INTEGRATION]: { type: 'grpc' } } } } },
      'paths./a.get.x-amazon-apigateway-integration.type: is "grpc", which is not one of aws, aws_proxy, http, http_proxy, mock',
    ],
    [
      {
        ...PETS,
        paths: {
          '/a': { get: { [INTEGRATION]: { type: 'mock', cacheKeyParameters: ['method.request.header.X'] } } },
        },
      },
      "Unable to put integration on 'GET' for resource at path '/a': \"method.request.header.X\": Invalid cache key parameter specified; the operation has to declare it",
    ],
    [
      { ...PETS, paths: { '/a': { get: { parameters: [{ name: 'page[size]', in: 'query' }] } } } },
      "Unable to put method 'GET' on resource at path '/a': Parameter name should match the following regular expression: ^[a-zA-Z0-9:._$-]+$",
    ],
    [
      { ...PETS, paths: { '/a': { get: { parameters: [{ $ref: 'other.yaml#/x' }] } } } },
      'paths./a.get.parameters.0: $ref other.yaml#/x leads nowhere in this file',
    ],
    [
      { ...PETS, paths: { '/a': { get: { responses: { 200: { $ref: 'other.yaml#/x' } } } } } },
      'paths./a.get.responses.200: $ref other.yaml#/x leads nowhere in this file',
    ],
  ])('A53 is refused with its place where the document is wrong: %#', async (document, message) => {
    const openApi = typeof document === 'string' ? document : JSON.stringify(document)

    await expect(startSandbox({ openApi })).rejects.toThrow(message)
    await expect(startSandbox({ openApi, seed: 'demo' })).rejects.toMatchObject({ option: 'openApi' })
  })
})
