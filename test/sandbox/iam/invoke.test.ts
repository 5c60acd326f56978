import { APIGatewayClient, CreateDeploymentCommand, UpdateRestApiCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import type { PolicyStatement, SeedApi, SeedIdentity } from '../../../src/sandbox/index.js'
import { API, connection, type Running, replace, running } from '../support/sandbox.js'
import { type Signing, signedHeaders, type ToSign } from '../support/signed.js'

const ACCOUNT = '123456789012'
const invoke: PolicyStatement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }
const ORDERS: SeedApi = {
  id: API,
  name: 'orders',
  methods: {
    'GET /orders/{id}': { integration: { type: 'AWS_PROXY', handler: 'who' }, authorization: 'AWS_IAM' },
    'POST /orders/{id}': { integration: { type: 'AWS_PROXY', handler: 'who' }, authorization: 'AWS_IAM' },
    'GET /open': { integration: { type: 'AWS_PROXY', handler: 'who' } },
  },
  stages: { prod: {} },
}

/** A sandbox that enforces, and requests of one identity to its stage. */
async function called(
  Statement: readonly PolicyStatement[],
  more: Partial<SeedIdentity> = {},
  ofApi: readonly object[] | null = null,
) {
  const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 'secret', name: 'ann', policies: [{ Statement }] }
  const run = await running({
    seed: { identities: [{ ...ann, ...more }], apis: [ORDERS] },
    iam: 'enforce',
    accountId: ACCOUNT,
    handlers: {
      who: ({ requestContext: { identity } }) => ({ statusCode: 200, body: JSON.stringify(identity) }),
    },
  })
  if (ofApi) await deployPolicy(run, ofApi)
  const url = (path: string) => new URL(`${run.sandbox.url}/restapis/${API}/prod/_user_request_${path}`)
  const sign = (path: string, how: ToSign = {}, who: Signing = ann) =>
    signedHeaders(url(path), who, run.clock.now(), how)
  const send = async (path: string, headers: Record<string, string>, how: ToSign = {}) => {
    const { method = 'GET', body } = how
    const { host: _, ...sent } = headers
    const answer = await fetch(url(path), { method, headers: sent, ...(body === undefined ? {} : { body }) })
    return `${answer.status} ${answer.headers.get('x-amzn-errortype') ?? ''} ${await answer.text()}`
  }
  const ask = async (path: string, how: ToSign = {}, who: Signing = ann) =>
    send(path, { ...(await sign(path, how, who)) }, how)
  return { ...run, ann, url, sign, send, ask }
}

/** By the user of the account who may do everything, at the time of the sandbox. */
async function deployPolicy({ sandbox, clock }: Running, Statement: readonly object[]) {
  const systemClockOffset = clock.now() - Date.now()
  const gateway = new APIGatewayClient({ ...connection(sandbox), systemClockOffset, maxAttempts: 1 })
  const patchOperations = [replace('/policy', JSON.stringify({ Statement }))]
  await gateway.send(new UpdateRestApiCommand({ restApiId: API, patchOperations }))
  await gateway.send(new CreateDeploymentCommand({ restApiId: API, stageName: 'prod' }))
  gateway.destroy()
}

const MISMATCH = /^403 InvalidSignatureException {"message":"The request signature we calculated/

describe('a stage where IAM is enforced', () => {
  it('I15 accepts what is signed for execute-api, and shows the function who signed', async () => {
    const { ask } = await called([invoke])

    const answer = await ask('/orders/1?b=2&a=1')
    expect(answer).toMatch(/^200 /)
    expect(JSON.parse(answer.slice(4))).toMatchObject({
      accessKey: 'AKIDANN',
      userArn: `arn:aws:iam::${ACCOUNT}:user/ann`,
    })
    expect(await ask('/orders/1', { method: 'POST', body: '{"n":1}' })).toMatch(/^200 /)
    expect(await ask('/orders/a%2Fb%20c')).toMatch(/^200 /)
  })

  it('I15 refuses other secrets, services, bodies and moments, and unsigned payloads', async () => {
    const { ann, ask, send, sign, clock } = await called([invoke])
    const post = { method: 'POST', body: '{"n":1}' }

    expect(await ask('/orders/1', {}, { ...ann, secretAccessKey: 'guessed' })).toMatch(MISMATCH)
    expect(await send('/orders/2', await sign('/orders/1'))).toMatch(MISMATCH)
    expect(await send('/orders/1', await sign('/orders/1', post), { ...post, body: '{"n":2}' })).toMatch(MISMATCH)
    const unsigned = { ...post, headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }
    expect(await ask('/orders/1', unsigned)).toMatch(MISMATCH)
    expect(await ask('/orders/1', {}, { ...ann, accessKeyId: 'AKIDNOBODY' })).toMatch(
      /^403 UnrecognizedClientException {"message":"The security token included/,
    )
    const early = await sign('/orders/1')
    clock.advance(301_000)
    expect(await send('/orders/1', early)).toMatch(/^403 InvalidSignatureException {"message":"Signature expired/)
    const { authorization = '', ...rest } = await sign('/orders/1')
    const elsewhere = authorization.replace('/execute-api/', '/apigateway/')
    expect(await send('/orders/1', { ...rest, authorization: elsewhere })).toContain(
      "Credential should be scoped to correct service: 'execute-api'.",
    )
  })

  it('I15 wants the session token of a temporary key', async () => {
    const { ann, ask } = await called([invoke], { sessionToken: 't+/=' })

    expect(await ask('/orders/1', {}, { ...ann, sessionToken: 't+/=' })).toMatch(/^200 /)
    expect(await ask('/orders/1')).toMatch(/^403 UnrecognizedClientException/)
  })

  it('I15 asks nothing of methods without IAM authorisation', async () => {
    const { send } = await called([])

    expect(await send('/open', {})).toMatch(/^200 /)
    expect(await send('/open', { authorization: 'Bearer x' })).toMatch(/^200 /)
  })

  it('I17 asks for execute-api:Invoke on the path as it was sent, and masks the account in its refusal', async () => {
    const arn = (path: string, account = ACCOUNT) => `arn:aws:execute-api:us-east-1:${account}:${API}/prod/${path}`
    const { ask } = await called([
      { ...invoke, Resource: [arn('GET/orders/1*'), arn('GET/orders/a%20b')] },
      { Effect: 'Deny', Action: '*', Resource: arn('GET/orders/13') },
    ])
    const refusal = (path: string, why: string) =>
      `403 AccessDeniedException {"Message":"User: arn:aws:iam::${ACCOUNT}:user/ann is not authorized to perform: ` +
      `execute-api:Invoke on resource: ${arn(path, '********9012')} ${why}"}`

    expect(await ask('/orders/1?x=y')).toMatch(/^200 /)
    expect(await ask('/orders/12')).toMatch(/^200 /)
    expect(await ask('/orders/a%20b')).toMatch(/^200 /)
    expect(await ask('/orders/2')).toBe(
      refusal('GET/orders/2', 'because no identity-based policy allows the execute-api:Invoke action'),
    )
    expect(await ask('/orders/1', { method: 'POST', body: '' })).toContain(`${API}/prod/POST/orders/1 because`)
    expect(await ask('/orders/13')).toBe(refusal('GET/orders/13', 'with an explicit deny in an identity-based policy'))
    expect(await ask('/orders/1', { region: 'eu-west-1' })).toContain('execute-api:eu-west-1:********9012')
  })

  it('I19 accepts a query whose characters the client signed in another spelling than it sent', async () => {
    const { ask, send, sign } = await called([invoke])

    expect(await ask("/orders/1?b=1+2&c=x;y&d='é'&empty=&flag")).toMatch(/^200 /)
    expect(await send('/orders/1?a=1+2', await sign('/orders/1?a=1%2B2'))).toMatch(/^200 /)
    expect(await send('/orders/1?a=1+2', await sign('/orders/1?a=1%202'))).toMatch(/^200 /)
    expect(await send('/orders/1?a=1+2', await sign('/orders/1?a=1%2D2'))).toMatch(MISMATCH)
  })

  it('I18 refuses identities of other accounts, whatever their own policies allow', async () => {
    const { ask } = await called([{ Effect: 'Allow', Action: '*', Resource: '*' }], {
      accountId: '999999999999',
    })

    expect(await ask('/orders/1')).toContain('user/ann is not authorized to perform: execute-api:Invoke on resource: ')
    expect(await ask('/orders/1')).toContain('because no resource-based policy allows the execute-api:Invoke action')
  })

  const OF_API = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }

  it('D96 lets in whom either policy of the account allows, and nobody whom one denies', async () => {
    const allow = { ...OF_API, Effect: 'Allow', Principal: { AWS: ACCOUNT } }
    const deny = { ...OF_API, Effect: 'Deny' }

    expect(await (await called([], {}, [allow])).ask('/orders/1')).toMatch(/^200 /)
    expect(await (await called([invoke], {}, [])).ask('/orders/1')).toMatch(/^200 /)
    expect(await (await called([], {}, [])).ask('/orders/1')).toContain('no identity-based policy allows')
    expect(await (await called([invoke], {}, [allow, deny])).ask('/orders/1')).toContain(
      'with an explicit deny in a resource-based policy',
    )
  })

  it('I18 lets identities of other accounts in where the policy of the API names them', async () => {
    const foreign = { accountId: '999999999999' }
    const root = { AWS: 'arn:aws:iam::999999999999:root' }
    const allow = { ...OF_API, Effect: 'Allow', Principal: root }

    expect(await (await called([invoke], foreign, [allow])).ask('/orders/1')).toMatch(/^200 /)
    expect(await (await called([], foreign, [allow])).ask('/orders/1')).toMatch(/^403 /)
  })
})
