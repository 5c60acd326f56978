import { CreateBasePathMappingCommand, CreateDomainNameCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import type { SandboxOptions } from '../../../src/sandbox/index.js'
import { message, raw, statusOf } from '../support/raw.js'
import { API, running } from '../support/sandbox.js'

/** A sandbox with custom domain names, and what a socket is told under any name. */
async function named(domainNames: readonly string[], options: SandboxOptions = {}) {
  const { sandbox, gateway } = await running(options)
  for (const domainName of domainNames) {
    await gateway.send(
      new CreateDomainNameCommand({
        domainName,
        regionalCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/c',
        endpointConfiguration: { types: ['REGIONAL'] },
      }),
    )
    await gateway.send(new CreateBasePathMappingCommand({ domainName, restApiId: API, stage: 'prod' }))
  }
  const ask = async (line: string, host: string, headers: readonly string[] = [], body = '') =>
    statusOf(await raw(sandbox.url, message(line, [`Host: ${host}`, ...headers], body)))
  return { sandbox, ask }
}

/** What the page of a name that leads here can have its browser send: to the browser it is the same origin. */
const rebound = (host: string) => [`Origin: http://${host}`, 'Sec-Fetch-Site: same-origin', 'Content-Type: text/plain']

describe('the names of the administration', () => {
  it('L70 are not those of custom domains, whose pages may be anybody’s', async () => {
    const host = 'api.example.com:4780'
    const { sandbox, ask } = await named(['api.example.com'])

    for (const headers of [[], rebound(host), ['Sec-Fetch-Site: none']]) {
      expect(await ask('POST /_sandbox/reset', host, headers)).toBe('403')
      expect(await ask('GET /_sandbox/requests', host, headers)).toBe('403')
      expect(await ask('POST /_sandbox/faults', host, headers, '{"missRate": 1}')).toBe('403')
    }
    expect(sandbox.faults.missRate).toBe(0)
    expect(await ask('GET /pets/1', host)).toBe('200')
    expect(await ask('GET /pets/1', host, [`Origin: http://${host}`])).toBe('200')
  })

  it('L70 are not those of AWS, under which the path is a stage’s', async () => {
    const { ask } = await named([])
    const stage = `${API}.execute-api.us-east-1.amazonaws.com`

    expect(await ask('POST /_sandbox/reset', stage)).toBe('403')
    expect(await ask('POST /_sandbox/reset', 'apigateway.us-east-1.amazonaws.com')).toBe('403')
    expect(await ask('GET /prod/pets/1', stage)).toBe('200')
  })

  it('L70 are those of loopback and of allowHosts', async () => {
    const { ask } = await named([], { allowHosts: ['sandbox'] })

    for (const host of ['localhost', '127.0.0.1:4780', '[::1]', 'api.localhost', 'sandbox:4780', 'a.sandbox']) {
      expect(await ask('POST /_sandbox/reset', host), host).toBe('200')
    }
  })

  it('L70 stay the sandbox’s own, also where a custom domain name is called like one of them', async () => {
    const { ask } = await named(['api.localhost', 'sandbox.example.com'], {
      allowHosts: ['sandbox.example.com'],
    })

    for (const host of ['api.localhost', 'sandbox.example.com']) {
      expect(await ask('GET /_sandbox/health', host)).toBe('200')
      expect(
        await ask('GET /restapis', host, [
          'Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x',
        ]),
      ).toBe('200')
    }
  })

  it('L70 no custom domain name opens the control plane', async () => {
    const { ask } = await named(['api.example.com'])
    const signed = [
      'Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x',
    ]

    expect(
      await ask('POST /restapis', 'api.example.com', [...signed, ...rebound('api.example.com')], '{"name":"a"}'),
    ).toBe('403')
    expect(
      await ask('POST /', 'api.example.com', ['Content-Type: text/plain'], 'Action=ListMetrics&Version=2010-08-01'),
    ).toBe('403')
  })
})
