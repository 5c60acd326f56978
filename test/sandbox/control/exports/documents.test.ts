import {
  CreateDeploymentCommand,
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  GetExportCommand,
  ImportRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { running } from '../../support/sandbox.js'

const X = 'x-amazon-apigateway-'
const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } })

/** Everything that an export tells and an import heeds. */
const SHOP = {
  openapi: '3.0.1',
  info: { title: 'shop', description: 'sells', version: '7' },
  [`${X}request-validators`]: { all: { validateRequestParameters: true, validateRequestBody: true } },
  [`${X}gateway-responses`]: {
    THROTTLED: {
      statusCode: 420,
      responseParameters: { 'gatewayresponse.header.X-A': "'b'" },
      responseTemplates: { 'application/json': '{}' },
    },
  },
  [`${X}binary-media-types`]: ['image/png'],
  [`${X}minimum-compression-size`]: 10,
  [`${X}api-key-source`]: 'AUTHORIZER',
  [`${X}policy`]: { Version: '2012-10-17' },
  paths: {
    '/items/{id}': {
      post: {
        operationId: 'Buy',
        parameters: [
          { name: 'q', in: 'query', required: true, schema: { type: 'string' } },
          { name: 'X-Lang', in: 'header', schema: { type: 'string' } },
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        ],
        requestBody: { content: json('Item'), required: true },
        responses: {
          200: {
            description: '200 response',
            headers: { 'X-A': { schema: { type: 'string' } } },
            content: json('Kind'),
          },
          404: { description: '404 response', content: {} },
        },
        security: [{ people: ['read'] }],
        [`${X}request-validator`]: 'all',
        [`${X}integration`]: {
          type: 'http',
          httpMethod: 'POST',
          uri: 'http://127.0.0.1:9/',
          credentials: 'arn:aws:iam::000000000000:role/r',
          connectionType: 'VPC_LINK',
          connectionId: 'abc123',
          contentHandling: 'CONVERT_TO_TEXT',
          tlsConfig: { insecureSkipVerification: true },
          responses: {
            default: {
              statusCode: '200',
              contentHandling: 'CONVERT_TO_BINARY',
              responseParameters: { 'method.response.header.X-A': "'b'" },
              responseTemplates: { 'text/plain': 'x' },
            },
            '4\\d\\d': { statusCode: '404' },
          },
          requestParameters: { 'integration.request.header.X-B': 'method.request.querystring.q' },
          requestTemplates: { 'application/xml': '<a/>' },
          passthroughBehavior: 'never',
          timeoutInMillis: 500,
          cacheNamespace: 'shared',
          cacheKeyParameters: ['method.request.path.id'],
        },
      },
    },
    '/plain': {
      get: {
        responses: {},
        [`${X}integration`]: { type: 'mock', passthroughBehavior: 'when_no_match' },
      },
    },
  },
  components: {
    schemas: {
      Item: { type: 'object', properties: { kind: { $ref: '#/components/schemas/Kind' } } },
      Kind: { type: 'string' },
    },
    securitySchemes: {
      people: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        [`${X}authtype`]: 'custom',
        [`${X}authorizer`]: {
          authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/f',
          authorizerResultTtlInSeconds: 60,
          type: 'token',
        },
      },
    },
  },
}

async function deployed(document: object) {
  const run = await running()
  const { gateway } = run
  const { id: restApiId = '' } = await gateway.send(
    new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }),
  )
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }))
  const of = { restApiId, stageName: 'prod' }
  return {
    ...run,
    of,
    exported: async (exportType: string, extensions = 'apigateway') => {
      const parameters = { extensions }
      const { body } = await gateway.send(new GetExportCommand({ ...of, exportType, parameters }))
      return JSON.parse(
        Buffer.from(body ?? [])
          .toString()
          .replaceAll(restApiId, 'ID'),
      )
    },
  }
}

it('C201 an export tells all that was imported', async () => {
  const { exported } = await deployed(SHOP)
  const { servers: _, ...document } = await exported('oas30')

  expect(document).toEqual(SHOP)
})

it.each(['oas30', 'swagger'])('C201 an export as %s makes the same API again', async (type) => {
  const first = await (await deployed(SHOP)).exported(type)
  const again = await (await deployed(first)).exported(type)

  expect(again).toEqual(first)
})

it('C202 an export as Swagger says the same in its own words', async () => {
  const { exported } = await deployed(SHOP)
  const document = await exported('swagger')
  const bare = await exported('swagger', '')

  expect(document).toMatchObject({
    swagger: '2.0',
    info: { title: 'shop', version: '7', description: 'sells' },
    host: 'ID.execute-api.us-east-1.amazonaws.com',
    basePath: '/prod',
    schemes: ['https'],
    securityDefinitions: SHOP.components.securitySchemes,
    definitions: {
      Item: { type: 'object', properties: { kind: { $ref: '#/definitions/Kind' } } },
      Kind: { type: 'string' },
    },
    [`${X}policy`]: { Version: '2012-10-17' },
  })
  const { [`${X}integration`]: integration, ...operation } = document.paths['/items/{id}'].post
  expect(integration).toEqual(SHOP.paths['/items/{id}'].post[`${X}integration`])
  expect(operation).toEqual({
    operationId: 'Buy',
    consumes: ['application/json', 'application/xml'],
    produces: ['application/json', 'text/plain'],
    parameters: [
      { name: 'q', in: 'query', required: true, type: 'string' },
      { name: 'X-Lang', in: 'header', required: false, type: 'string' },
      { name: 'id', in: 'path', required: true, type: 'string' },
      { in: 'body', name: 'Item', required: true, schema: { $ref: '#/definitions/Item' } },
    ],
    responses: {
      200: {
        description: '200 response',
        schema: { $ref: '#/definitions/Kind' },
        headers: { 'X-A': { type: 'string' } },
      },
      404: { description: '404 response' },
    },
    security: [{ people: ['read'] }],
    [`${X}request-validator`]: 'all',
  })
  expect(document.paths['/plain'].get).toEqual({
    responses: {},
    [`${X}integration`]: { type: 'mock', passthroughBehavior: 'when_no_match' },
  })
  expect(Object.keys(bare).filter((key) => key.startsWith('x-'))).toEqual([])
  expect(bare).not.toHaveProperty('securityDefinitions')
})

it('C203 an export has the documentation where it is asked for', async () => {
  const { exported, gateway, of } = await deployed(SHOP)
  const location = { type: 'API' as const }
  const { restApiId } = of
  await gateway.send(new CreateDocumentationPartCommand({ restApiId, location, properties: '{"a":1}' }))
  const version = { restApiId, documentationVersion: 'v1', stageName: 'prod' }
  await gateway.send(new CreateDocumentationVersionCommand(version))

  expect((await exported('oas30', 'integrations,documentation'))[`${X}documentation`]).toMatchObject({
    version: 'v1',
    createdDate: expect.stringMatching(/T.*Z$/),
    documentationParts: [{ location: { type: 'API' }, properties: { a: 1 } }],
  })
  expect(await exported('oas30')).not.toHaveProperty(`${X}documentation`)
})

it('C201 only the models that methods name are exported, without the dialect of their schema', async () => {
  const { exported } = await deployed({
    ...SHOP,
    components: {
      schemas: {
        Item: { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' },
        Kind: { type: 'string' },
        Other: { type: 'string' },
      },
    },
    paths: { '/items/{id}': { post: { ...SHOP.paths['/items/{id}'].post, security: [] } } },
  })
  const { schemas } = (await exported('oas30')).components

  expect(schemas).toEqual({ Item: { type: 'object' }, Kind: { type: 'string' } })
})
