import {
  CreateDeploymentCommand,
  GetExportCommand,
  ImportRestApiCommand,
  TestInvokeMethodCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { building, integrationOf } from '../../support/building.js'
import { API, PROD, type Running, refused, running } from '../../support/sandbox.js'

const INTEGRATION = 'x-amazon-apigateway-integration'
const SEED = {
  apis: [
    {
      id: API,
      name: 'pets',
      description: 'd',
      methods: {
        'GET /pets/{id}': {
          integration: { type: 'MOCK', body: '{}', headers: { 'X-A': 'b' } },
          parameters: ['querystring.type', 'header.Accept-Language'],
          keys: ['path.id', 'querystring.type'],
        },
        'ANY /all/{proxy+}': {
          integration: { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:9/' },
          authorization: 'AWS_IAM',
        },
      },
      stages: { prod: {} },
    },
  ],
} as const

async function exported({ gateway }: Running, extensions?: string) {
  const { body, contentType } = await gateway.send(
    new GetExportCommand({
      ...PROD,
      exportType: 'oas30',
      ...(extensions ? { parameters: { extensions } } : {}),
    }),
  )
  return { contentType, document: JSON.parse(Buffer.from(body ?? []).toString()) }
}

describe('GetExport', () => {
  it('C60 describes the deployed API with its integrations and cache keys', async () => {
    const run = await building({ seed: SEED })

    const { document, contentType } = await exported(run, 'apigateway')

    expect(contentType).toBe('application/octet-stream')
    expect(document).toMatchObject({ openapi: '3.0.1', info: { title: 'pets', description: 'd' } })
    expect(document.servers).toEqual([
      {
        url: `https://${API}.execute-api.us-east-1.amazonaws.com/{basePath}`,
        variables: { basePath: { default: 'prod' } },
      },
    ])
    expect(document.paths['/pets/{id}'].get).toEqual({
      parameters: [
        { name: 'type', in: 'query', schema: { type: 'string' } },
        { name: 'Accept-Language', in: 'header', schema: { type: 'string' } },
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      ],
      responses: {
        200: { description: '200 response', headers: { 'X-A': { schema: { type: 'string' } } }, content: {} },
      },
      [INTEGRATION]: {
        type: 'mock',
        responses: {
          default: {
            statusCode: '200',
            responseParameters: { 'method.response.header.X-A': "'b'" },
            responseTemplates: { 'application/json': '{}' },
          },
        },
        requestTemplates: { 'application/json': '{"statusCode":200}' },
        passthroughBehavior: 'when_no_match',
        cacheKeyParameters: ['method.request.path.id', 'method.request.querystring.type'],
      },
    })
  })

  it('C61 names ANY methods and IAM authorisation by extensions', async () => {
    const run = await building({ seed: SEED })

    const { document } = await exported(run, 'apigateway')

    expect(document.paths['/all/{proxy+}']['x-amazon-apigateway-any-method']).toMatchObject({
      parameters: [{ name: 'proxy', in: 'path', required: true }],
      'x-amazon-apigateway-auth': { type: 'AWS_IAM' },
      [INTEGRATION]: { type: 'http_proxy', httpMethod: 'ANY', uri: 'http://127.0.0.1:9/' },
    })
  })

  it('C62 leaves integrations and authorisation out unless they are asked for', async () => {
    const run = await building({ seed: SEED })
    const keys = async (extensions?: string) => {
      const { document } = await exported(run, extensions)
      const method: object = document.paths['/all/{proxy+}']['x-amazon-apigateway-any-method']
      return Object.keys(method).filter((key) => key.startsWith('x-'))
    }

    expect(await keys()).toEqual([])
    expect(await keys('integrations')).toEqual([INTEGRATION])
    expect(await keys('authorizers')).toEqual(['x-amazon-apigateway-auth'])
    expect(await keys('integrations,authorizers')).toEqual(['x-amazon-apigateway-auth', INTEGRATION])
  })

  it('C63 does not know what was not deployed', async () => {
    const run = await building({ seed: SEED })
    const of = await run.method(await run.resource('/', 'items'))
    await run.gateway.send(integrationOf(of).mock())

    expect(Object.keys((await exported(run)).document.paths)).not.toContain('/items')
    await run.gateway.send(new CreateDeploymentCommand(PROD))
    expect(Object.keys((await exported(run)).document.paths)).toContain('/items')
  })

  it('C64 comes as YAML where that is accepted', async () => {
    const run = await building({ seed: SEED })
    const { gateway } = run

    const yaml = await gateway.send(new GetExportCommand({ ...PROD, exportType: 'oas30', accepts: 'application/yaml' }))

    expect(yaml.contentType).toBe('application/octet-stream')
    expect(yaml.contentDisposition).toMatch(/^attachment; filename="oas30_[\d-]+T[\d:]+Z\.yaml"$/)
    expect(parse(Buffer.from(yaml.body ?? []).toString())).toEqual((await exported(run)).document)
    expect(await refused(gateway.send(new GetExportCommand({ ...PROD, exportType: 'oas31' })))).toBe(
      '400 BadRequestException: Invalid export type specified: oas31. Valid options are oas30, swagger',
    )
  })

  it('C64 is a file of the version of the API, where it has one', async () => {
    const { gateway } = await running({ seed: 'empty' })
    const body = Buffer.from(
      JSON.stringify({
        openapi: '3.0.1',
        info: { title: 'v', version: '1.2.3' },
        paths: { '/': { get: { 'x-amazon-apigateway-integration': { type: 'mock' } } } },
      }),
    )
    const { id: restApiId } = await gateway.send(new ImportRestApiCommand({ body }))
    const stage = { restApiId, stageName: 'prod' }
    await gateway.send(new CreateDeploymentCommand(stage))

    expect((await gateway.send(new GetExportCommand({ ...stage, exportType: 'swagger' }))).contentDisposition).toBe(
      'attachment; filename="swagger_1.2.3.json"',
    )
  })

  it.each([
    ['postman', '501 NotImplementedException: The sandbox does not emulate extensions=postman of GetExport.'],
    ['integrations,nope', '400 BadRequestException: Invalid extensions specified: nope'],
  ])('C62 refuses extensions that there are not: %s', async (extensions, words) => {
    const run = await building({ seed: SEED })

    expect(await refused(exported(run, extensions))).toBe(words)
  })
})

describe('TestInvokeMethod', () => {
  it('C65 runs the API as it stands, undeployed, past the cache', async () => {
    let calls = 0
    const { gateway, resource, method, http } = await building({
      handlers: {
        echo: ({ path, queryStringParameters, headers, body }) => ({
          statusCode: 200,
          body: JSON.stringify({
            call: ++calls,
            path,
            queryStringParameters,
            header: headers?.['X-A'],
            body,
          }),
        }),
      },
    })
    const of = await method(await resource('/', 'items'))
    const uri =
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:echo/invocations'
    await gateway.send(integrationOf(of).mock({ type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }))
    const invoke = () =>
      gateway.send(
        new TestInvokeMethodCommand({
          ...of,
          pathWithQueryString: '/items?q=1',
          headers: { 'X-A': 'b' },
          body: 'hello',
        }),
      )

    const answers = [await invoke(), await invoke()]

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.map(({ body }) => JSON.parse(body ?? ''))).toEqual([
      { call: 1, path: '/items', queryStringParameters: { q: '1' }, header: 'b', body: 'hello' },
      { call: 2, path: '/items', queryStringParameters: { q: '1' }, header: 'b', body: 'hello' },
    ])
    expect(answers[0]?.log).toContain('Execution log')
    expect((await http(`GET /restapis/${API}/prod/_user_request_/items`)).status).toBe(403)
  })
})
