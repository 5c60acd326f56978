import {
  GetIntegrationCommand,
  GetMethodCommand,
  GetModelsCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
  type ImportRestApiCommandInput,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { refused, running } from '../support/sandbox.js'

const X = 'x-amazon-apigateway-'
const BARE = { openapi: '3.0.1', info: { title: 't', version: '1' }, paths: {} }
const MOCK = { [`${X}integration`]: { type: 'mock' } }

async function importing() {
  const run = await running()
  return {
    ...run,
    imported: (document: object, more: Partial<ImportRestApiCommandInput> = {}) =>
      run.gateway.send(
        new ImportRestApiCommand({ body: Buffer.from(JSON.stringify({ ...BARE, ...document })), ...more }),
      ),
  }
}

describe('what an import takes', () => {
  it('C212 from its parameters', async () => {
    const { imported } = await importing()
    const parameters = { endpointConfigurationTypes: 'PRIVATE', vpcEndpointIds: 'vpce-1,vpce-2' }

    expect(await imported({}, { parameters })).toMatchObject({
      endpointConfiguration: {
        types: ['PRIVATE'],
        ipAddressType: 'dualstack',
        vpcEndpointIds: ['vpce-1', 'vpce-2'],
      },
    })
    for (const [given, words] of [
      [{ endpointConfigurationTypes: 'x' }, 'Valid options are REGIONAL,EDGE,PRIVATE'],
      [{ ignore: 'x' }, 'Invalid ignore specified: x'],
      [{ nope: 'x' }, 'Invalid import parameter specified: nope'],
    ] as const) {
      expect(await refused(imported({}, { parameters: given as Record<string, string> }))).toContain(words)
    }
  })

  it('C212 from the endpoint of the document, with policies and modes', async () => {
    const { imported } = await importing()
    const endpoint = {
      vpcEndpointIds: ['vpce-1'],
      disableExecuteApiEndpoint: true,
      ipAddressType: 'dualstack',
    }
    const whole = {
      disableExecuteApiEndpoint: true,
      endpointConfiguration: { types: ['EDGE'], vpcEndpointIds: ['vpce-1'], ipAddressType: 'dualstack' },
    }

    expect(
      await imported({
        [`${X}endpoint-configuration`]: endpoint,
        [`${X}security-policy`]: 'TLS_1_2',
        [`${X}endpoint-access-mode`]: 'STRICT',
      }),
    ).toMatchObject({ ...whole, securityPolicy: 'TLS_1_2', endpointAccessMode: 'STRICT' })
    const servers = [{ url: 'https://x', [`${X}endpoint-configuration`]: endpoint }]
    expect(await imported({ servers })).toMatchObject(whole)
  })

  it('C213 without documentation where that is ignored', async () => {
    const { imported, http } = await importing()
    const documentation = { documentationParts: [{ location: { type: 'API' }, properties: {} }] }
    const parts = async (parameters: Record<string, string>) => {
      const { id } = await imported({ [`${X}documentation`]: documentation }, { parameters })
      const answer = await http(`GET /restapis/${id}/documentation/parts`)
      return ((await answer.json()) as { item: unknown[] }).item.length
    }

    expect(await parts({})).toBe(1)
    expect(await parts({ ignore: 'documentation' })).toBe(0)
  })

  it('C214 with warnings, which may be refused', async () => {
    const { imported, gateway } = await importing()
    const requestParameters = { 'integration.request.header.A': true, 'integration.request.header.B': "'b'" }
    const document = {
      components: { securitySchemes: { people: { type: 'oauth2' } } },
      paths: { '/a': { get: { [`${X}integration`]: { type: 'mock', requestParameters } } } },
    }
    const warnings = [
      "Unsupported security definition type 'oauth2' for 'people'. Ignoring.",
      "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.A' of resource '/a' and method 'GET' but got 'true'",
    ]
    const { id: restApiId, warnings: told } = await imported(document)

    expect(told).toEqual(warnings)
    const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId }))
    const resourceId = items.find(({ path }) => path === '/a')?.id
    const of = { restApiId, resourceId, httpMethod: 'GET' }
    expect((await gateway.send(new GetIntegrationCommand(of))).requestParameters).toEqual({
      'integration.request.header.B': "'b'",
    })
    expect(await refused(imported(document, { failOnWarnings: true }))).toBe(
      `400 BadRequestException: Warnings found during import:\n\t${warnings.join('\n\t')}`,
    )
    expect(await imported({}, { failOnWarnings: true })).not.toHaveProperty('warnings')
  })

  it('C215 tells everything that is wrong at once', async () => {
    const { imported } = await importing()
    const paths = {
      '/a': { get: { [`${X}request-validator`]: 'nope' }, put: MOCK },
      '/b': { get: { [`${X}integration`]: { type: 'http', httpMethod: 'GET', uri: 'ftp://x' } } },
      '/a b': { get: MOCK },
    }

    expect(await refused(imported({ paths }))).toBe(
      '400 BadRequestException: Errors found during import:\n' +
        "\tUnable to put method 'GET' on resource at path '/a': Invalid Request Validator identifier specified: nope\n" +
        "\tUnable to put integration on 'GET' for resource at path '/b': Invalid HTTP endpoint specified for URI\n" +
        "\tUnable to create resource at path '/a b': Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    )
  })

  it.each([
    [{ components: { schemas: { 'A-B': {} } } }, "Unable to create model for 'A-B': Model name must be alphanumeric"],
    [{ [`${X}minimum-compression-size`]: -1 }, 'Invalid minimum compression size'],
    [{ [`${X}api-key-source`]: 'x' }, 'Invalid API key source specified: x'],
    [{ [`${X}security-policy`]: 'x' }, 'Invalid security policy specified: x'],
    [{ [`${X}gateway-responses`]: { NOPE: {} } }, 'Invalid gateway response type specified: NOPE'],
    [{ [`${X}gateway-responses`]: { THROTTLED: { statusCode: 99 } } }, 'Invalid status code specified: 99'],
    [
      { [`${X}gateway-responses`]: { THROTTLED: { responseParameters: { 'header.X': "'x'" } } } },
      'Invalid mapping expression specified: header.X',
    ],
  ])('C215 refuses what API Gateway does not have: %j', async (document, words) => {
    const { imported } = await importing()

    expect(await refused(imported(document))).toContain('400 BadRequestException: Errors found during import:\n\t')
    expect(await refused(imported(document))).toContain(words)
  })

  it('C216 of schemas in the order that AWS keeps', async () => {
    const { imported, gateway } = await importing()
    const properties = { required: { type: 'string' }, a: { type: 'string' } }
    const schemas = { Pet: { type: 'object', properties, required: ['required', 'a'] } }
    const { id: restApiId } = await imported({ components: { schemas } })
    const [model] = (await gateway.send(new GetModelsCommand({ restApiId }))).items ?? []

    expect(JSON.parse(model?.schema ?? '')).toEqual({
      type: 'object',
      properties,
      required: ['a', 'required'],
    })
  })

  it('C210 of the body that a path item has for all of its operations', async () => {
    const { imported, gateway } = await importing()
    const body = { in: 'body', name: 'b', schema: { $ref: '#/definitions/Pet' } }
    const { id: restApiId } = await imported({
      openapi: undefined,
      swagger: '2.0',
      definitions: { Pet: { type: 'object' } },
      parameters: { body },
      paths: { '/a': { parameters: [{ $ref: '#/parameters/body' }], post: MOCK } },
    })
    const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId }))
    const resourceId = items.find(({ path }) => path === '/a')?.id
    const of = { restApiId, resourceId, httpMethod: 'POST' }

    expect((await gateway.send(new GetMethodCommand(of))).requestModels).toEqual({
      'application/json': 'Pet',
    })
  })
})
