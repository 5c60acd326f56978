import {
  DeleteIntegrationCommand,
  GetIntegrationCommand,
  type PatchOperation,
  UpdateIntegrationCommand,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { building, integrationOf } from '../../support/building.js'
import { refused, refusedOver, replace } from '../../support/sandbox.js'

const INVALID_KEY = '400 BadRequestException: Invalid cache key parameter specified'
const DECLARED = { 'method.request.path.id': true, 'method.request.querystring.q': false }
const BODY = { 'integration.request.header.Body': 'method.request.body' }

/** A method that declares `path.id` and `querystring.q`, without an integration yet. */
async function method() {
  const run = await building()
  const of = await run.method(await run.resource('/', 'items'), DECLARED)
  const { gateway } = run
  return {
    ...run,
    of,
    mock: (more: object = {}) => gateway.send(integrationOf(of).mock(more)),
    proxy: (more: object = {}) => gateway.send(integrationOf(of).proxy(more)),
    patch: (...patchOperations: PatchOperation[]) =>
      gateway.send(new UpdateIntegrationCommand({ ...of, patchOperations })),
    keys: async () => (await gateway.send(new GetIntegrationCommand(of))).cacheKeyParameters,
  }
}

describe('integrations', () => {
  it('C20 have the resource as cache namespace and no keys, unless told', async () => {
    const { mock, of } = await method()

    expect(await mock()).toMatchObject({
      type: 'MOCK',
      cacheNamespace: of.resourceId,
      cacheKeyParameters: [],
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29_000,
    })
    expect(await mock({ cacheNamespace: 'shared', cacheKeyParameters: ['method.request.path.id'] })).toMatchObject({
      cacheNamespace: 'shared',
      cacheKeyParameters: ['method.request.path.id'],
    })
  })

  it.each([
    ['method.request.querystring.other'],
    ['integration.request.header.Body'],
    ['method.request.body'],
    ['constructor'],
  ])('C21 take only keys that the method declares or the integration maps, so not %s', async (key) => {
    const { mock, patch, keys } = await method()

    expect(await refused(mock({ cacheKeyParameters: [key] }))).toBe(INVALID_KEY)
    await mock()
    expect(await refused(patch({ op: 'add', path: `/cacheKeyParameters/${key}` }))).toBe(INVALID_KEY)
    expect(await keys()).toEqual([])
  })

  it('C21 take a mapped integration parameter as a key', async () => {
    const { mock } = await method()
    const cacheKeyParameters = Object.keys(BODY)

    expect(await mock({ requestParameters: BODY, cacheKeyParameters })).toMatchObject({ cacheKeyParameters })
  })

  it('C22 refuse multi-value keys', async () => {
    const { mock } = await method()

    expect(await refused(mock({ cacheKeyParameters: ['method.request.multivaluequerystring.versionId'] }))).toBe(
      '400 BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : ' +
        '[Invalid mapping expression specified: method.request.multivaluequerystring.versionId]',
    )
  })

  it('C23 have their keys added and removed one by one, or all at once', async () => {
    const { mock, patch, keys } = await method()
    await mock()

    await patch(
      { op: 'add', path: '/cacheKeyParameters/method.request.path.id', value: '' },
      { op: 'add', path: '/cacheKeyParameters/method.request.querystring.q', value: '' },
      { op: 'add', path: '/cacheKeyParameters/method.request.path.id', value: '' },
    )
    expect(await keys()).toEqual(['method.request.path.id', 'method.request.querystring.q'])
    await patch({ op: 'remove', path: '/cacheKeyParameters/method.request.path.id' })
    expect(await keys()).toEqual(['method.request.querystring.q'])
    await patch({ op: 'add', path: '/cacheKeyParameters', value: 'method.request.path.id' })
    expect(await keys()).toEqual(['method.request.querystring.q', 'method.request.path.id'])
    await patch(replace('/cacheKeyParameters', 'method.request.path.id'))
    expect(await keys()).toEqual(['method.request.path.id'])
    await patch({ op: 'remove', path: '/cacheKeyParameters' })
    expect(await keys()).toEqual([])
  })

  it('C24 lose a key when its mapping is replaced or removed', async () => {
    const { mock, patch, keys } = await method()
    const name = 'integration.request.header.Body'
    await mock({ requestParameters: BODY, cacheKeyParameters: [name] })

    await patch(replace(`/requestParameters/${name}`, 'method.request.querystring.q'))
    expect(await keys()).toEqual([])
    await patch({ op: 'add', path: `/cacheKeyParameters/${name}` })
    expect(await keys()).toEqual([name])
    await patch({ op: 'remove', path: `/requestParameters/${name}` })
    expect(await keys()).toEqual([])
  })

  it('C24 have no mapping removed that is not there', async () => {
    const { mock, patch } = await method()
    await mock()

    expect(await refused(patch({ op: 'remove', path: '/requestParameters/integration.request.header.X' }))).toBe(
      '404 NotFoundException: Invalid parameter name specified',
    )
  })

  it('C25 refuse operations that a field does not have, and then change nothing', async () => {
    const { mock, patch, keys } = await method()
    await mock()
    const add = { op: 'add', path: '/cacheKeyParameters/method.request.path.id', value: '' } as const

    for (const op of ['add', 'remove', 'copy', 'move', 'test'] as const) {
      expect(await refused(patch(add, { op, path: '/cacheNamespace', value: 'x' })), op).toMatch(
        /^400 BadRequestException: Invalid patch operation specified. Must be one of: \[replace\]/,
      )
    }
    expect(await refused(patch(add, replace('/requestTemplates', '{}')))).toMatch(/^400 BadRequestException/)
    expect(await keys()).toEqual([])
  })

  it('C28 keep the key of a parameter that the method no longer declares, and refuse to change with it', async () => {
    const { mock, patch, keys, gateway, of } = await method()
    const name = 'method.request.path.id'
    await mock({ cacheKeyParameters: [name] })
    await gateway.send(
      new UpdateMethodCommand({
        ...of,
        patchOperations: [{ op: 'remove', path: `/requestParameters/${name}` }],
      }),
    )

    expect(await keys()).toEqual([name])
    expect(await refused(patch(replace('/timeoutInMillis', '500')))).toBe(INVALID_KEY)
    await patch({ op: 'remove', path: `/cacheKeyParameters/${name}` }, replace('/timeoutInMillis', '500'))
    expect(await keys()).toEqual([])
  })

  it('C28 lose the key of such a parameter with the mapping from it', async () => {
    const { proxy, patch, keys, gateway, of } = await method()
    const [source, target] = ['method.request.path.id', 'integration.request.header.X']
    await proxy({ requestParameters: { [target]: source }, cacheKeyParameters: [source, target] })
    await gateway.send(
      new UpdateMethodCommand({
        ...of,
        patchOperations: [{ op: 'remove', path: `/requestParameters/${source}` }],
      }),
    )

    await patch({ op: 'remove', path: `/requestParameters/${target}` })

    expect(await keys()).toEqual([])
  })

  it('C89 are not made of parameters that the method does not declare', async () => {
    const { proxy, patch } = await method()
    const strange = 'method.request.querystring.strange'
    const refusal =
      '400 BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], ' +
      `errors : [Invalid mapping expression parameter specified: ${strange}]`
    const requestParameters = { 'integration.request.header.X': strange }

    expect(await refused(proxy({ requestParameters }))).toBe(refusal)
    await proxy({ requestParameters: { 'integration.request.header.X': 'method.request.path.id' } })
    expect(
      await refused(patch({ op: 'add', path: '/requestParameters/integration.request.header.Y', value: strange })),
    ).toBe(refusal)
    await patch({
      op: 'add',
      path: '/requestParameters/integration.request.header.Y',
      value: "'text'",
    })
  })

  it('C86 keep what the data plane does not heed', async () => {
    const { proxy, mock, patch } = await method()
    const given = {
      connectionType: 'VPC_LINK',
      connectionId: 'link',
      contentHandling: 'CONVERT_TO_TEXT',
      tlsConfig: { insecureSkipVerification: true },
    }

    expect(await proxy()).toMatchObject({ connectionType: 'INTERNET' })
    expect(await proxy(given)).toMatchObject(given)
    expect(
      await patch(
        replace('/connectionId', 'other'),
        replace('/contentHandling', 'CONVERT_TO_BINARY'),
        replace('/tlsConfig/insecureSkipVerification', 'false'),
      ),
    ).toMatchObject({
      connectionId: 'other',
      contentHandling: 'CONVERT_TO_BINARY',
      tlsConfig: { insecureSkipVerification: false },
    })
    const mocked = await mock({ uri: 'http://127.0.0.1/', integrationHttpMethod: 'POST' })
    expect(mocked).not.toHaveProperty('httpMethod')
    expect(mocked).not.toHaveProperty('uri')
    expect(mocked).not.toHaveProperty('connectionType')
  })

  it.each([
    ['AWS', 'arn:aws:iam::000000000000:role/r', 'AWS ARN for integration must contain path or action'],
    [
      'AWS_PROXY',
      'arn:aws:apigateway:us-east-1:s3:path/bucket/key',
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    ],
  ])('C26 of type %s do not call %s', async (type, uri, words) => {
    const { proxy } = await method()

    expect(await refused(proxy({ type, uri, integrationHttpMethod: 'POST' }))).toBe(`400 BadRequestException: ${words}`)
  })

  it('C25 change their other fields by patch', async () => {
    const { proxy, patch } = await method()
    await proxy()

    expect(
      await patch(
        replace('/uri', 'http://127.0.0.1:8/x'),
        replace('/httpMethod', 'POST'),
        replace('/timeoutInMillis', '500'),
        replace('/cacheNamespace', 'shared'),
        replace('/passthroughBehavior', 'NEVER'),
        replace('/responseTransferMode', 'STREAM'),
        { op: 'add', path: '/requestTemplates/application~1json', value: '{}' },
        { op: 'add', path: '/requestParameters/integration.request.header.X', value: "'y'" },
      ),
    ).toMatchObject({
      uri: 'http://127.0.0.1:8/x',
      httpMethod: 'POST',
      timeoutInMillis: 500,
      cacheNamespace: 'shared',
      passthroughBehavior: 'NEVER',
      requestTemplates: { 'application/json': '{}' },
      requestParameters: { 'integration.request.header.X': "'y'" },
      responseTransferMode: 'STREAM',
    })
  })

  it.each([
    [{ uri: 'ftp://x/' }, 'Invalid HTTP endpoint specified for URI'],
    [{ integrationHttpMethod: undefined }, 'Enumeration value for HttpMethod must be non-empty'],
    [{ timeoutInMillis: 49 }, 'Timeout should be between 50 ms and 29000 ms'],
    [{ timeoutInMillis: 29_001 }, 'Timeout should be between 50 ms and 29000 ms'],
    [{ type: 'AWS_PROXY' }, 'Invalid ARN specified in the request'],
    [
      { type: 'HTTP', responseTransferMode: 'STREAM' },
      'ResponseTransferMode STREAM is only supported for proxy integrations',
    ],
    [{ passthroughBehavior: 'SOMETIMES' }, 'Invalid passthrough behavior specified'],
  ])('C26 refuse %j', async (more, message) => {
    const { proxy } = await method()

    expect(await refused(proxy(more))).toBe(`400 BadRequestException: ${message}`)
  })

  it('C26 refuse a type that there is not', async () => {
    const { http, of } = await method()
    const path = `/restapis/${of.restApiId}/resources/${of.resourceId}/methods/GET/integration`

    expect(await refusedOver(http(`PUT ${path}`, '{"type":"CARRIER_PIGEON"}'))).toBe(
      "400 ValidationException: 1 validation error detected: Value 'CARRIER_PIGEON' at 'putIntegrationInput.type' failed " +
        'to satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]',
    )
    expect(await refusedOver(http(`PUT ${path}`, '{}'))).toContain('400 ValidationException')
  })

  it('C27 are deleted with 204', async () => {
    const { mock, gateway, of } = await method()
    await mock()

    expect((await gateway.send(new DeleteIntegrationCommand(of))).$metadata.httpStatusCode).toBe(204)
    expect(await refused(gateway.send(new GetIntegrationCommand(of)))).toBe(
      '404 NotFoundException: Invalid Integration identifier specified',
    )
  })
})
