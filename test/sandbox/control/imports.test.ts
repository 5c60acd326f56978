import {
  CreateDeploymentCommand,
  CreateModelCommand,
  GetAuthorizersCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  ImportRestApiCommand,
  type ImportRestApiCommandInput,
  PutRestApiCommand,
  type PutRestApiCommandInput,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, PROD, refused, running } from '../support/sandbox.js'

const MOCKED = {
  type: 'mock',
  httpMethod: 'POST',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200' } },
}
const EXTENSION = 'x-amazon-apigateway-'

/** Swagger 2, with everything that is imported. */
const ALLOWED = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }
const SHOP = {
  swagger: '2.0',
  info: { title: 'shop', version: 7, description: 'sells' },
  basePath: '/v2/shop',
  [`${EXTENSION}binary-media-types`]: ['image/png'],
  [`${EXTENSION}minimum-compression-size`]: 10,
  [`${EXTENSION}api-key-source`]: 'AUTHORIZER',
  [`${EXTENSION}policy`]: { Version: '2012-10-17', Statement: [ALLOWED] },
  [`${EXTENSION}request-validators`]: {
    all: { validateRequestBody: true, validateRequestParameters: true },
    body: { validateRequestBody: true },
  },
  [`${EXTENSION}request-validator`]: 'all',
  security: [{ people: ['read'] }],
  securityDefinitions: {
    people: {
      type: 'apiKey',
      name: 'Authorization',
      in: 'header',
      [`${EXTENSION}authorizer`]: {
        type: 'token',
        authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/f',
        authorizerCredentials: 'arn:aws:iam::000000000000:role/r',
      },
    },
  },
  definitions: {
    Item: { type: 'object', description: 'a thing', properties: { kind: { $ref: '#/definitions/Kind' } } },
    Kind: { type: 'string' },
  },
  paths: {
    '/items': {
      get: {
        produces: ['text/plain'],
        responses: { 200: { description: 'ok', schema: { $ref: '#/definitions/Item' } } },
        [`${EXTENSION}integration`]: MOCKED,
      },
      post: {
        security: [],
        [`${EXTENSION}request-validator`]: 'body',
        parameters: [{ in: 'body', name: 'b', schema: { $ref: '#/definitions/Item' } }],
        responses: {},
      },
    },
  },
}

/** OpenAPI 3 in YAML. */
const TWO_PATHS = `
openapi: 3.0.1
info: { title: two, version: "1" }
x-amazon-apigateway-binary-media-types: [image/gif]
servers: [{ url: "https://example.com/{basePath}", variables: { basePath: { default: "/one/two" } } }]
components: { schemas: { Pet: { type: object } } }
paths:
  /pets/{id}:
    post:
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
      x-amazon-apigateway-integration:
        type: mock
        requestParameters: { integration.request.header.X: "'y'" }
`

async function importing() {
  const run = await running()
  const { gateway } = run
  const text = (document: object | string) =>
    Buffer.from(typeof document === 'string' ? document : JSON.stringify(document))
  return {
    ...run,
    imported: async (document: object | string, more: Partial<ImportRestApiCommandInput> = {}) =>
      gateway.send(new ImportRestApiCommand({ body: text(document), ...more })),
    put: async (document: object | string, more: Partial<PutRestApiCommandInput> = {}) =>
      gateway.send(new PutRestApiCommand({ restApiId: API, body: text(document), ...more })),
    paths: async (restApiId = API) => {
      const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }))
      return new Map(
        items
          .filter(({ resourceMethods }) => resourceMethods)
          .map(({ path = '', resourceMethods = {} }) => [path, resourceMethods]),
      )
    },
    models: async (restApiId = API) =>
      (await gateway.send(new GetModelsCommand({ restApiId }))).items?.map(({ name }) => name),
  }
}

describe('imports', () => {
  it('C93 make an API with everything that the document says', async () => {
    const { gateway, imported, paths } = await importing()
    const api = await imported(SHOP, { failOnWarnings: true })
    const of = { restApiId: api.id }

    expect(api).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      name: 'shop',
      description: 'sells',
      version: '7',
      binaryMediaTypes: ['image/png'],
      minimumCompressionSize: 10,
      apiKeySource: 'AUTHORIZER',
      policy: expect.stringMatching(/^\{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":/),
    })
    expect((await gateway.send(new GetModelsCommand(of))).items).toMatchObject([
      {
        name: 'Item',
        description: 'a thing',
        schema: expect.stringContaining(`https://apigateway.amazonaws.com/restapis/${api.id}/models/Kind`),
      },
      { name: 'Kind', schema: '{"type":"string"}' },
    ])
    const [authorizer] = (await gateway.send(new GetAuthorizersCommand(of))).items ?? []
    expect(authorizer).toMatchObject({ authorizerCredentials: 'arn:aws:iam::000000000000:role/r' })
    const validators = (await gateway.send(new GetRequestValidatorsCommand(of))).items ?? []
    const validator = (name: string) => validators.find((one) => one.name === name)?.id
    const { GET, POST } = (await paths(api.id)).get('/items') ?? {}
    expect(GET).toMatchObject({
      authorizationType: 'CUSTOM',
      authorizerId: authorizer?.id,
      authorizationScopes: ['read'],
      requestValidatorId: validator('all'),
      methodResponses: { 200: { responseModels: { 'text/plain': 'Item' } } },
      methodIntegration: { type: 'MOCK' },
    })
    expect(GET?.methodIntegration).not.toHaveProperty('httpMethod')
    expect(POST).toMatchObject({
      authorizationType: 'NONE',
      requestValidatorId: validator('body'),
      requestModels: { 'application/json': 'Item' },
    })
    expect(POST).not.toHaveProperty('methodIntegration')
    expect(await refused(gateway.send(new GetStageCommand({ ...PROD, restApiId: api.id })))).toContain('404')
  })

  it('C93 may be YAML and OpenAPI 3, and are served once they are deployed', async () => {
    const { gateway, imported, http } = await importing()
    const { id: restApiId } = await imported({
      ...SHOP,
      security: [],
      paths: { '/a': { get: { [`${EXTENSION}integration`]: MOCKED } } },
    })
    await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'live' }))

    expect((await http(`GET /restapis/${restApiId}/live/_user_request_/a`)).status).toBe(200)
    const { id } = await imported(TWO_PATHS)
    const read = await gateway.send(new GetRestApiCommand({ restApiId: id }))
    expect(read).toMatchObject({ name: 'two', version: '1' })
  })

  it('C94 merge into an API', async () => {
    const { put, paths, models, gateway } = await importing()
    await gateway.send(
      new CreateModelCommand({ restApiId: API, name: 'Old', contentType: 'application/json', schema: '{}' }),
    )
    await put(SHOP, { mode: 'merge' })
    const merged = await put(TWO_PATHS)

    expect(merged).toMatchObject({
      $metadata: { httpStatusCode: 200 },
      name: 'pets',
      binaryMediaTypes: ['image/png', 'image/gif'],
    })
    expect(await models()).toEqual(['Empty', 'Error', 'Old', 'Item', 'Kind', 'Pet'])
    const merge = await paths()
    expect([...merge.keys()].sort()).toEqual(['/items', '/pets/{id}'])
    expect(Object.keys(merge.get('/pets/{id}') ?? {})).toEqual(['GET', 'POST'])
    expect(merge.get('/pets/{id}')?.POST).toMatchObject({
      requestModels: { 'application/json': 'Pet' },
      methodResponses: { 200: { responseModels: { 'application/json': 'Pet' } } },
    })
    await put(SHOP)
    expect((await gateway.send(new GetAuthorizersCommand({ restApiId: API }))).items).toHaveLength(1)
    expect((await gateway.send(new GetRequestValidatorsCommand({ restApiId: API }))).items).toHaveLength(2)
  })

  it('C94 overwrite an API, but not what is deployed', async () => {
    const { put, paths, models, gateway, http } = await importing()
    await put(SHOP)
    const written = await put(TWO_PATHS, { mode: 'overwrite' })

    expect(written).toMatchObject({ id: API, name: 'two', binaryMediaTypes: ['image/gif'], version: '1' })
    expect(written).not.toHaveProperty('description')
    expect(await models()).toEqual(['Pet'])
    expect([...(await paths()).keys()]).toEqual(['/pets/{id}'])
    expect(Object.keys((await paths()).get('/pets/{id}') ?? {})).toEqual(['POST'])
    expect((await gateway.send(new GetAuthorizersCommand({ restApiId: API }))).items).toEqual([])
    expect((await http(`GET /restapis/${API}/prod/_user_request_/pets/1`)).status).toBe(200)
  })

  it.each([
    [SHOP, 'ignore', '/items'],
    [SHOP, 'prepend', '/v2/shop/items'],
    [SHOP, 'split', '/shop/items'],
    [TWO_PATHS, 'prepend', '/one/two/pets/{id}'],
    [
      TWO_PATHS.replace(', variables: { basePath: { default: "/one/two" } }', '').replace('{basePath}', 'three/'),
      'prepend',
      '/three/pets/{id}',
    ],
  ])('C95 put the base path where they are told: %# %s', async (document, basepath, path) => {
    const { imported, paths } = await importing()
    const { id } = await imported(document, { parameters: { basepath } })

    expect([...(await paths(id)).keys()]).toEqual([path])
  })

  it.each([
    ['{', /^400 BadRequestException: Invalid OpenAPI input\.$/],
    ['[]', /^400 BadRequestException: Invalid OpenAPI input\. /],
    [
      { ...SHOP, paths: { '/a b': { get: {} } } },
      /^400 BadRequestException: Errors found during import:\n\tUnable to create resource at path '\/a b': Resource's path part/,
    ],
    [
      { ...SHOP, paths: { '/a': { get: { [`${EXTENSION}integration`]: { type: 'http', uri: 'x' } } } } },
      /^400 BadRequestException: Errors found during import:\n\tUnable to put integration on 'GET' for resource at path '\/a': Enumeration value/,
    ],
  ])('C96 C94 are refused with the place, and change nothing: %j', async (document, words) => {
    const { imported, put, paths } = await importing()
    const before = await paths()

    expect(await refused(imported(document))).toMatch(words)
    expect(await refused(put(document, { mode: 'overwrite' }))).toMatch(words)
    expect(await paths()).toEqual(before)
  })

  it('C96 say beside the message where a document stops being readable, before the API is looked up', async () => {
    const { http } = await importing()

    for (const line of ['POST /restapis?mode=import', 'PUT /restapis/nope']) {
      const answer = await http(line, 'openapi: "3.0')
      expect(await answer.json()).toEqual({ message: 'Invalid OpenAPI input.' })
      expect([answer.status, answer.headers.get('x-sandbox-cause')]).toEqual([
        400,
        'not JSON or YAML (line 1, column 14): a quote, a bracket or a colon is missing',
      ])
    }
  })

  it('C95 C94 know their modes and base paths', async () => {
    const { imported, put } = await importing()

    expect(await refused(imported(SHOP, { parameters: { basepath: 'drop' } }))).toContain('Invalid basepath')
    expect(await refused(put(SHOP, { mode: 'replace' as 'merge' }))).toContain('Invalid mode')
    expect(await refused(put(SHOP, { restApiId: 'nope' }))).toContain('404')
  })
})
