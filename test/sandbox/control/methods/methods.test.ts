import {
  DeleteIntegrationResponseCommand,
  DeleteMethodCommand,
  DeleteMethodResponseCommand,
  GetIntegrationResponseCommand,
  GetMethodCommand,
  GetMethodResponseCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateIntegrationResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { building, integrationOf } from '../../support/building.js'
import { refused, replace } from '../../support/sandbox.js'

const MAPPING = (expression: string) =>
  '400 BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : ' +
  `[Invalid mapping expression specified: ${expression}]`

describe('methods', () => {
  it('C16 exist once a verb, of the eight that there are', async () => {
    const { resource, method, gateway } = await building()
    const id = await resource('/', 'items')
    const of = await method(id)

    expect(await refused(method(id))).toBe('409 ConflictException: Method already exists for this resource')
    expect(await refused(method(id, {}, 'FETCH'))).toBe(
      '400 BadRequestException: Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
    )
    expect((await gateway.send(new DeleteMethodCommand(of))).$metadata.httpStatusCode).toBe(204)
    expect(await refused(gateway.send(new GetMethodCommand(of)))).toBe(
      '404 NotFoundException: Invalid Method identifier specified',
    )
  })

  it('C16 know four kinds of authorisation', async () => {
    const { resource, gateway } = await building()
    const of = { restApiId: 'a1b2c3d4e5', resourceId: await resource('/', 'items'), httpMethod: 'GET' }

    expect(await refused(gateway.send(new PutMethodCommand({ ...of, authorizationType: 'MAGIC' })))).toContain(
      '400 BadRequestException',
    )
    expect(
      await gateway.send(new PutMethodCommand({ ...of, authorizationType: 'AWS_IAM', authorizerId: 'ignored' })),
    ).not.toHaveProperty('authorizerId')
  })

  it.each([
    'method.request.body',
    'method.request.multivaluequerystring.versionId',
    'querystring.type',
    'method.request.path.',
  ])('C17 cannot declare %s as a parameter', async (name) => {
    const { resource, method, gateway } = await building()
    const id = await resource('/', 'items')

    expect(await refused(method(id, { [name]: false }))).toBe(MAPPING(name))
    const of = await method(id)
    const patchOperations = [{ op: 'add' as const, path: `/requestParameters/${name}`, value: 'false' }]
    expect(await refused(gateway.send(new UpdateMethodCommand({ ...of, patchOperations })))).toBe(MAPPING(name))
  })

  it.each(['page[size]', 'filter[a.b]', 'ümlaut', 'a/b'])('C17 cannot declare the name %s', async (name) => {
    const { resource, method, gateway } = await building()
    const id = await resource('/', 'items')
    const says =
      '400 BadRequestException: Parameter name should match the following regular expression: ^[a-zA-Z0-9:._$-]+$'

    expect(await refused(method(id, { [`method.request.querystring.${name}`]: false }))).toContain(says)
    const of = await method(id)
    const path = `/requestParameters/method.request.querystring.${name.replace('/', '~1')}`
    const patchOperations = [{ op: 'add' as const, path, value: 'false' }]
    expect(await refused(gateway.send(new UpdateMethodCommand({ ...of, patchOperations })))).toContain(says)
  })

  it('C18 declare and drop parameters by patch', async () => {
    const { resource, method, gateway } = await building()
    const of = await method(await resource('/', 'items'), { 'method.request.header.gone': true })
    const update = (op: 'add' | 'remove' | 'replace', name: string, value?: string) =>
      gateway.send(
        new UpdateMethodCommand({
          ...of,
          patchOperations: [{ op, path: `/requestParameters/${name}`, ...(value === undefined ? {} : { value }) }],
        }),
      )

    await update('add', 'method.request.querystring.q', 'true')
    await update('replace', 'method.request.querystring.q', 'false')
    await update('add', 'method.request.header.a:b')
    await update('remove', 'method.request.header.gone')

    const { requestParameters } = await gateway.send(new GetMethodCommand(of))
    expect(requestParameters).toEqual({
      'method.request.querystring.q': false,
      'method.request.header.a:b': false,
    })
    expect(await refused(update('remove', 'method.request.header.gone'))).toContain('404 NotFoundException')
  })

  it('C18 change their other fields by patch', async () => {
    const { resource, method, gateway } = await building()
    const of = await method(await resource('/', 'items'))
    const patchOperations = [
      replace('/authorizationType', 'AWS_IAM'),
      replace('/apiKeyRequired', 'true'),
      replace('/operationName', 'list'),
    ]

    expect(await gateway.send(new UpdateMethodCommand({ ...of, patchOperations }))).toMatchObject({
      authorizationType: 'AWS_IAM',
      apiKeyRequired: true,
      operationName: 'list',
    })
  })

  it('C19 have responses', async () => {
    const { resource, method, gateway } = await building()
    const of = { ...(await method(await resource('/', 'items'))), statusCode: '200' }
    const allow = 'method.response.header.Access-Control-Allow-Origin'
    const put = () => gateway.send(new PutMethodResponseCommand({ ...of, responseParameters: { [allow]: true } }))

    await put()
    expect(await refused(put())).toContain('409 ConflictException')
    const updated = await gateway.send(
      new UpdateMethodResponseCommand({
        ...of,
        patchOperations: [
          { op: 'add', path: '/responseParameters/method.response.header.X', value: 'false' },
          { op: 'remove', path: `/responseParameters/${allow}` },
          { op: 'add', path: '/responseModels/application~1json', value: 'Empty' },
        ],
      }),
    )

    expect(updated.$metadata.httpStatusCode).toBe(201)
    expect(await gateway.send(new GetMethodResponseCommand(of))).toMatchObject({
      responseParameters: { 'method.response.header.X': false },
      responseModels: { 'application/json': 'Empty' },
    })
    expect((await gateway.send(new DeleteMethodResponseCommand(of))).$metadata.httpStatusCode).toBe(204)
    expect(await refused(gateway.send(new GetMethodResponseCommand(of)))).toBe(
      '404 NotFoundException: Invalid Response status code specified',
    )
  })

  it('C19 have integration responses', async () => {
    const { resource, method, gateway } = await building()
    const at = await method(await resource('/', 'items'))
    const of = { ...at, statusCode: '404' }
    await gateway.send(integrationOf(at).mock())
    await gateway.send(
      new PutMethodResponseCommand({ ...of, responseParameters: { 'method.response.header.X': false } }),
    )

    await gateway.send(
      new PutIntegrationResponseCommand({
        ...of,
        selectionPattern: '4\\d\\d',
        responseTemplates: { 'text/plain': 'a' },
      }),
    )
    await gateway.send(
      new UpdateIntegrationResponseCommand({
        ...of,
        patchOperations: [
          replace('/selectionPattern', '404'),
          { op: 'add', path: '/responseTemplates/application~1json', value: '{}' },
          { op: 'remove', path: '/responseTemplates/text~1plain' },
          { op: 'add', path: '/responseParameters/method.response.header.X', value: "'y'" },
        ],
      }),
    )

    expect(await gateway.send(new GetIntegrationResponseCommand(of))).toMatchObject({
      selectionPattern: '404',
      responseTemplates: { 'application/json': '{}' },
      responseParameters: { 'method.response.header.X': "'y'" },
    })
    expect((await gateway.send(new DeleteIntegrationResponseCommand(of))).$metadata.httpStatusCode).toBe(204)
    expect(await refused(gateway.send(new GetIntegrationResponseCommand(of)))).toContain('404 NotFoundException')
  })
})
