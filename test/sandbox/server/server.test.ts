import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { startSandbox } from '../../../src/sandbox/index.js'
import { origin } from '../support/origin.js'
import { API, connection, PETS, refusedOver, running, SIGNED } from '../support/sandbox.js'

const JSON_10 = { ...SIGNED, 'content-type': 'application/x-amz-json-1.0' }

describe('the server', () => {
  it('A1 tells the services on its port apart by path, host, credential scope, target and version', async () => {
    const { sandbox, http } = await running()
    const scoped = (service: string) => ({
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, Signature=x`,
    })

    await http('GET /restapis')
    await http(`GET /restapis/${API}/prod/_user_request_/pets/1`)
    await http('POST /', 'Action=GetCallerIdentity&Version=2011-06-15', scoped('sts'))
    await http('POST /', '{}', {
      ...JSON_10,
      ...scoped('monitoring'),
      'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics',
    })
    await http('POST /', '{}', { ...JSON_10, 'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics' })
    await http('POST /', 'Action=GetCallerIdentity&Version=2011-06-15')
    await http('POST /', 'Action=ListMetrics&Version=2010-08-01')
    await http('POST /service/GraniteServiceVersion20100801/operation/ListMetrics', '')

    expect(sandbox.requests().map(({ service, operation }) => `${service} ${operation ?? ''}`)).toEqual([
      'apigateway GetRestApis',
      'execute-api ',
      'sts GetCallerIdentity',
      'monitoring ListMetrics',
      'monitoring ListMetrics',
      'sts GetCallerIdentity',
      'monitoring ListMetrics',
      'monitoring ListMetrics',
    ])
  })

  it('A1 takes a form without a version that it knows for the control plane, unless the scope says more', async () => {
    const { sandbox, http } = await running()
    const forms = [
      'Action=ListMetrics',
      'Action=ListMetrics&Version=',
      'Action=ListMetrics&Version=2010-08-02',
      'Action=GetCallerIdentity',
      'Action=GetCallerIdentity&Version=2011-06-16',
    ]

    for (const form of forms) {
      expect(await refusedOver(http('POST /', form)), form).toBe(
        '403 MissingAuthenticationTokenException: Missing Authentication Token',
      )
    }
    for (const [service, action] of [
      ['monitoring', 'ListMetrics'],
      ['sts', 'GetCallerIdentity'],
    ]) {
      const authorization = SIGNED.authorization.replace('/apigateway/', `/${service}/`)
      expect((await http('POST /', `Action=${action}`, { authorization })).status, service).toBe(200)
    }

    expect(sandbox.requests().map(({ service }) => service)).toEqual([
      ...forms.map(() => 'apigateway'),
      'monitoring',
      'sts',
    ])
  })

  it('A2 dates every answer from its own clock', async () => {
    const { http, clock } = await running()
    clock.advance(86_400_000)

    for (const path of ['/restapis', '/nowhere', '/_sandbox/health', `/restapis/${API}/prod/_user_request_/pets/1`]) {
      const { headers } = await http(`GET ${path}`)
      expect(headers.get('date'), path).toBe('Fri, 02 Jan 2026 00:00:00 GMT')
    }
  })

  it('A3 gives every answer of a service its own request id', async () => {
    const { http } = await running()
    const ids: (string | null)[] = []

    for (const line of ['GET /restapis', 'GET /nowhere', `GET /restapis/${API}/prod/_user_request_/pets/1`]) {
      ids.push((await http(line)).headers.get('x-amzn-requestid'))
    }
    ids.push((await http('POST /', 'Action=GetCallerIdentity&Version=2011-06-15')).headers.get('x-amzn-requestid'))

    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(ids).size).toBe(4)
  })

  it.each([
    ['the control plane', 'GET /restapis', undefined, {}],
    ['STS', 'POST /', 'Action=GetCallerIdentity&Version=2011-06-15', {}],
    ['CloudWatch', 'POST /', '{}', { 'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics' }],
  ])('A4 refuses an unsigned request to %s', async (_, line, body, headers) => {
    const { http } = await running()

    expect(await refusedOver(http(line, body, headers))).toBe(
      '403 MissingAuthenticationTokenException: Missing Authentication Token',
    )
  })

  it('A5 answers a route that the control plane does not have with Missing Authentication Token', async () => {
    const { http } = await running()

    for (const line of ['GET /nowhere', 'POST /restapis/x/stages/y/cache/data', 'OPTIONS /restapis', 'GET /%E0']) {
      expect(await refusedOver(http(line)), line).toBe(
        '403 MissingAuthenticationTokenException: Missing Authentication Token',
      )
    }
  })

  it('A6 answers a body that is not JSON with SerializationException', async () => {
    const { http } = await running()

    expect(await refusedOver(http('POST /restapis', '{"name": '))).toContain('400 SerializationException')
  })

  it('A7 refuses a body above ten mebibytes', async () => {
    const { http } = await running()
    const fitting = JSON.stringify({ name: 'big', description: 'x'.repeat(1024 * 1024) })

    expect((await http('POST /restapis', fitting)).status).toBe(201)
    expect((await http('POST /restapis', 'x'.repeat(10 * 1024 * 1024 + 1))).status).toBe(413)
  })

  it('A7 takes a body of exactly ten mebibytes, and not one byte more', async () => {
    const { http } = await running()
    const most = JSON.stringify({ name: 'big' }).padEnd(10 * 1024 * 1024)

    expect((await http('POST /restapis', most)).status).toBe(201)
    expect((await http('POST /restapis', `${most} `)).status).toBe(413)
  })

  it('A8 answers a bug of its own with InternalFailure and goes on', async () => {
    const failing = { now: false }
    const random = () => {
      if (failing.now) throw new Error('no randomness today')
      return 0.5
    }
    const { http } = await running({ random, onBug: () => undefined })

    failing.now = true
    expect(await refusedOver(http('POST /restapis', '{"name":"a"}'))).toContain('500 InternalFailure')
    failing.now = false
    expect((await http('GET /restapis')).status).toBe(200)
  })

  it('A9 makes the same ids from the same random seed', async () => {
    const ids = async (randomSeed: number) => {
      const { sandbox } = await running({
        randomSeed,
        seed: { apis: [{ name: 'a', methods: {}, stages: {} }] },
      })
      return sandbox.apis.map(({ id }) => id)
    }

    expect(await ids(7)).toEqual(await ids(7))
    expect(await ids(7)).not.toEqual(await ids(8))
  })

  it('A10 stops listening when it is closed, even while a connection is kept alive', async () => {
    const sandbox = await startSandbox({ seed: 'empty' })
    await (await fetch(`${sandbox.url}/_sandbox/health`)).text()

    await sandbox.close()

    await expect(fetch(`${sandbox.url}/_sandbox/health`)).rejects.toThrow('fetch failed')
  })

  it('A11 rejects with the system’s error when the port is taken', async () => {
    const { sandbox } = await running()

    await expect(startSandbox({ port: sandbox.port })).rejects.toThrow('EADDRINUSE')
  })

  it('A12 serves the real CloudWatch client on the same port', async () => {
    const { sandbox, http } = await running()
    await http(`GET /restapis/${API}/prod/_user_request_/pets/1`)
    const client = new CloudWatchClient(connection(sandbox))

    const { Metrics } = await client.send(new ListMetricsCommand({ Namespace: 'AWS/ApiGateway' }))

    expect(Metrics?.map(({ MetricName }) => MetricName)).toContain('Count')
    client.destroy()
  })

  it.each([5, 1000, 64 * 1024, 64 * 1024 + 1, 300_000])(
    'A13 sends %i bytes of any kind as they are',
    async (length) => {
      const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 7) % 256))
      const { url: uri } = await origin((_, response) => response.end(bytes))
      const methods = { 'GET /a': { integration: { type: 'HTTP_PROXY', uri } } } as const
      const { http } = await running({ seed: { apis: [{ ...PETS, methods, binaryMediaTypes: ['*/*'] }] } })

      const answer = await http(`GET /restapis/${API}/prod/_user_request_/a`)

      expect(answer.headers.get('content-length')).toBe(String(length))
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
    },
  )
})
