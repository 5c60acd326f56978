import { createServer } from 'node:net'
import {
  CreateDeploymentCommand,
  GetResourcesCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  UpdateIntegrationResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it, onTestFinished } from 'vitest'
import { message, raw, statusOf } from '../../support/raw.js'
import { API, refused, running } from '../../support/sandbox.js'

/** A sandbox whose `POST /pets` has an integration that can be put. */
async function puttable() {
  const run = await running()
  const { items = [] } = await run.gateway.send(new GetResourcesCommand({ restApiId: API }))
  const resourceId = items.find(({ path }) => path === '/pets/{id}')?.id ?? ''
  const method = { restApiId: API, resourceId, httpMethod: 'POST' }
  await run.gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))
  const put = (integration: Partial<PutIntegrationCommandInput>) =>
    run.gateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK', ...integration }))
  const call = async () => {
    await run.gateway.send(new CreateDeploymentCommand({ restApiId: API, stageName: 'prod' }))
    const line = `POST /restapis/${API}/prod/_user_request_/pets/1`
    return raw(run.sandbox.url, message(line, ['Host: localhost']))
  }
  return { ...run, method, put, call }
}

/** A backend that answers these bytes to everything, and closes the connection. */
async function backend(text: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.from(text, 'latin1')))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => void server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
}

const NO_HEADERS = ['a\r\nX-Evil: 1', 'a\nb', 'a\0b', '☃']

describe('integrations that say what HTTP cannot carry', () => {
  it.each(['99', '0', 'abc', '600', '1000'])('A86 a response of status %s is refused', async (statusCode) => {
    const { gateway, method, put } = await puttable()
    await put({})

    const putting = gateway.send(new PutIntegrationResponseCommand({ ...method, statusCode }))

    expect(await refused(putting)).toContain('Member must satisfy regular expression pattern: [1-5]\\d\\d')
  })

  it.each(NO_HEADERS)('A86 a template for the content type %j is refused', async (type) => {
    const { gateway, method, put } = await puttable()
    await put({})
    const templates = { [type]: '{}' }
    const message = `400 BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: ${JSON.stringify(type)}]`
    const response = { ...method, statusCode: '200' }
    await gateway.send(new PutIntegrationResponseCommand(response))

    for (const command of [
      put({ requestTemplates: templates }),
      gateway.send(new PutIntegrationResponseCommand({ ...response, responseTemplates: templates })),
      gateway.send(
        new UpdateIntegrationResponseCommand({
          ...response,
          patchOperations: [{ op: 'add', path: `/responseTemplates/${type.replaceAll('/', '~1')}`, value: '' }],
        }),
      ),
      gateway.send(
        new PutGatewayResponseCommand({
          restApiId: API,
          responseType: 'DEFAULT_4XX',
          responseTemplates: templates,
        }),
      ),
    ]) {
      expect(await refused(command)).toBe(message)
    }
  })

  it.each(['100', '101'])('A86 a mock of status %s ends in a 500, not in a wait without end', async (status) => {
    const { gateway, method, put, call } = await puttable()
    await put({ requestTemplates: { 'application/json': `{"statusCode": ${status}}` } })
    await gateway.send(new PutIntegrationResponseCommand({ ...method, statusCode: status }))

    expect(statusOf(await call())).toBe('500')
  })

  it.each([
    'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n',
    'HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n',
    'HTTP/1.1 1000 Odd\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX-A: a\x01b\r\nContent-Length: 0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX A: b\r\nContent-Length: 0\r\n\r\n',
    'words',
    '',
  ])('A87 a backend that answers %j is one that cannot be reached', async (text) => {
    const { put, call, http } = await puttable()
    await put({ type: 'HTTP_PROXY', integrationHttpMethod: 'GET', uri: await backend(text) })

    const answer = await call()

    expect(statusOf(answer)).toBe('504')
    expect(answer).toContain('Network error communicating with endpoint')
    expect((await http('GET /_sandbox/health')).status).toBe(200)
  })

  it('A88 a header that a backend names in Connection reaches the client', async () => {
    const { put, call } = await puttable()
    const uri = await backend('HTTP/1.1 200 OK\r\nConnection: X-Secret\r\nX-Secret: 1\r\nContent-Length: 0\r\n\r\n')
    await put({ type: 'HTTP_PROXY', integrationHttpMethod: 'GET', uri })

    const answer = await call()

    expect(answer).toContain('\r\nX-Secret: 1\r\n')
    expect(answer).toContain('\r\nx-amzn-Remapped-Connection: X-Secret\r\n')
  })
})
