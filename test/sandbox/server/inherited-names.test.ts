import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  GetResourcesCommand,
  GetStageCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import type { LambdaProxyEvent } from '../../../src/sandbox/index.js'
import { lambdaUri } from '../../../src/sandbox/world/lambda.js'
import { message, raw, statusOf } from '../support/raw.js'
import { API, PROD, refused, replace, running } from '../support/sandbox.js'

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty']
const ACCOUNT = { accountId: '000000000000', region: 'us-east-1' }

describe('names that every object inherits', () => {
  it.each(NAMES)('A89 are names like others: %s in a template, a header and a content type', async (name) => {
    const { sandbox, gateway } = await running()
    const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId: API }))
    const resourceId = items.find(({ path }) => path === '/pets/{id}')?.id ?? ''
    const method = { restApiId: API, resourceId, httpMethod: 'POST' }
    await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))
    await gateway.send(
      new PutIntegrationCommand({
        ...method,
        type: 'MOCK',
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
      }),
    )
    const template = `[$stageVariables.${name}][$input.params('${name}')]`
    const responseTemplates = { 'application/json': template }
    await gateway.send(new PutIntegrationResponseCommand({ ...method, statusCode: '200', responseTemplates }))
    await gateway.send(new CreateDeploymentCommand({ restApiId: API, stageName: 'prod' }))
    const path = `/restapis/${API}/prod/_user_request_/pets/1`
    const ask = (headers: readonly string[], query = '') =>
      raw(sandbox.url, message(`POST ${path}${query}`, ['Host: localhost', ...headers]))

    expect(await ask([])).toMatch(/\[\]\[\]$/)
    expect(await ask([`${name}: sent`])).toMatch(/\[\]\[sent\]$/)
    expect(await ask([], `?${name}=asked`)).toMatch(/\[\]\[asked\]$/)
    expect(statusOf(await ask([`Content-Type: ${name}`]))).not.toBe('200')

    await gateway.send(new UpdateStageCommand({ ...PROD, patchOperations: [replace(`/variables/${name}`, 'kept')] }))
    expect(await ask([])).toMatch(/\[kept\]\[\]$/)
    const { variables = {} } = await gateway.send(new GetStageCommand(PROD))
    expect(Object.entries(variables)).toEqual([[name, 'kept']])
  })

  it.each(NAMES)('A89 are names like others: %s in a path, for a function', async (name) => {
    const events: LambdaProxyEvent[] = []
    const handlers = {
      echo: (event: LambdaProxyEvent) => {
        events.push(event)
        return { statusCode: 200 }
      },
    }
    const { sandbox, gateway } = await running({ handlers })
    const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId: API }))
    const parentId = items.find(({ path }) => path === '/')?.id
    const { id: resourceId } = await gateway.send(
      new CreateResourceCommand({ restApiId: API, parentId, pathPart: `{${name}}` }),
    )
    const method = { restApiId: API, resourceId, httpMethod: 'GET' }
    await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))
    const uri = lambdaUri(ACCOUNT, 'echo')
    await gateway.send(new PutIntegrationCommand({ ...method, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }))
    await gateway.send(new CreateDeploymentCommand({ restApiId: API, stageName: 'prod' }))

    const line = `GET /restapis/${API}/prod/_user_request_/${name}?${name}=q`
    expect(statusOf(await raw(sandbox.url, message(line, ['Host: localhost', `${name}: h`])))).toBe('200')

    const [event] = events
    expect(Object.entries(event?.pathParameters ?? {})).toEqual([[name, name]])
    expect(Object.entries(event?.queryStringParameters ?? {})).toEqual([[name, 'q']])
    expect(Object.entries(event?.headers ?? {})).toContainEqual([name, 'h'])
  })

  it.each(NAMES)('A89 are names of nothing that there is: %s', async (name) => {
    const { gateway, http, sandbox } = await running()

    expect(await refused(gateway.send(new GetStageCommand({ ...PROD, stageName: name })))).toContain('404')
    for (const path of [name, `restapis/${name}`, `apikeys/${name}`, `usageplans/${name}`, `tags/${name}`]) {
      expect((await http(`GET /${path}`)).status, path).toBeGreaterThanOrEqual(400)
      expect((await http(`GET /${path}`)).status, path).toBeLessThan(500)
    }
    expect((await http('POST /_sandbox/faults', `{"${name}": 1}`)).status).toBe(400)
    expect((await http(`POST /_sandbox/${name}`)).status).toBe(404)
    expect(
      statusOf(await raw(sandbox.url, message(`GET /restapis/${API}/${name}/_user_request_/`, ['Host: localhost']))),
    ).toBe('403')
  })
})
