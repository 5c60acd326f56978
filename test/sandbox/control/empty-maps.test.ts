import {
  GetMethodCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { building } from '../support/building.js'
import { API } from '../support/sandbox.js'

it('C200 maps that were put empty are shown, others that have nothing are not', async () => {
  const { gateway, resource } = await building()
  const of = { restApiId: API, resourceId: await resource('/', 'items'), httpMethod: 'GET' }
  const of200 = { ...of, statusCode: '200' }
  const maps = (...names: string[]) => Object.fromEntries(names.map((name) => [name, {}]))
  await gateway.send(new PutMethodCommand({ ...of, authorizationType: 'NONE', ...maps('requestModels') }))
  await gateway.send(new PutMethodResponseCommand({ ...of200, ...maps('responseParameters') }))
  await gateway.send(new PutIntegrationCommand({ ...of, type: 'MOCK', ...maps('requestParameters') }))
  await gateway.send(new PutIntegrationResponseCommand({ ...of200, ...maps('responseTemplates') }))

  const { $metadata: _, methodIntegration, ...method } = await gateway.send(new GetMethodCommand(of))
  const named = (value: unknown) => Object.keys(value ?? {}).filter((name) => /Models|Param|Templ/.test(name))
  expect(named(method)).toEqual(['requestModels'])
  expect(method.requestModels).toEqual({})
  expect(method.methodResponses).toEqual({ 200: { statusCode: '200', responseParameters: {} } })
  expect(named(methodIntegration)).toEqual(['requestParameters', 'cacheKeyParameters'])
  expect(methodIntegration?.integrationResponses).toEqual({
    200: { statusCode: '200', responseTemplates: {} },
  })

  const path = '/requestModels/application~1json'
  const patchOperations = [{ op: 'add' as const, path, value: 'Empty' }]
  expect(await gateway.send(new UpdateMethodCommand({ ...of, patchOperations }))).toMatchObject({
    requestModels: { 'application/json': 'Empty' },
  })
})

it.each([[null], ['']])('C200 an empty response template is no template: %j', async (template) => {
  const { resource, method, gateway, http } = await building()
  const of = await method(await resource('/', 'items'))
  await gateway.send(new PutIntegrationCommand({ ...of, type: 'MOCK' }))
  const path = `/restapis/${API}/resources/${of.resourceId}/methods/GET/integration/responses/200`
  const put = await http(`PUT ${path}`, JSON.stringify({ responseTemplates: { 'application/json': template } }))

  expect(put.status).toBe(201)
  expect(await put.json()).toEqual({ statusCode: '200', responseTemplates: { 'application/json': null } })
})
