import { describe, expect, it } from 'vitest'
import type { PolicyStatement, SeedIdentity } from '../../../../src/sandbox/index.js'
import { gateway, type SendOptions } from '../../support/gateway.js'
import { API, running } from '../../support/sandbox.js'
import { claimed, signedHeaders } from '../../support/signed.js'
import { API_ID, buildAuthorizer, buildSnapshot, type WorldOptions } from '../../support/world.js'

const ON_PETS = `arn:aws:execute-api:us-east-1:000000000000:${API_ID}/prod/GET/pets/1`
const invalidate = (Resource: string): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'execute-api:InvalidateCache',
  Resource,
})
const identity = (name: string, Statement: PolicyStatement[], accountId?: string): SeedIdentity => ({
  accessKeyId: `AKID${name.toUpperCase()}`,
  secretAccessKey: 's',
  name,
  policies: [{ Statement }],
  ...(accountId === undefined ? {} : { accountId }),
})
const IDENTITIES = [
  identity('ann', [invalidate(ON_PETS)]),
  identity('bob', [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }]),
  identity('cleo', [invalidate('*'), { Effect: 'Deny', Action: 'execute-api:Inv*Cache', Resource: ON_PETS }]),
  identity('dan', [invalidate('*')], '999999999999'),
]

const fresh = (...headers: (readonly [string, string])[]): SendOptions => ({
  headers: [['Cache-Control', 'max-age=0'], ...headers],
})

/** `GET /pets/{id}` is cached and signed, `GET /open` cached and unsigned; each has an entry. */
async function stocked(options: Partial<WorldOptions> = {}) {
  const made = gateway(
    {
      'GET /pets/{id}': { authorizationType: 'AWS_IAM', keys: ['method.request.path.id'] },
      'GET /open': {},
    },
    { identities: IDENTITIES, ...options },
  )
  await made.send('/pets/1', { headers: [claimed('test')] })
  await made.send('/open')
  return made
}

describe('client-side invalidation on AWS_IAM methods', () => {
  it.each([
    ['ann', 'AKIDANN', 3],
    ['test', 'test', 3],
    ['somebody whom the seed does not know', 'AKIDELSE', 3],
    ['bob, who may only invoke', 'AKIDBOB', 1],
    ['cleo, whom a policy forbids it', 'AKIDCLEO', 1],
  ])('K32 is allowed or not by the policies of %s', async (_, accessKeyId, call) => {
    const { send } = await stocked()

    const answer = await send('/pets/1', fresh(claimed(accessKeyId)))

    expect(answer.json()).toEqual({ call })
    expect(answer.header('Warning') === undefined).toBe(call === 3)
    expect((await send('/pets/1', { headers: [claimed('test')] })).json()).toEqual({ call })
  })

  it('K32 replaces the entry of the one path that the policy names', async () => {
    const { send } = await stocked()
    await send('/pets/2', { headers: [claimed('test')] })

    const other = await send('/pets/2', fresh(claimed('AKIDANN')))

    expect([other.json(), other.header('Warning')]).toEqual([{ call: 3 }, expect.stringMatching(/^199 /)])
  })

  it.each([
    ['FAIL_WITH_403', [403, { message: 'Forbidden' }, undefined]],
    ['SUCCEED_WITH_RESPONSE_HEADER', [200, { call: 1 }, expect.stringMatching(/^199 /)]],
    ['SUCCEED_WITHOUT_RESPONSE_HEADER', [200, { call: 1 }, undefined]],
  ] as const)('K32 treats a caller without the permission as %s says', async (strategy, expected) => {
    const { send, set } = await stocked()
    set('*/*', { unauthorizedCacheControlHeaderStrategy: strategy })

    const answer = await send('/pets/1', fresh(claimed('AKIDBOB')))

    expect([answer.status, answer.json(), answer.header('Warning')]).toEqual(expected)
    expect((await send('/pets/1', fresh(claimed('AKIDANN')))).json()).toEqual({ call: 3 })
  })

  it('K32 needs no permission where none is required', async () => {
    const { send, set } = await stocked()
    set('*/*', { requireAuthorizationForCacheControl: false })

    expect((await send('/pets/1', fresh(claimed('AKIDBOB')))).json()).toEqual({ call: 3 })
  })

  it('K32 does not take a signature for another service as permission', async () => {
    const { send } = await stocked()

    expect((await send('/pets/1', fresh(claimed('test', 'apigateway')))).json()).toEqual({ call: 1 })
  })

  it('K33 is impossible on methods without IAM authorisation, signed or not', async () => {
    const { send } = await stocked()

    for (const headers of [[], [claimed('test')], [claimed('AKIDANN')]]) {
      const answer = await send('/open', fresh(...headers))
      expect([answer.json(), answer.header('Warning')]).toEqual([{ call: 2 }, expect.stringMatching(/^199 /)])
    }
  })

  it('K33 is impossible on methods with an authorizer too', async () => {
    const { send, api } = gateway({})
    const authorizer = {
      ...buildAuthorizer('TOKEN', 'method.request.header.Authorization'),
      tokens: { t: { principalId: 'p' } },
    }
    const method = { authorizationType: 'CUSTOM', authorizerId: 'a' }
    const snapshot = buildSnapshot({ 'GET /pets': method }, new Map([['a', authorizer]]))
    api.deployments.set('deploy1', { id: 'deploy1', description: null, createdDate: 0, snapshot })
    await send('/pets', { headers: [['Authorization', 't']] })

    const answer = await send('/pets', fresh(['Authorization', 't']))

    expect([answer.json(), answer.header('Warning')]).toEqual([{ call: 1 }, expect.stringMatching(/^199 /)])
  })

  it('K34 is impossible from another account, whatever its policies say', async () => {
    const { send } = await stocked()

    expect((await send('/pets/1', fresh(claimed('AKIDDAN')))).json()).toEqual({ call: 1 })
  })

  it('K32 asks for the permission beside execute-api:Invoke where IAM is enforced', async () => {
    const pets = `arn:aws:execute-api:us-east-1:000000000000:${API}/prod/GET/pets`
    const invoke: PolicyStatement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: pets }
    const identities = [
      identity('both', [invoke, invalidate(pets)]),
      identity('invoker', [invoke]),
      identity('refresher', [invalidate(pets)]),
    ]
    const method = { integration: { type: 'AWS_PROXY', handler: 'tick' }, authorization: 'AWS_IAM' } as const
    let calls = 0
    const { sandbox, clock } = await running({
      iam: 'enforce',
      seed: {
        identities,
        apis: [
          {
            id: API,
            name: 'pets',
            methods: { 'GET /pets': method },
            stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
          },
        ],
      },
      handlers: { tick: () => ({ statusCode: 200, body: String(++calls) }) },
    })
    const url = new URL(`${sandbox.url}/restapis/${API}/prod/_user_request_/pets`)
    const ask = async (name: string, headers = {}) => {
      const credentials = { accessKeyId: `AKID${name.toUpperCase()}`, secretAccessKey: 's' }
      const { host: _, ...sent } = await signedHeaders(url, credentials, clock.now(), { headers })
      const answer = await fetch(url, { headers: sent })
      return [answer.status, await answer.text(), answer.headers.has('warning')]
    }
    const wish = { 'cache-control': 'max-age=0' }

    expect(await ask('invoker')).toEqual([200, '1', false])
    expect(await ask('invoker', wish)).toEqual([200, '1', true])
    expect(await ask('both', wish)).toEqual([200, '2', false])
    expect(await ask('invoker')).toEqual([200, '2', false])
    expect(await ask('refresher', wish)).toEqual([
      403,
      expect.stringContaining('execute-api:Invoke on resource'),
      false,
    ])
    expect((await fetch(url, { headers: wish })).status).toBe(403)
  })
})

describe('faults of the cache', () => {
  it('K35 drops entries as often as evictionRate says, and they stay gone', async () => {
    let chance = 0.1
    const { send, world } = gateway({ 'GET /pets': {} }, { random: () => chance })
    await send('/pets')
    world.faults.evictionRate = 0.2
    const set = (value: number) => {
      chance = value
    }

    set(0.2)
    expect((await send('/pets')).json()).toEqual({ call: 1 })
    set(0.1)
    expect((await send('/pets')).json()).toEqual({ call: 2 })
    set(0.2)
    expect((await send('/pets')).json()).toEqual({ call: 2 })
  })

  it('K36 stores an error of the backend like another answer, unless errors are not stored', async () => {
    for (const cacheErrorStatuses of [true, false]) {
      const { send, world } = gateway({ 'GET /pets': {} }, { knobs: { cacheErrorStatuses } })
      Object.assign(world.faults, { backendErrorRate: 1, backendErrorStatus: 503 })
      const failed = await send('/pets')
      world.faults.backendErrorRate = 0
      const later = await send('/pets')

      expect([failed.status, failed.header('x-amzn-ErrorType')]).toEqual([503, undefined])
      expect(later.status).toBe(cacheErrorStatuses ? 503 : 200)
    }
  })

  it('D34 fails as often as backendErrorRate says, with 500 where no status is given', async () => {
    let chance = 0.4
    const made = gateway({ 'POST /pets': {} }, { faults: { backendErrorRate: 0.5 }, random: () => chance })
    const ask = async () => (await made.send('/pets', { method: 'POST' })).status

    expect(await ask()).toBe(500)
    chance = 0.5
    expect(await ask()).toBe(200)
  })
})
