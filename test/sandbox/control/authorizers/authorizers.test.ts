import {
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  CreateDeploymentCommand,
  DeleteAuthorizerCommand,
  GetAuthorizerCommand,
  GetAuthorizersCommand,
  GetExportCommand,
  type PatchOperation,
  PutMethodCommand,
  UpdateAuthorizerCommand,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { building, integrationOf } from '../../support/building.js'
import { API, PROD, refused, replace } from '../../support/sandbox.js'

const URI =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:auth/invocations'
const POOL = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_a'
const HEADER = 'method.request.header.Auth'
const NO_AUTHORIZER =
  '400 BadRequestException: Invalid authorizer ID specified. Setting the authorization type to CUSTOM or ' +
  'COGNITO_USER_POOLS requires a valid authorizer.'

async function authorizing() {
  const run = await building()
  const { gateway } = run
  return {
    ...run,
    create: (more: Partial<CreateAuthorizerCommandInput> = {}) =>
      gateway.send(
        new CreateAuthorizerCommand({
          restApiId: API,
          name: 'people',
          type: 'TOKEN',
          authorizerUri: URI,
          identitySource: HEADER,
          ...more,
        }),
      ),
    update: (authorizerId: string | undefined, ...patchOperations: PatchOperation[]) =>
      gateway.send(new UpdateAuthorizerCommand({ restApiId: API, authorizerId, patchOperations })),
    exported: async (extensions: string) => {
      const { body } = await gateway.send(
        new GetExportCommand({ ...PROD, exportType: 'oas30', parameters: { extensions } }),
      )
      return JSON.parse(Buffer.from(body ?? []).toString())
    },
  }
}

describe('authorizers', () => {
  it('C70 are of three types, with a result TTL of 300 s unless told', async () => {
    const { create, gateway } = await authorizing()

    const token = await create()
    const request = await create({ name: 'r', type: 'REQUEST', authorizerResultTtlInSeconds: 0 })
    const pool = await create({
      name: 'p',
      type: 'COGNITO_USER_POOLS',
      providerARNs: [POOL],
      authorizerUri: undefined,
    })

    expect(token).toMatchObject({
      id: expect.stringMatching(/^[a-z0-9]{6}$/),
      name: 'people',
      type: 'TOKEN',
      authType: 'custom',
      identitySource: HEADER,
    })
    expect(token.$metadata.httpStatusCode).toBe(201)
    expect(request.authorizerResultTtlInSeconds).toBe(0)
    const silent = await create({
      name: 's',
      type: 'REQUEST',
      identitySource: 'method.request.header.X',
    })
    expect(silent.authorizerResultTtlInSeconds).toBe(300)
    expect(pool).toMatchObject({ authType: 'cognito_user_pools', providerARNs: [POOL] })
    const { items } = await gateway.send(new GetAuthorizersCommand({ restApiId: API }))
    expect(items?.map(({ name }) => name)).toEqual(['people', 'r', 'p', 's'])
    expect(await gateway.send(new GetAuthorizerCommand({ restApiId: API, authorizerId: pool.id }))).toMatchObject({
      name: 'p',
    })
    expect(await refused(create())).toBe(
      '400 BadRequestException: Authorizer name must be unique. Authorizer people already exists in this RestApi.',
    )
  })

  it.each([
    [{ identitySource: undefined }, 'Invalid identity source specified'],
    [{ identitySource: 'method.request.querystring.a' }, 'Invalid identity source specified'],
    [{ identitySource: `${HEADER}, ${HEADER}2` }, 'Invalid identity source specified'],
    [{ type: 'REQUEST', identitySource: undefined }, 'Invalid identity source specified'],
    [{ type: 'REQUEST', identitySource: 'method.request.body' }, 'Invalid identity source specified'],
    [{ authorizerUri: undefined }, 'Invalid Authorizer URI specified'],
    [{ type: 'COGNITO_USER_POOLS' }, 'COGNITO_USER_POOLS authorizers require provider ARNs'],
    [{ authorizerResultTtlInSeconds: 3601 }, 'Authorizer result TTL must be between 0 and 3600 seconds'],
  ] as const)('C71 are refused where they could not be asked: %j', async (more, message) => {
    const { create } = await authorizing()

    expect(await refused(create(more))).toBe(`400 BadRequestException: ${message}`)
  })

  it('C71 read one header, or several values of a request', async () => {
    const { create } = await authorizing()
    const several = `${HEADER}, method.request.querystring.q, stageVariables.a, context.path`

    expect(await create({ type: 'REQUEST', identitySource: several })).toMatchObject({
      identitySource: several,
    })
  })

  it('C72 change by patch, all or nothing', async () => {
    const { create, update, gateway } = await authorizing()
    const { id } = await create()

    expect(
      await update(
        id,
        replace('/name', 'guests'),
        replace('/identitySource', 'method.request.header.Token'),
        replace('/authorizerResultTtlInSeconds', '0'),
        replace('/identityValidationExpression', '^x'),
        { op: 'add', path: '/providerARNs', value: POOL },
      ),
    ).toMatchObject({
      name: 'guests',
      identitySource: 'method.request.header.Token',
      authorizerResultTtlInSeconds: 0,
      identityValidationExpression: '^x',
      providerARNs: [POOL],
    })
    const bad = update(id, replace('/name', 'x'), replace('/authorizerResultTtlInSeconds', '-1'))
    expect(await refused(bad)).toContain('400 BadRequestException')
    expect(await refused(update(id, replace('/type', 'REQUEST')))).toContain('Invalid patch path')
    const { name } = await gateway.send(new GetAuthorizerCommand({ restApiId: API, authorizerId: id }))
    expect(name).toBe('guests')
    expect(await update(id, { op: 'remove', path: '/providerARNs', value: POOL })).not.toHaveProperty('providerARNs')
  })

  it('C73 are deleted unless a method refers to them', async () => {
    const { create, gateway, resource } = await authorizing()
    const { id: authorizerId } = await create()
    const of = { restApiId: API, resourceId: await resource('/', 'items'), httpMethod: 'GET' }
    const remove = () => gateway.send(new DeleteAuthorizerCommand({ restApiId: API, authorizerId }))

    await gateway.send(new PutMethodCommand({ ...of, authorizationType: 'CUSTOM', authorizerId }))
    expect(await refused(remove())).toContain('409 ConflictException')
    await gateway.send(new UpdateMethodCommand({ ...of, patchOperations: [replace('/authorizationType', 'NONE')] }))

    expect((await remove()).$metadata.httpStatusCode).toBe(202)
    expect(await refused(remove())).toBe('404 NotFoundException: Invalid Authorizer identifier specified')
  })

  it('C74 have to exist, and to be of the kind that a method asks for', async () => {
    const { create, gateway, resource } = await authorizing()
    const of = { restApiId: API, resourceId: await resource('/', 'items'), httpMethod: 'GET' }
    const put = (authorizationType: string, authorizerId?: string) =>
      gateway.send(new PutMethodCommand({ ...of, authorizationType, authorizerId }))
    const { id } = await create()

    expect(await refused(put('CUSTOM'))).toBe(NO_AUTHORIZER)
    expect(await refused(put('CUSTOM', 'nobody'))).toBe(NO_AUTHORIZER)
    expect(await refused(put('COGNITO_USER_POOLS', id))).toBe(NO_AUTHORIZER)
    expect(await put('CUSTOM', id)).toMatchObject({ authorizationType: 'CUSTOM', authorizerId: id })
    const patchOperations = [replace('/authorizerId', 'nobody')]
    expect(await refused(gateway.send(new UpdateMethodCommand({ ...of, patchOperations })))).toBe(NO_AUTHORIZER)
  })

  it('C75 are frozen by a deployment, and C76 described by its export', async () => {
    const { create, update, gateway, resource, exported } = await authorizing()
    const { id } = await create()
    const { id: several } = await create({
      name: 'several',
      type: 'REQUEST',
      identitySource: `${HEADER},method.request.querystring.q`,
    })
    await create({ name: 'unused' })
    for (const [path, authorizerId] of [
      ['items', id],
      ['things', several],
    ]) {
      const of = { restApiId: API, resourceId: await resource('/', path ?? ''), httpMethod: 'GET' }
      await gateway.send(
        new PutMethodCommand({
          ...of,
          authorizationType: 'CUSTOM',
          authorizerId,
          apiKeyRequired: path === 'things',
        }),
      )
      await gateway.send(integrationOf(of).mock())
    }
    await gateway.send(new CreateDeploymentCommand(PROD))
    await update(id, replace('/name', 'later'))

    const { paths, components } = await exported('authorizers')
    const common = { authorizerUri: URI, authorizerResultTtlInSeconds: 300 }
    const scheme = { type: 'apiKey', in: 'header', 'x-amazon-apigateway-authtype': 'custom' }

    expect(paths['/items'].get.security).toEqual([{ people: [] }])
    expect(paths['/things'].get.security).toEqual([{ several: [] }, { api_key: [] }])
    expect(components.securitySchemes).toEqual({
      people: {
        ...scheme,
        name: 'Auth',
        'x-amazon-apigateway-authorizer': { authorizerUri: URI, type: 'token' },
      },
      several: {
        ...scheme,
        name: 'Unused',
        'x-amazon-apigateway-authorizer': {
          ...common,
          type: 'request',
          identitySource: `${HEADER},method.request.querystring.q`,
        },
      },
      api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
    })
    const plain = await exported('integrations')
    expect(plain.paths['/items'].get).not.toHaveProperty('security')
    expect(plain.components.securitySchemes).toEqual({ api_key: components.securitySchemes.api_key })
  })

  it('C76 export a user pool with its ARNs', async () => {
    const { create, gateway, resource, exported } = await authorizing()
    const { id } = await create({
      type: 'COGNITO_USER_POOLS',
      providerARNs: [POOL],
      authorizerUri: undefined,
    })
    const of = { restApiId: API, resourceId: await resource('/', 'items'), httpMethod: 'GET' }
    await gateway.send(new PutMethodCommand({ ...of, authorizationType: 'COGNITO_USER_POOLS', authorizerId: id }))
    await gateway.send(integrationOf(of).mock())
    await gateway.send(new CreateDeploymentCommand(PROD))

    expect((await exported('apigateway')).components.securitySchemes.people).toEqual({
      type: 'apiKey',
      name: 'Auth',
      in: 'header',
      'x-amazon-apigateway-authtype': 'cognito_user_pools',
      'x-amazon-apigateway-authorizer': { providerARNs: [POOL], type: 'cognito_user_pools' },
    })
  })
})
