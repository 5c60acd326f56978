import {
  GetAuthorizersCommand,
  GetExportCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { parseSeed, type Seed, type SeedApi, startSandbox } from '../../../src/sandbox/index.js'
import { API, PETS, PROD, running } from '../support/sandbox.js'

describe('seeds', () => {
  it('A40 starts with the demo: API pets, stage prod without a cache, answers that carry their time', async () => {
    const { sandbox, gateway, http } = await running({ seed: 'demo' })
    const [api] = sandbox.apis
    const invokeUrl = `${sandbox.url}/restapis/${api?.id}/prod/_user_request_`

    const stage = await gateway.send(new GetStageCommand({ restApiId: api?.id, stageName: 'prod' }))
    const get = async (path: string, headers?: Record<string, string>) =>
      (await http(`GET ${invokeUrl.slice(sandbox.url.length)}${path}`, undefined, headers)).text()

    expect(api).toMatchObject({ name: 'pets', stages: [{ name: 'prod', invokeUrl }] })
    expect(stage).toMatchObject({ cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE' })
    expect(Object.keys(stage.methodSettings ?? {})).toEqual(['~1orders/GET', '~1me/GET'])
    for (const path of ['/pets', '/pets/2', '/users?type=admin', '/health', '/orders', '/report']) {
      expect(await get(path), path).toContain('"generatedAt":"2026-01-01T00:00:00.000Z"')
    }
    expect(await get('/static')).not.toContain('2026')
    expect((await get('/report')).length).toBeGreaterThan(1_048_576)
    expect(await get('/me', { authorization: 'alice-token' })).toContain('"user":"alice"')
    expect(await get('/me', { authorization: 'bob-token' })).toContain('"user":"bob"')
    expect(await get('/orders', {})).toContain('Missing Authentication Token')
    expect(await get('/users?type=regular&department=research')).toMatch(/Cleo/)
  })

  it('A40 deploys the demo with a key for /pets/{id} and none for /users', async () => {
    const { sandbox, gateway } = await running({ seed: 'demo' })
    const restApiId = sandbox.apis[0]?.id

    const { body } = await gateway.send(
      new GetExportCommand({
        restApiId,
        stageName: 'prod',
        exportType: 'oas30',
        parameters: { extensions: 'apigateway' },
      }),
    )
    const { paths } = JSON.parse(Buffer.from(body ?? []).toString())

    const integration = 'x-amazon-apigateway-integration'
    expect(paths['/pets/{id}'].get[integration].cacheKeyParameters).toEqual(['method.request.path.id'])
    expect(paths['/users'].get[integration]).not.toHaveProperty('cacheKeyParameters')
    expect(paths['/users'].get.parameters.map(({ name }: { name: string }) => name)).toEqual(['type', 'department'])
    expect(paths['/orders'].get['x-amazon-apigateway-auth']).toEqual({ type: 'AWS_IAM' })
  })

  it('A41 declares path parameters and keys on the method, and lists only the keys', async () => {
    const { gateway } = await running({
      seed: {
        apis: [
          {
            ...PETS,
            methods: {
              'GET /pets/{id}': { integration: { type: 'MOCK' }, keys: ['header.Accept-Language'] },
            },
          },
        ],
      },
    })
    const { items } = await gateway.send(new GetResourcesCommand({ restApiId: API }))
    const of = {
      restApiId: API,
      resourceId: items?.find(({ path }) => path === '/pets/{id}')?.id,
      httpMethod: 'GET',
    }

    const method = await gateway.send(new GetMethodCommand(of))
    const integration = await gateway.send(new GetIntegrationCommand(of))

    expect(method.requestParameters).toEqual({
      'method.request.path.id': false,
      'method.request.header.Accept-Language': false,
    })
    expect(integration.cacheKeyParameters).toEqual(['method.request.header.Accept-Language'])
    expect(integration.cacheNamespace).toBe(of.resourceId)
  })

  it('A42 starts a stage with an available cluster, a lingering size, and overrides that are full copies', async () => {
    const { gateway } = await running({
      seed: {
        apis: [
          {
            ...PETS,
            stages: {
              prod: {
                cluster: '1.6',
                settings: {
                  '*/*': { cachingEnabled: true, cacheTtlInSeconds: 60 },
                  'GET /pets/{id}': { metricsEnabled: true },
                },
              },
              old: {
                lingeringSize: '6.1',
                variables: { color: 'red' },
                tags: { team: 'a' },
                canary: { percentTraffic: 5 },
              },
            },
          },
        ],
      },
    })

    const prod = await gateway.send(new GetStageCommand(PROD))
    const old = await gateway.send(new GetStageCommand({ ...PROD, stageName: 'old' }))

    expect(prod).toMatchObject({ cacheClusterStatus: 'AVAILABLE', cacheClusterSize: '1.6' })
    expect(prod.methodSettings?.['~1pets~1{id}/GET']).toMatchObject({
      cachingEnabled: true,
      cacheTtlInSeconds: 60,
      metricsEnabled: true,
    })
    expect(old).toMatchObject({
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      cacheClusterSize: '6.1',
      variables: { color: 'red' },
      tags: { team: 'a' },
      canarySettings: { percentTraffic: 5, useStageCache: false },
    })
  })

  it('A42 takes over how an API is reached', async () => {
    const { gateway } = await running({
      seed: {
        apis: [
          {
            ...PETS,
            endpointType: 'PRIVATE',
            vpcEndpointIds: ['vpce-1'],
            disableExecuteApiEndpoint: true,
            description: 'd',
            tags: { a: 'b' },
          },
        ],
      },
    })

    expect(await gateway.send(new GetRestApiCommand({ restApiId: API }))).toMatchObject({
      endpointConfiguration: { types: ['PRIVATE'], vpcEndpointIds: ['vpce-1'] },
      disableExecuteApiEndpoint: true,
      description: 'd',
      tags: { a: 'b' },
    })
  })

  const methods = (line: string, method: SeedApi['methods'][string]) => ({
    apis: [{ ...PETS, methods: { [line]: method } }],
  })
  const mock = { type: 'MOCK' } as const
  const token = (header: string) =>
    ({ name: 'people', type: 'TOKEN', identitySource: `method.request.header.${header}` }) as const
  it('A45 gives methods authorizers, one for every name', async () => {
    const users = { ...token('Auth'), name: 'users', type: 'COGNITO_USER_POOLS' } as const
    const seed = {
      apis: [
        {
          ...PETS,
          methods: {
            'GET /a': { integration: mock, authorizer: token('Auth') },
            'GET /b': { integration: mock, authorizer: token('Auth') },
            'GET /c': { integration: mock, authorizer: { ...users, authorizerResultTtlInSeconds: 0 } },
          },
        },
      ],
    } as const
    const { gateway } = await running({ seed })

    const { items = [] } = await gateway.send(new GetAuthorizersCommand({ restApiId: API }))
    const resources = await gateway.send(new GetResourcesCommand({ restApiId: API, embed: ['methods'] }))

    expect(parseSeed(JSON.parse(JSON.stringify(seed)))).toEqual(seed)
    expect(items).toMatchObject([
      { name: 'people', type: 'TOKEN', identitySource: 'method.request.header.Auth' },
      { name: 'users', type: 'COGNITO_USER_POOLS', authorizerResultTtlInSeconds: 0 },
    ])
    const methods = (resources.items ?? []).flatMap(({ path, resourceMethods }) => {
      const { authorizationType, authorizerId } = resourceMethods?.GET ?? {}
      return authorizationType ? [[path, authorizationType, authorizerId]] : []
    })
    expect(methods.sort()).toEqual([
      ['/a', 'CUSTOM', items[0]?.id],
      ['/b', 'CUSTOM', items[0]?.id],
      ['/c', 'COGNITO_USER_POOLS', items[1]?.id],
    ])
  })

  it('A46 keeps tokens and API keys of a seed to the data plane', async () => {
    const seed: Seed = {
      apiKeys: [{ name: 'a key', value: 'the-key' }],
      apis: [
        {
          ...PETS,
          methods: {
            'GET /a': {
              integration: mock,
              apiKeyRequired: true,
              authorizer: { ...token('Auth'), tokens: { 'the-token': { principalId: 'p' } } },
            },
          },
        },
      ],
    }
    const { gateway, http } = await running({ seed })
    const ask = async (headers: Record<string, string>) =>
      (await http(`GET /restapis/${API}/prod/_user_request_/a`, undefined, headers)).status

    const authorizers = await gateway.send(new GetAuthorizersCommand({ restApiId: API }))
    const { body } = await gateway.send(
      new GetExportCommand({ ...PROD, exportType: 'oas30', parameters: { extensions: 'apigateway' } }),
    )

    expect(parseSeed(JSON.parse(JSON.stringify(seed)))).toEqual(seed)
    expect(authorizers.items).toMatchObject([{ name: 'people' }])
    expect(JSON.stringify(authorizers.items) + Buffer.from(body ?? []).toString()).not.toMatch(/the-(?:token|key)/)
    expect(await ask({ auth: 'the-token', 'x-api-key': 'the-key' })).toBe(200)
    expect(await ask({ auth: 'the-token' })).toBe(403)
    expect(await ask({ auth: 'the-token', 'x-api-key': 'other' })).toBe(403)
    expect(await ask({ auth: 'other', 'x-api-key': 'the-key' })).toBe(401)
  })

  it.each([
    [methods('FETCH /a', { integration: mock }), 'pets: FETCH /a: expected a verb and a path'],
    [
      methods('GET /a', { integration: mock, keys: ['integration.header.X'] }),
      'pets: GET /a: Invalid cache key parameter specified',
    ],
    [methods('GET /a b', { integration: mock }), 'pets: GET /a b: expected a verb and a path'],
    [
      methods('GET /a', { integration: mock, parameters: ['body'] }),
      'pets: GET /a: Invalid mapping expression specified',
    ],
    [
      methods('GET /a', { integration: mock, authorization: 'CUSTOM' }),
      'pets: GET /a: Invalid authorizer ID specified',
    ],
    [
      {
        apis: [
          {
            ...PETS,
            methods: {
              'GET /a': { integration: mock, authorizer: token('Auth') },
              'GET /b': { integration: mock, authorizer: token('Other') },
            },
          },
        ],
      },
      'pets: GET /b: the authorizer people is another one elsewhere',
    ],
    [{ apis: [{ ...PETS, methods: {} }] }, "pets: The REST API doesn't contain any methods"],
  ])('A43 does not start with a seed that contradicts itself: %#', async (seed, message) => {
    await expect(startSandbox({ seed })).rejects.toThrow(message)
  })

  it('A44 reads a seed from JSON, and says where one is wrong', () => {
    const json: unknown = JSON.parse(JSON.stringify({ apis: [PETS] }))
    const wrong = { apis: [{ ...PETS, stages: { prod: { cluster: '0.7' } } }] }

    expect(parseSeed(json)).toEqual({ apis: [PETS] })
    expect(() => parseSeed(wrong)).toThrow('not a seed: apis.0.stages.prod.cluster: ')
    expect(() => parseSeed({})).toThrow('not a seed: apis: ')
    expect(() => parseSeed(null)).toThrow('not a seed: seed: ')
    expect(() => parseSeed({ apis: [{ ...PETS, metods: {} }] })).toThrow(
      'apis.0: does not have "metods" (did you mean "methods"?)',
    )
    expect(() => parseSeed({ apis: [{ ...PETS, colour: 'red' }] })).toThrow(/does not have "colour"$/)
  })
})
