import {
  CreateModelCommand,
  CreateRequestValidatorCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  GetMethodCommand,
  GetModelCommand,
  GetModelsCommand,
  GetRequestValidatorCommand,
  GetRequestValidatorsCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { building, integrationOf } from '../../support/building.js'
import { API, refused, refusedOver, replace, running } from '../../support/sandbox.js'

const OF = { restApiId: API }
const PET = { ...OF, name: 'Pet', contentType: 'application/json', schema: '{"type":"object"}' }

describe('models', () => {
  it('C83 are there by default, and are created, patched and deleted', async () => {
    const { gateway } = await running()
    const named = { ...OF, modelName: 'Pet' }
    const created = await gateway.send(new CreateModelCommand({ ...PET, description: 'a pet' }))

    expect(created).toMatchObject({
      id: expect.stringMatching(/^[a-z0-9]{6}$/),
      name: 'Pet',
      schema: PET.schema,
    })
    expect((await gateway.send(new GetModelsCommand(OF))).items?.map(({ name }) => name)).toEqual([
      'Empty',
      'Error',
      'Pet',
    ])
    await gateway.send(new UpdateModelCommand({ ...named, patchOperations: [replace('/schema', '{"type":"array"}')] }))
    expect(await gateway.send(new GetModelCommand(named))).toMatchObject({
      description: 'a pet',
      schema: '{"type":"array"}',
    })
    expect((await gateway.send(new DeleteModelCommand(named))).$metadata.httpStatusCode).toBe(202)
    expect(await refused(gateway.send(new GetModelCommand(named)))).toBe(
      '404 NotFoundException: Invalid model name specified: Pet',
    )
  })

  it.each([
    [{ name: '' }, '400 BadRequestException: Model name must be non-empty'],
    [{ name: 'a b' }, '400 BadRequestException: Model name must be alphanumeric'],
    [{ name: 'Empty' }, '409 ConflictException: Model name already exists for this REST API'],
    [{ schema: '' }, '400 BadRequestException: Model schema must have at least 1 property or array items defined'],
    [{ schema: '{' }, '400 BadRequestException: Invalid model schema specified'],
  ])('C83 are not created with %j', async (change, words) => {
    const { gateway } = await running()

    expect(await refused(gateway.send(new CreateModelCommand({ ...PET, ...change })))).toBe(words)
  })

  it('C83 C85 stay while a method names them, and have to be there', async () => {
    const { gateway, resource } = await building()
    const at = { ...OF, resourceId: await resource('/', 'items'), httpMethod: 'POST' }
    const put = (requestModels: Record<string, string>) =>
      gateway.send(new PutMethodCommand({ ...at, authorizationType: 'NONE', requestModels }))
    const remove = () => gateway.send(new DeleteModelCommand({ ...OF, modelName: 'Pet' }))
    await gateway.send(new CreateModelCommand(PET))

    expect(await refused(put({ 'application/json': 'Cat' }))).toBe(
      '400 BadRequestException: Invalid model identifier specified: Cat',
    )
    await put({ 'application/json': 'Pet' })
    expect(await refused(remove())).toBe(
      "409 ConflictException: Cannot delete model 'Pet', is referenced in method request: /items/POST",
    )
    await gateway.send(
      new UpdateMethodCommand({
        ...at,
        patchOperations: [{ op: 'remove', path: '/requestModels/application~1json' }],
      }),
    )
    const response = { ...at, statusCode: '200' }
    await gateway.send(new PutMethodResponseCommand({ ...response, responseModels: { 'application/json': 'Pet' } }))
    expect(await refused(remove())).toContain('method response: /items/POST/200')
    await gateway.send(
      new UpdateMethodResponseCommand({
        ...response,
        patchOperations: [replace('/responseModels/application~1json', 'Empty')],
      }),
    )
    await remove()
  })
})

describe('request validators', () => {
  it('C84 are created, patched and deleted', async () => {
    const { gateway } = await running()
    const { id } = await gateway.send(new CreateRequestValidatorCommand({ ...OF, name: 'v' }))
    const of = { ...OF, requestValidatorId: id }
    const patch = (value?: string) =>
      gateway.send(
        new UpdateRequestValidatorCommand({
          ...of,
          patchOperations: [{ op: 'replace', path: '/validateRequestBody', value }],
        }),
      )

    expect(await patch('true')).toMatchObject({ validateRequestBody: true, validateRequestParameters: false })
    expect(await patch()).toMatchObject({ validateRequestBody: false })
    expect((await gateway.send(new GetRequestValidatorsCommand(OF))).items).toMatchObject([{ id, name: 'v' }])
    expect((await gateway.send(new DeleteRequestValidatorCommand(of))).$metadata.httpStatusCode).toBe(202)
    for (const restApiId of [API, 'nope']) {
      expect(await refused(gateway.send(new GetRequestValidatorCommand({ ...of, restApiId })))).toBe(
        '404 NotFoundException: Invalid Request Validator identifier specified',
      )
    }
    expect(await refused(gateway.send(new CreateRequestValidatorCommand({ restApiId: 'nope', name: 'v' })))).toBe(
      '400 BadRequestException: Invalid REST API identifier specified',
    )
  })

  it('C85 are kept by methods, with authorization scopes', async () => {
    const { gateway, resource } = await building()
    const at = { ...OF, resourceId: await resource('/', 'items'), httpMethod: 'GET' }
    const { id } = await gateway.send(new CreateRequestValidatorCommand({ ...OF, name: 'v' }))
    const put = (requestValidatorId?: string) =>
      gateway.send(
        new PutMethodCommand({
          ...at,
          authorizationType: 'none',
          requestValidatorId,
          authorizationScopes: ['a'],
        }),
      )

    expect(await refused(put('nope'))).toBe('400 BadRequestException: Invalid Request Validator identifier specified')
    expect(await put(id)).toMatchObject({
      authorizationType: 'NONE',
      requestValidatorId: id,
      authorizationScopes: ['a'],
    })
    await gateway.send(
      new UpdateMethodCommand({
        ...at,
        patchOperations: [
          { op: 'add', path: '/authorizationScopes', value: 'b' },
          { op: 'remove', path: '/authorizationScopes', value: 'a' },
          replace('/requestValidatorId', ''),
          replace('/apiKeyRequired', 'whatever'),
        ],
      }),
    )
    const method = await gateway.send(new GetMethodCommand(at))
    expect(method).toMatchObject({ authorizationScopes: ['b'], apiKeyRequired: false })
    expect(method).not.toHaveProperty('requestValidatorId')
  })
})

describe('the order of refusals', () => {
  it('C88 checks the status before anything is looked up', async () => {
    const { http } = await running()
    const constraint = `Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d`
    const at = '/restapis/nope/resources/nope/methods/GET'

    for (const line of [`PUT ${at}/responses/wrong`, `PUT ${at}/integration/responses/wrong`]) {
      expect(await refusedOver(http(line, '{}'))).toBe(
        `400 ValidationException: 1 validation error detected: ${constraint}`,
      )
    }
    const twice = await refusedOver(
      http(`PATCH ${at}/responses/wrong`, '{"patchOperations":[{"op":"wrong","path":"/a"}]}'),
    )
    expect(twice).toContain('2 validation errors detected: ')
    expect(twice).toContain(constraint)
  })

  it('C2 speaks of the resource where a method of an unknown API is asked for', async () => {
    const { http } = await running()
    const resource = '404 NotFoundException: Invalid Resource identifier specified'
    const at = '/restapis/nope/resources/nope'

    expect(await refusedOver(http(`GET ${at}/methods/GET`))).toBe(resource)
    expect(await refusedOver(http(`GET ${at}/methods/GET/integration`))).toBe(resource)
    expect(await refusedOver(http(`GET ${at}`))).toContain('Invalid API identifier specified')
  })

  it('C90 C18 refuses one name in two places', async () => {
    const { gateway, resource, method } = await building()
    const at = await method(await resource('/', 'items'), { 'method.request.querystring.page': false })
    const add = new UpdateMethodCommand({
      ...at,
      patchOperations: [{ op: 'add', path: '/requestParameters/method.request.header.page', value: 'false' }],
    })
    const words = '400 BadRequestException: Parameter names must be unique across querystring, header and path'

    expect(await refused(gateway.send(add))).toBe(words)
    expect(
      await refused(
        method(await resource('/', 'others'), {
          'method.request.path.page': true,
          'method.request.querystring.page': false,
        }),
      ),
    ).toBe(words)
  })

  it('C89 refuses headers that the method response does not declare', async () => {
    const { gateway, http, resource, method } = await building()
    const at = await method(await resource('/', 'items'))
    await gateway.send(integrationOf(at).mock())
    const line = `PUT /restapis/${API}/resources/${at.resourceId}/methods/GET/integration/responses/200`
    const mapped = JSON.stringify({ responseParameters: { 'method.response.header.X-A': "'a'" } })
    const words = (why: string) =>
      `400 BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [${why}]`

    expect((await http(line, '{}')).status).toBe(201)
    expect(await refusedOver(http(line, mapped))).toBe(words('No method response exists for method.'))
    await gateway.send(new PutMethodResponseCommand({ ...at, statusCode: '200' }))
    expect(await refusedOver(http(line, mapped))).toBe(
      words('Invalid mapping expression parameter specified: method.response.header.X-A'),
    )
  })

  it('C91 does not change what a method response does not have', async () => {
    const { gateway, resource, method } = await building()
    const at = { ...(await method(await resource('/', 'items'))), statusCode: '200' }
    await gateway.send(new PutMethodResponseCommand(at))
    const patch = (op: 'remove' | 'replace', path: string) =>
      gateway.send(new UpdateMethodResponseCommand({ ...at, patchOperations: [{ op, path, value: 'true' }] }))

    for (const op of ['remove', 'replace'] as const) {
      expect(await refused(patch(op, '/responseParameters/method.response.header.X'))).toBe(
        '404 NotFoundException: Invalid parameter name specified',
      )
      expect(await refused(patch(op, '/responseModels/application~1json'))).toBe(
        '404 NotFoundException: Content-Type specified was not found',
      )
    }
  })

  it('C92 takes an authorizer for an unknown API for a change by somebody else', async () => {
    const { http } = await running()
    const body = JSON.stringify({ name: 'a', type: 'REQUEST' })

    expect(await refusedOver(http('POST /restapis/nope/authorizers', body))).toBe(
      '409 ConflictException: Unable to complete operation due to concurrent modification. Please try again later.',
    )
  })
})
