import {
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetAccountCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStagesCommand,
  GetTagsCommand,
  type PatchOperation,
  paginateGetRestApis,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, PETS, refused, refusedOver, replace, running, SIGNED } from '../support/sandbox.js'

const MANY = {
  apis: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name) => ({ name, methods: {}, stages: {} })),
}

describe('REST APIs', () => {
  it('C1 are created with 201, read and changed with 200, deleted with 202', async () => {
    const { http } = await running()
    const created = await http('POST /restapis', '{"name":"shop"}')
    const body: unknown = await created.json()
    const id = typeof body === 'object' && body ? Reflect.get(body, 'id') : ''
    const statuses = [created.status]

    for (const [line, body] of [
      [`GET /restapis/${id}`, undefined],
      [`PATCH /restapis/${id}`, '{"patchOperations":[]}'],
      [`DELETE /restapis/${id}`, undefined],
      [`GET /restapis/${id}`, undefined],
    ] as const) {
      statuses.push((await http(line, body)).status)
    }

    expect(statuses).toEqual([201, 200, 200, 202, 404])
  })

  it('C2 refuse with the type in a header and the message in the body', async () => {
    const { http } = await running({ accountId: '123456789012' })

    const answer = await http('GET /restapis/nope')

    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.headers.get('x-amzn-errortype')).toBe('NotFoundException')
    expect(await answer.json()).toEqual({ message: 'Invalid API identifier specified 123456789012:nope' })
  })

  it('C3 show what is set and nothing else, with times in epoch seconds', async () => {
    const { http } = await running()

    const api: unknown = await (await http('POST /restapis', '{"name":"shop"}')).json()

    expect(api).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{10}$/),
      name: 'shop',
      createdDate: 1_767_225_600,
      apiKeySource: 'HEADER',
      endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
      disableExecuteApiEndpoint: false,
      rootResourceId: expect.stringMatching(/^[a-z0-9]{10}$/),
      apiStatus: 'AVAILABLE',
    })
  })

  it('C4 are listed in pages of pageSize, whatever limit is asked for', async () => {
    const { gateway } = await running({ seed: MANY, pageSize: 4 })
    const pages: (string | undefined)[][] = []

    for await (const { items = [] } of paginateGetRestApis({ client: gateway, pageSize: 500 }, {})) {
      pages.push(items.map(({ name }) => name))
    }

    expect(pages).toEqual([['a', 'b', 'c', 'd'], ['e', 'f', 'g', 'h'], ['i']])
  })

  it.each([
    [3, 500, 3],
    [100, 2, 2],
    [100, undefined, 9],
  ])('C4 are listed with pageSize %i and limit %s in pages of %i', async (pageSize, limit, length) => {
    const { gateway } = await running({ seed: MANY, pageSize })

    expect((await gateway.send(new GetRestApisCommand({ limit }))).items?.length).toBe(length)
  })

  it('C4 refuse a position or limit that makes no sense', async () => {
    const { gateway } = await running()

    expect(await refused(gateway.send(new GetRestApisCommand({ position: 'nope' })))).toBe(
      '400 BadRequestException: Invalid position parameter specified',
    )
    expect(await refused(gateway.send(new GetRestApisCommand({ limit: 0 })))).toBe(
      '400 BadRequestException: Invalid limit parameter specified',
    )
  })

  it('C5 keep what they were created with, and can be renamed', async () => {
    const { gateway } = await running()
    const { id: restApiId } = await gateway.send(
      new CreateRestApiCommand({
        name: 'shop',
        description: 'd',
        endpointConfiguration: { types: ['PRIVATE'], vpcEndpointIds: ['vpce-1'] },
        disableExecuteApiEndpoint: true,
        tags: { team: 'a' },
      }),
    )

    await gateway.send(
      new UpdateRestApiCommand({
        restApiId,
        patchOperations: [
          replace('/name', 'store'),
          replace('/description', 'e'),
          replace('/disableExecuteApiEndpoint', 'false'),
          replace('/endpointConfiguration/types/PRIVATE', 'REGIONAL'),
        ],
      }),
    )

    expect(await gateway.send(new GetRestApiCommand({ restApiId }))).toMatchObject({
      name: 'store',
      description: 'e',
      disableExecuteApiEndpoint: false,
      endpointConfiguration: { types: ['REGIONAL'], vpcEndpointIds: ['vpce-1'] },
      tags: { team: 'a' },
    })
  })

  it('C5 refuse patches of what they do not have, and change nothing', async () => {
    const { gateway } = await running()
    const patchOperations = [replace('/name', 'new'), replace('/nope', 'x')]

    expect(await refused(gateway.send(new UpdateRestApiCommand({ restApiId: API, patchOperations })))).toBe(
      '400 BadRequestException: Invalid patch path /nope',
    )
    expect((await gateway.send(new GetRestApiCommand({ restApiId: API }))).name).toBe('pets')
  })

  it('C81 keep what the data plane does not heed', async () => {
    const { gateway } = await running()
    const given = {
      apiKeySource: 'AUTHORIZER' as const,
      binaryMediaTypes: ['*/*'],
      minimumCompressionSize: 0,
      policy: '{}',
      version: '7',
    }
    const { id = '' } = await gateway.send(new CreateRestApiCommand({ name: 'n', ...given }))

    expect(await gateway.send(new GetRestApiCommand({ restApiId: id }))).toMatchObject({ ...given, tags: {} })
  })

  it.each([
    [{ description: '' }, '400 BadRequestException: Description cannot be an empty string'],
    [
      { minimumCompressionSize: -1 },
      '400 BadRequestException: Invalid minimum compression size, must be between 0 and 10485760',
    ],
    [{ cloneFrom: API }, '501 NotImplementedException: The sandbox does not emulate cloneFrom of CreateRestApi.'],
  ])('C81 are not made from %j', async (given, words) => {
    const { gateway } = await running()

    expect(await refused(gateway.send(new CreateRestApiCommand({ name: 'n', ...given })))).toBe(words)
  })

  it('C5 are patched in every field, and lose what is emptied', async () => {
    const { gateway } = await running()
    const patch = (...patchOperations: PatchOperation[]) =>
      gateway.send(new UpdateRestApiCommand({ restApiId: API, patchOperations }))

    expect(
      await patch(
        replace('/description', 'a'),
        replace('/apiKeySource', 'AUTHORIZER'),
        replace('/policy', '{}'),
        replace('/minimumCompressionSize', '10'),
        replace('/endpointConfiguration/ipAddressType', 'dualstack'),
        { op: 'add', path: '/binaryMediaTypes/image~1png' },
        { op: 'add', path: '/binaryMediaTypes/image~1jpeg' },
        replace('/binaryMediaTypes/image~1png', 'image/gif'),
      ),
    ).toMatchObject({
      description: 'a',
      apiKeySource: 'AUTHORIZER',
      policy: '{}',
      minimumCompressionSize: 10,
      endpointConfiguration: { ipAddressType: 'dualstack' },
      binaryMediaTypes: ['image/jpeg', 'image/gif'],
    })
    const emptied = await patch(
      { op: 'remove', path: '/description' },
      replace('/policy', ''),
      replace('/minimumCompressionSize', ''),
      { op: 'remove', path: '/binaryMediaTypes/image~1gif' },
      { op: 'remove', path: '/binaryMediaTypes/image~1jpeg' },
    )
    for (const field of ['description', 'policy', 'minimumCompressionSize', 'binaryMediaTypes']) {
      expect(emptied).not.toHaveProperty(field)
    }
    expect(await refused(patch(replace('/minimumCompressionSize', 'test')))).toContain('must be between 0 and')
    const policy = '{"Statement":[{"Effect":"Allow","Resource":["execute-api:/*"]}]}'
    expect((await patch(replace('/policy', policy))).policy).toBe(
      `{\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Resource\\":\\"arn:aws:execute-api:us-east-1:000000000000:${API}\\/*\\"}]}`,
    )
    expect(await refused(patch(replace('/policy', '[]')))).toContain('Invalid policy document. Please check')
    expect(await refused(patch(replace('/apiKeySource', 'x')))).toContain('Invalid API key source')
  })

  it('C87 say which operations a path takes', async () => {
    const { gateway } = await running()
    const patch = (operation: PatchOperation) =>
      gateway.send(new UpdateRestApiCommand({ restApiId: API, patchOperations: [operation] }))

    expect(await refused(patch({ op: 'add', path: '/minimumCompressionSize', value: '10' }))).toBe(
      '400 BadRequestException: Invalid patch operation specified. Must be one of: [replace]',
    )
    expect(await refused(patch({ op: 'test', path: '/binaryMediaTypes/a' }))).toContain('[add, remove, replace]')
    expect(await refused(patch({ op: 'add', path: '/binaryMediaTypes/image/png' }))).toBe(
      '400 BadRequestException: Invalid patch path /binaryMediaTypes/image/png',
    )
  })

  it('C6 need a name, of the right type', async () => {
    const { http } = await running()

    expect(await refusedOver(http('POST /restapis', '{}'))).toBe(
      "400 ValidationException: 1 validation error detected: Value null at 'createRestApiInput.name' failed to satisfy constraint: Member must not be null",
    )
    expect(await refusedOver(http('POST /restapis', '{"name":""}'))).toContain('400 BadRequestException')
    expect(await refusedOver(http('POST /restapis', '{"name":["a"]}'))).toBe(
      '400 SerializationException: class java.util.ArrayList can not be converted to an String',
    )
    expect(await refusedOver(http('POST /restapis', '[]'))).toContain('400 SerializationException')
  })

  it('C7 take everything with them when they are deleted', async () => {
    const { gateway } = await running()

    await gateway.send(new DeleteRestApiCommand({ restApiId: API }))

    expect(await refused(gateway.send(new GetStagesCommand({ restApiId: API })))).toBe(
      `404 NotFoundException: Invalid API identifier specified 000000000000:${API}`,
    )
  })

  it('C8 and their stages have tags, by ARN', async () => {
    const { gateway } = await running()
    const arn = `arn:aws:apigateway:us-east-1::/restapis/${API}`
    for (const resourceArn of [arn, `${arn}/stages/prod`]) {
      const read = async () => (await gateway.send(new GetTagsCommand({ resourceArn }))).tags

      await gateway.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2', c: '3' } }))
      await gateway.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'c'] }))

      expect(await read()).toEqual({ b: '2' })
    }
    expect(await refused(gateway.send(new GetTagsCommand({ resourceArn: `${arn}/stages/nope` })))).toContain(
      '404 NotFoundException',
    )
    expect(await refused(gateway.send(new GetTagsCommand({ resourceArn: 'arn:aws:s3:::bucket' })))).toContain(
      '400 BadRequestException',
    )
  })

  it('C9 belong to an account that may write logs as a role', async () => {
    const { gateway } = await running()
    const role = 'arn:aws:iam::000000000000:role/logs'
    const patch = (operation: PatchOperation) =>
      gateway.send(new UpdateAccountCommand({ patchOperations: [operation] }))

    expect(await patch(replace('/cloudwatchRoleArn', role))).toMatchObject({ cloudwatchRoleArn: role })
    expect((await gateway.send(new GetAccountCommand({}))).cloudwatchRoleArn).toBe(role)
    expect(await refused(patch(replace('/cloudwatchRoleArn', 'logs')))).toContain('Invalid ARN')
    for (const gone of [replace('/cloudwatchRoleArn', ''), { op: 'remove', path: '/cloudwatchRoleArn' } as const]) {
      await patch(replace('/cloudwatchRoleArn', role))
      expect(await patch(gone)).not.toHaveProperty('cloudwatchRoleArn')
    }
  })

  it('C9 belong to an account with the default throttle', async () => {
    const { gateway } = await running()

    expect((await gateway.send(new GetAccountCommand({}))).throttleSettings).toEqual({
      burstLimit: 5000,
      rateLimit: 10_000,
    })
  })

  it('C10 have percent-encoded names in their paths decoded once', async () => {
    const { http } = await running({ seed: { apis: [{ ...PETS, stages: { 'a-b_c': {} } }] } })

    expect((await http(`GET /restapis/${API}/stages/a%2Db%5Fc`)).status).toBe(200)
    expect(await refusedOver(http('GET /restapis/a%252Fb'))).toContain(':a%2Fb')
    expect((await http(`GET /restapis/${'x'.repeat(2000)}`, undefined, SIGNED)).status).toBe(404)
  })
})
