import { describe, expect, it } from 'vitest'
import { createDataPlane } from '../../../src/sandbox/data/data-plane.js'
import { buildRequest, gateway } from '../support/gateway.js'
import { message, raw, statusOf } from '../support/raw.js'
import { API, running } from '../support/sandbox.js'
import type { MethodSpec } from '../support/world.js'

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }
const DENY = { ...ALLOW, Effect: 'Deny' }
const FROM = (...ranges: string[]) => ({ IpAddress: { 'aws:SourceIp': ranges } })
const REFUSED =
  'User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:abcde12345/prod/GET/pets'

/** `GET /pets` of an API with these statements, asked from 192.0.2.1. */
async function asked(Statement: unknown, method: MethodSpec = {}, headers: readonly [string, string][] = []) {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement })
  const { send } = gateway({ 'GET /pets': { handler: 'counter', ...method } }, { snapshot: { policy } })
  const answer = await send('/pets', { headers })
  return answer.status === 200 ? 'served' : (answer.json() as { Message?: string }).Message
}

describe('the policy of an API', () => {
  it('D96 has to allow a method without authorisation, and a denial wins', async () => {
    expect(await asked([ALLOW])).toBe('served')
    expect(await asked([])).toBe(REFUSED)
    expect(await asked([{ ...ALLOW, Resource: 'execute-api:/prod/POST/*' }])).toBe(REFUSED)
    expect(await asked([{ ...ALLOW, Principal: { AWS: 'arn:aws:iam::000000000000:root' } }])).toBe(REFUSED)
    expect(await asked([{ ...ALLOW, Principal: { AWS: '*' }, Resource: 'execute-api:/prod/GET/p*' }])).toBe('served')
    expect(await asked([ALLOW, DENY])).toBe(`${REFUSED} with an explicit deny`)
    expect(await asked({ ...ALLOW, NotAction: 'x', Action: undefined })).toBe('served')
  })

  it('D96 is asked for hits too, and as it was deployed', async () => {
    const policy = JSON.stringify({ Statement: [{ ...ALLOW, Condition: FROM('192.0.2.0/24') }] })
    const made = gateway({ 'GET /pets': { handler: 'counter' } }, { snapshot: { policy } })
    const from = async (sourceIp: string) => {
      const request = { ...buildRequest('/pets'), sourceIp }
      const target = { apiId: made.api.id, stage: 'prod', rawPath: '/pets' }
      return (await createDataPlane(made.world).serve(request, target)).status
    }
    await made.send('/pets')
    expect([await from('192.0.2.9'), await from('198.51.100.1')]).toEqual([200, 403])
    Object.assign(made.api, { policy: null })
    expect(await from('198.51.100.1')).toBe(403)
  })

  it.each([
    [FROM('192.0.2.0/24'), true],
    [FROM('192.0.2.1'), true],
    [FROM('198.51.100.0/24', '2001:db8::/32'), false],
    [{ NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } }, false],
    [{ IpAddress: { 'aws:SourceIp': 'nowhere/99' } }, false],
    [{ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, false],
    [{ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }, true],
    [{ StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } }, true],
    [{ StringLike: { 'aws:UserAgent': 'te?t*' } }, true],
    [{ StringEqualsIgnoreCase: { 'aws:UserAgent': 'TEST/1' } }, true],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
    [{ Null: { 'aws:SourceVpc': 'true', 'aws:SourceIp': 'false' } }, true],
    [{ ...FROM('192.0.2.1'), Bool: { 'aws:SecureTransport': 'false' } }, false],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, false],
  ])('D97 heeds its conditions: %j', async (Condition, holds) => {
    const headers: [string, string][] = [['User-Agent', 'test/1']]
    expect(await asked([{ ...ALLOW, Condition }], {}, headers)).toBe(holds ? 'served' : REFUSED)
  })

  it('D97 knows the VPC endpoint of a private API by its host, and forbids what it cannot tell', async () => {
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-12ab' } }
    const policy = JSON.stringify({ Statement: [{ ...ALLOW, Condition }] })
    const { api, world } = gateway({ 'GET /pets': { handler: 'counter' } }, { snapshot: { policy } })
    const host = `${api.id}-vpce-12ab.execute-api.us-east-1.amazonaws.com`
    const request = buildRequest('/pets', { headers: [['Host', host]] })
    const target = { apiId: api.id, stage: 'prod', rawPath: '/pets' }
    expect((await createDataPlane(world).serve(request, target)).status).toBe(200)
    const unknown = { ...DENY, Condition: { NumericEquals: { 'aws:MultiFactorAuthAge': '1' } } }
    expect(await asked([ALLOW, unknown])).toBe(`${REFUSED} with an explicit deny`)
  })

  it('D98 takes the address of the caller from X-Sandbox-Source-Ip, which nothing behind it sees', async () => {
    const { sandbox } = await running({
      seed: {
        apis: [
          {
            id: API,
            name: 'who',
            methods: { 'GET /who': { integration: { type: 'AWS_PROXY', handler: 'who' } } },
            stages: { prod: {} },
          },
        ],
      },
      handlers: {
        who: ({ requestContext: { identity }, headers }) => ({
          body: JSON.stringify([identity.sourceIp, Object.keys(headers ?? {}).filter((name) => /sandbox/i.test(name))]),
        }),
      },
    })
    const ask = async (address: string) => {
      const lines = ['Host: localhost', `X-Sandbox-Source-Ip: ${address}`]
      const answer = await raw(sandbox.url, message(`GET /restapis/${API}/prod/_user_request_/who`, lines))
      return `${statusOf(answer)} ${answer.split('\r\n\r\n')[1]}`
    }
    expect(await ask('203.0.113.7')).toBe('200 ["203.0.113.7",[]]')
    expect(await ask('no address')).toBe('200 ["127.0.0.1",[]]')
  })
})
