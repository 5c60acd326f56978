import {
  CreateApiKeyCommand,
  CreateRequestValidatorCommand,
  CreateUsagePlanCommand,
  GetUsagePlanKeysCommand,
  PutIntegrationCommand,
  UpdateApiKeyCommand,
  UpdateRequestValidatorCommand,
  UpdateResourceCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { building } from '../support/building.js'
import { API, patching, refused, refusedOver, replace, running } from '../support/sandbox.js'

const VARIABLE = '$' + '{stageVariables.function}'

describe('refusals in the words of the service', () => {
  it('C15 the root keeps its place, and a new parent has to be there', async () => {
    const { gateway, resources } = await building()
    const patched = (resourceId: string | undefined, path: string) =>
      refused(
        gateway.send(
          new UpdateResourceCommand({ restApiId: API, resourceId, patchOperations: [replace(path, 'nope')] }),
        ),
      )
    const paths = await resources()

    expect(await patched(paths.get('/'), '/pathPart')).toBe(
      '400 BadRequestException: Root resource cannot update its pathPart.',
    )
    expect(await patched(paths.get('/'), '/parentId')).toBe(
      '400 BadRequestException: Root resource cannot update its parentId.',
    )
    expect(await patched(paths.get('/pets'), '/parentId')).toBe(
      '404 NotFoundException: Invalid Resource identifier specified',
    )
    expect(await patched(paths.get('/pets'), '/path')).toBe(
      "400 BadRequestException: Invalid patch path  '/path' specified for op 'replace'. Must be one of: [/parentId, /pathPart]",
    )
  })

  it('C84 C87 a request validator keeps a name', async () => {
    const { gateway } = await running()
    const of = { restApiId: API }
    const { id: requestValidatorId } = await gateway.send(new CreateRequestValidatorCommand({ ...of, name: 'v' }))
    const patched = (operation: object) =>
      refused(
        gateway.send(new UpdateRequestValidatorCommand({ ...of, requestValidatorId, patchOperations: [operation] })),
      )

    expect(await patched({ op: 'replace', path: '/name' })).toBe(
      '400 BadRequestException: Request Validator name cannot be blank',
    )
    expect(await patched(replace('/nothing', 'x'))).toContain(
      'Must be one of: [/name, /validateRequestParameters, /validateRequestBody]',
    )
  })

  it.each([
    ['lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations', true],
    [`lambda:path/2015-03-31/functions/${VARIABLE}/invocations`, true],
    ['firehose:action/PutRecord', true],
    ['lambda:path/other/arn:aws:lambda:us-east-1:000000000000:function:f/invocations', false],
    ['firehose:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations', false],
    ['sqs:action/SendMessage', false],
  ])('C26 AWS_PROXY calls functions and streams only: %s', async (target, taken) => {
    const { gateway, resource, method } = await building()
    const of = await method(await resource('/', 'items'))
    const put = gateway.send(
      new PutIntegrationCommand({
        ...of,
        type: 'AWS_PROXY',
        integrationHttpMethod: 'POST',
        uri: `arn:aws:apigateway:us-east-1:${target}`,
      }),
    )

    if (taken) expect(await put).toMatchObject({ type: 'AWS_PROXY' })
    else {
      expect(await refused(put)).toBe(
        "400 BadRequestException: Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
      )
    }
  })

  it('C88 the type of an integration is looked at before its method is', async () => {
    const { http } = await running()
    const line = `PUT /restapis/${API}/resources/nope/methods/GET/integration`

    expect(await refusedOver(http(line, '{"type":"HTTPS_PROXY"}'))).toMatch(
      /^400 ValidationException: 1 validation error detected: Value 'HTTPS_PROXY' at 'putIntegrationInput.type' failed/,
    )
  })

  it('A86 a content type of a template is a type', async () => {
    const { gateway, resource, method } = await building()
    const of = await method(await resource('/', 'items'))

    expect(
      await refused(gateway.send(new PutIntegrationCommand({ ...of, type: 'MOCK', requestTemplates: { 123: '{}' } }))),
    ).toBe('400 BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: 123]')
  })

  it('C37 the access log has two fields, which are not set to nothing', async () => {
    const { patch } = await patching()
    const paths = '[/accessLogSettings/destinationArn, /accessLogSettings/format]'

    for (const op of ['add', 'replace'] as const) {
      for (const path of ['/accessLogSettings', '/accessLogSettings/*', '/accessLogSettings/other']) {
        expect(await refused(patch({ op, path, value: 'x' }))).toBe(
          `400 BadRequestException: Invalid accessLogSettings path. Must be one of : ${paths}`,
        )
      }
      expect(await refused(patch({ op, path: '/accessLogSettings/format', value: '' }))).toBe(
        '400 BadRequestException: Access Log value must not be empty',
      )
    }
  })
})

describe('refusals of keys and plans', () => {
  it('C101 an empty name or value of a key is none, and long ones are refused', async () => {
    const { gateway } = await running()
    const create = (input: object) => gateway.send(new CreateApiKeyCommand(input))

    const key = await create({ name: '', value: '' })
    expect([key.name, key.value?.length]).toEqual([undefined, 40])
    expect(await refused(create({ name: 'a'.repeat(1025) }))).toBe(
      '400 BadRequestException: Invalid API Key name, can be at most 1024 characters.',
    )
    const patched = (operation: object) =>
      refused(gateway.send(new UpdateApiKeyCommand({ apiKey: key.id, patchOperations: [operation] })))
    const tooLong = '400 BadRequestException: Invalid API Key description specified.'
    expect(await refused(create({ description: 'a'.repeat(125_001) }))).toBe(tooLong)
    expect(await patched(replace('/description', 'a'.repeat(125_001)))).toBe(tooLong)
    expect(await patched(replace('/id', 'x'))).toBe(
      "400 BadRequestException: Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description, /enabled, /name, /customerId]",
    )
  })

  it('C102 a plan that there is not has no keys, and a stage that a plan has not cannot be taken out', async () => {
    const { gateway } = await running()
    const { id: usagePlanId } = await gateway.send(new CreateUsagePlanCommand({ name: 'p' }))
    const removed = (value?: string) =>
      refused(
        gateway.send(
          new UpdateUsagePlanCommand({
            usagePlanId,
            patchOperations: [{ op: 'remove', path: '/apiStages', value }],
          }),
        ),
      )

    expect((await gateway.send(new GetUsagePlanKeysCommand({ usagePlanId: 'nope' }))).items).toEqual([])
    for (const value of [undefined, 'nope']) {
      expect(await removed(value)).toBe('400 BadRequestException: Invalid API Stage specified')
    }
    expect(await removed(`${API}:prod`)).toBe(
      `404 NotFoundException: Invalid API Stage {api: ${API}, stage: prod} specified for usageplan ${usagePlanId}`,
    )
  })
})
