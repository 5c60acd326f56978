import {
  GetMethodCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  ImportRestApiCommand,
  type Method,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, refused, running } from '../support/sandbox.js'

const X = 'x-amazon-apigateway-'
const MOCK = { [`${X}integration`]: { type: 'mock' } }
const LAMBDA = 'lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f/invocations'

async function importing() {
  const run = await running()
  const { gateway } = run
  const document = (parts: object) =>
    Buffer.from(JSON.stringify({ openapi: '3.0.1', info: { title: 't' }, paths: {}, ...parts }))
  return {
    ...run,
    imported: (parts: object, failOnWarnings = false) =>
      gateway.send(new ImportRestApiCommand({ body: document(parts), failOnWarnings })),
    put: (parts: object, mode: 'merge' | 'overwrite') =>
      gateway.send(new PutRestApiCommand({ restApiId: API, body: document(parts), mode })),
    methods: async (restApiId: string | undefined) => {
      const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId }))
      const found = items.map(async ({ id: resourceId, path = '', resourceMethods = {} }) => {
        const verbs = Object.keys(resourceMethods)
        const each = verbs.map((httpMethod) =>
          gateway.send(new GetMethodCommand({ restApiId, resourceId, httpMethod })),
        )
        return [path, await Promise.all(each)] as const
      })
      return Object.fromEntries(await Promise.all(found)) as Record<string, readonly Method[]>
    },
  }
}

describe('what an import makes of odd documents', () => {
  it('C226 refuses an integration that is in no form that there is, with its path', async () => {
    const { http } = await importing()
    const integration = { type: 'aws_proxy', httpMethod: 'POST', uri: { 'Fn::Sub': 'arn:x' } }
    const paths = { '/ok': { get: MOCK }, '/d\u00e9j\u00e0.vu': { get: { [`${X}integration`]: integration } } }
    const body = JSON.stringify({ openapi: '3.0.1', info: { title: 't' }, paths })
    const answer = await http('POST /restapis?mode=import', body)

    expect([answer.status, await answer.json()]).toEqual([
      400,
      { message: 'Unable to parse API definition because of a malformed integration at path /d\u00e9j\u00e0.vu' },
    ])
    expect(answer.headers.get('x-sandbox-cause')).toBe(`paths./d?j?.vu.get.${X}integration.uri: is not a text`)
  })

  it('C227 leaves out templates and mappings that are no texts, with warnings', async () => {
    const { imported, methods } = await importing()
    const responses = {
      default: {
        statusCode: 200,
        responseParameters: { 'method.response.header.A': 1 },
        responseTemplates: { 'text/plain': ['x'], 'application/json': '{}' },
      },
    }
    const integration = { type: 'mock', requestTemplates: { 'application/json': { statusCode: 200 } }, responses }
    const paths = { '/a': { post: { responses: { 200: {} }, [`${X}integration`]: integration } } }
    const { id, warnings } = await imported({ paths })
    const warning = (field: string, name: string, value: string) =>
      `Invalid format for '${field}'. Expected type string for property '${name}' of resource '/a' and method 'POST' but got '${value}'`

    expect(warnings).toEqual([
      warning('requestTemplates', 'application/json', '{"statusCode":200}'),
      warning('responseParameters', 'method.response.header.A', '1'),
      warning('responseTemplates', 'text/plain', '["x"]'),
    ])
    const [method] = (await methods(id))['/a'] ?? []
    expect(method?.methodIntegration?.requestTemplates ?? {}).toEqual({})
    expect(method?.methodIntegration?.integrationResponses?.['200']?.responseTemplates).toEqual({
      'application/json': '{}',
    })
    expect(await refused(imported({ paths }, true))).toContain('400 BadRequestException: Warnings found during import:')
  })

  it('C228 leaves out models that there are not, with warnings', async () => {
    const { imported, methods } = await importing()
    const naming = (name: string) => ({ content: { 'a/b': { schema: { $ref: `#/components/schemas/${name}` } } } })
    const post = { requestBody: naming('Gone'), responses: { 200: naming('Empty'), 201: naming('Pet') }, ...MOCK }
    const { id, warnings } = await imported({ paths: { '/a': { post } }, components: { schemas: { Pet: {} } } })

    expect(warnings).toEqual([
      "Reference to model 'Gone' not found. Ignoring.",
      "Reference to model 'Empty' not found. Ignoring.",
    ])
    const [method] = (await methods(id))['/a'] ?? []
    expect(method?.requestModels ?? {}).toEqual({})
    expect(method?.methodResponses?.['201']?.responseModels).toEqual({ 'a/b': 'Pet' })
  })

  it('C229 tells which security scheme has a wrong authorizer, also in the place of one that there was', async () => {
    const { imported, put } = await importing()
    const scheme = (authorizerUri: string) => ({
      components: {
        securitySchemes: {
          people: {
            type: 'apiKey',
            name: 'Authorization',
            in: 'header',
            [`${X}authorizer`]: { type: 'token', authorizerUri },
          },
        },
      },
    })
    const words =
      "400 BadRequestException: Errors found during import:\n\tUnable to create authorizer from security definition: 'people': Invalid Authorizer URI specified"

    expect(await refused(imported(scheme('nowhere')))).toBe(words)
    await put(scheme(`arn:aws:apigateway:us-east-1:${LAMBDA}`), 'merge')
    expect(await refused(put(scheme('nowhere'), 'merge'))).toBe(words)
  })

  it('C229 makes no methods that an authorizer guards which is not described', async () => {
    const { imported, methods } = await importing()
    const schemes = (authtype: string) => ({
      securitySchemes: { people: { type: 'apiKey', name: 'A', in: 'header', [`${X}authtype`]: authtype } },
    })
    const paths = { '/open': { get: { security: [], ...MOCK } }, '/guarded': { get: MOCK } }
    const parts = { paths, security: [{ people: [] }] }
    const { id, warnings } = await imported({ ...parts, components: schemes('custom') })

    expect(warnings).toEqual([
      expect.stringContaining(
        "Unable to create authorizer from security definition: 'people'. Extension x-amazon-apigateway-authorizer is required.",
      ),
    ])
    const made = await methods(id)
    expect([made['/open']?.length, made['/guarded']?.length]).toEqual([1, 0])
    expect(await imported({ ...parts, components: schemes('awsSigv4') })).not.toHaveProperty('warnings')
  })

  it('C230 needs no title for an API that has a name', async () => {
    const { imported, put, gateway } = await importing()
    const untitled = { info: {}, paths: { '/a': { get: MOCK } } }
    await put(untitled, 'overwrite')

    expect(await gateway.send(new GetRestApiCommand({ restApiId: API }))).toMatchObject({ name: 'pets' })
    expect(await refused(imported(untitled))).toContain('info.title: is missing')
  })

  it('C231 makes a resource of each path, and parameters of paths required', async () => {
    const { imported, methods } = await importing()
    const get = {
      parameters: [
        { name: 'id', in: 'path' },
        { name: 'q', in: 'query' },
      ],
      ...MOCK,
    }
    const { id } = await imported({ paths: { '/empty': {}, '/{id}': { get } } })
    const made = await methods(id)

    expect(made['/empty']).toEqual([])
    expect(made['/{id}']?.[0]?.requestParameters).toEqual({
      'method.request.path.id': true,
      'method.request.querystring.q': false,
    })
  })
})
