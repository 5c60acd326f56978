import {
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  DeleteDomainNameCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { createDataPlane } from '../../../src/sandbox/data/data-plane.js'
import type { Handler } from '../../../src/sandbox/world/lambda.js'
import { buildRequest, gateway } from '../support/gateway.js'
import { message, raw, statusOf } from '../support/raw.js'
import { API, replace, running } from '../support/sandbox.js'

it('D121 serves a custom domain name through its base path mappings', async () => {
  const { sandbox, gateway } = await running()
  const of = { domainName: 'api.example.com' }
  const map = (basePath: string, stage?: string) =>
    gateway.send(new CreateBasePathMappingCommand({ ...of, basePath, restApiId: API, ...(stage ? { stage } : {}) }))
  const ask = async (path: string, host = of.domainName) => {
    const answer = await raw(sandbox.url, message(`GET ${path}`, [`Host: ${host}`]))
    return `${statusOf(answer)} ${answer.split('\r\n\r\n')[1]}`
  }
  expect(await ask('/pets/1')).toContain('403 {"message":"the host')

  await gateway.send(
    new CreateDomainNameCommand({
      ...of,
      regionalCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/c',
      endpointConfiguration: { types: ['REGIONAL'] },
    }),
  )
  expect(await ask('/pets/1')).toBe('403 {"message":"Forbidden"}')
  await map('v1', 'prod')
  await map('any')
  expect(await ask('/v1/pets/1', 'API.example.com:8080')).toBe('200 {}')
  expect(await ask('/any/prod/pets/1')).toBe('200 {}')
  expect(await ask('/v10/pets/1')).toBe('403 {"message":"Forbidden"}')
  expect(await ask('/any/dev/pets/1')).toBe('403 {"message":"Forbidden"}')
  await map('', 'prod')
  expect(await ask('/pets/1')).toBe('200 {}')
  expect(await ask('/v1')).toBe('403 {"message":"Missing Authentication Token"}')

  await gateway.send(
    new UpdateRestApiCommand({
      restApiId: API,
      patchOperations: [replace('/disableExecuteApiEndpoint', 'true')],
    }),
  )
  expect(await ask('/v1/pets/1')).toBe('200 {}')
  await gateway.send(new DeleteDomainNameCommand(of))
  expect(await ask('/v1/pets/1')).toContain('403 {"message":"the host')
})

it('D121 shows functions and $context.path the base path, and no stage', async () => {
  const echo: Handler = (event) => ({
    statusCode: 200,
    body: `${event.path} ${event.requestContext.path} ${event.requestContext.stage}`,
  })
  const plane = gateway({ 'GET /pets': { handler: 'echo' } }, { handlers: { echo } })
  const served = async (basePath?: string) => {
    const request = buildRequest('/pets')
    const target = { apiId: plane.api.id, stage: 'prod', rawPath: '/pets' }
    const { body } = await createDataPlane(plane.world).serve(request, {
      ...target,
      ...(basePath === undefined ? {} : { basePath }),
    })
    return body.toString()
  }

  expect(await served('/v1')).toBe('/v1/pets /v1/pets prod')
  expect(await served('')).toBe('/pets /pets prod')
  expect(await served()).toBe('/pets /prod/pets prod')
})
