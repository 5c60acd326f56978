import { FlushStageAuthorizersCacheCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { createDataPlane } from '../../../../src/sandbox/data/data-plane.js'
import { dataTarget } from '../../../../src/sandbox/data/target.js'
import { ARN, allow, as, authorizing, policy, TOKEN } from '../../support/authorizing.js'
import { buildRequest } from '../../support/gateway.js'
import { API, PROD, running } from '../../support/sandbox.js'
import { API_ID } from '../../support/world.js'

const PETS = { 'GET /pets': {}, 'GET /toys': {} }

describe('what an authorizer’s function has said', () => {
  it('D137 is kept for as long as the authorizer says, 300 seconds unless told', async () => {
    for (const [authorizerResultTtlInSeconds, seconds] of [
      [null, 300],
      [60, 60],
      [3600, 3600],
    ] as const) {
      const { send, asked, clock } = authorizing(PETS, () => policy(allow()), {
        authorizer: { authorizerResultTtlInSeconds },
      })
      await send('/pets', as('t'))
      clock.advance(seconds * 1000)
      await send('/toys', as('t'))
      expect(asked).toHaveLength(1)
      clock.advance(1)
      await send('/toys', as('t'))
      expect(asked).toHaveLength(2)
    }
  })

  it('D137 is asked for each time where the TTL is 0', async () => {
    const { send, asked } = authorizing(PETS, () => policy(allow()), {
      authorizer: { authorizerResultTtlInSeconds: 0 },
    })
    await send('/pets', as('t'))
    await send('/pets', as('t'))

    expect(asked).toHaveLength(2)
  })

  it('D137 denies another method where its policy names the first one only', async () => {
    const { send, asked } = authorizing(PETS, ({ methodArn }) => policy(allow(methodArn)))

    expect([(await send('/pets', as('t'))).status, (await send('/toys', as('t'))).status]).toEqual([200, 403])
    expect((await send('/pets', as('t'))).status).toBe(200)
    expect(asked).toHaveLength(1)
  })

  it('D137 is kept where it denies, and not where there is no policy', async () => {
    const denying = authorizing(PETS, () => policy())
    await denying.send('/pets', as('t'))
    await denying.send('/pets', as('t'))
    expect(denying.asked).toHaveLength(1)

    for (const answer of [() => Promise.reject(new Error('Unauthorized')), () => ({ principalId: 'ann' })]) {
      const failing = authorizing(PETS, answer)
      await failing.send('/pets', as('t'))
      await failing.send('/pets', as('t'))
      expect(failing.asked).toHaveLength(2)
    }
  })

  it('D137 is of one identity: the token, or all of the sources', async () => {
    const tokens = authorizing(PETS, () => policy(allow()))
    for (const token of ['t', 'Bearer t', 't']) await tokens.send('/pets', as(token))
    expect(tokens.asked).toHaveLength(2)

    const { send, asked } = authorizing(PETS, () => policy(allow()), {
      authorizer: { type: 'REQUEST', identitySource: 'method.request.querystring.a, method.request.querystring.b' },
    })
    for (const query of ['a=1&b=2', 'a=1&b=2&c=3', 'a=2&b=1', 'a=1&b=1', 'a=1&b=2']) await send(`/pets?${query}`)
    expect(asked).toHaveLength(3)
  })

  it('D137 is of one authorizer and one stage', async () => {
    const { send, asked, api, stage } = authorizing(PETS, () => policy(allow()))
    api.stages.set('dev', { ...stage, stageName: 'dev' })
    await send('/pets', as('t'))
    await send('/pets', { ...as('t'), stage: 'dev' })
    expect(asked.map(({ methodArn }) => methodArn)).toEqual([
      `${ARN}/GET/pets`,
      `${ARN.replace('prod', 'dev')}/GET/pets`,
    ])
    await send('/pets', { ...as('t'), stage: 'dev' })
    expect(asked).toHaveLength(2)
  })

  it('D137 is used at once, so that a hit waits for nothing', async () => {
    const { world } = authorizing(PETS, () => policy(allow()))
    const plane = createDataPlane(world)
    const request = buildRequest(`/restapis/${API_ID}/prod/_user_request_/pets`, as('t'))
    const target = dataTarget(request)
    if (!target) throw new Error('no path of a stage')
    await plane.serve(request, target)

    expect(plane.serve(request, target)).not.toBeInstanceOf(Promise)
  })

  it('D138 is gone after FlushStageAuthorizersCache, on this stage alone', async () => {
    const said: string[] = []
    const method = {
      integration: { type: 'MOCK', body: '{}' },
      authorizer: { name: 'auth', type: 'TOKEN', identitySource: TOKEN },
    } as const
    const { sandbox, gateway } = await running({
      seed: { apis: [{ id: API, name: 'a', methods: { 'GET /a': method }, stages: { prod: {}, dev: {} } }] },
      authorizers: {
        auth: ({ methodArn }) => {
          said.push(methodArn.split('/')[1] ?? '')
          return policy(allow())
        },
      },
    })
    const ask = async () => {
      for (const { invokeUrl } of sandbox.apis[0]?.stages ?? []) {
        await fetch(`${invokeUrl}/a`, { headers: { Authorization: 't' } })
      }
      return said.splice(0).sort()
    }
    expect(await ask()).toEqual(['dev', 'prod'])
    expect(await ask()).toEqual([])
    await gateway.send(new FlushStageAuthorizersCacheCommand(PROD))
    expect(await ask()).toEqual(['prod'])
  })

  it('D138 is kept for nobody where it comes after a flush', async () => {
    const { send, asked, clock, world, stage } = authorizing(PETS, async (_, { clock: own }) => {
      await own.sleep(1_000)
      return policy(allow())
    })
    const sent = send('/pets', as('t'))
    world.authorizations.flush(stage)
    await clock.advance(1_000)
    expect((await sent).status).toBe(200)

    const again = send('/pets', as('t'))
    await clock.advance(1_000)
    expect((await again).status).toBe(200)
    expect(asked).toHaveLength(2)
  })

  it('D138 stays over a deployment', async () => {
    const { send, asked, api, stage } = authorizing(PETS, () => policy(allow()))
    await send('/pets', as('t'))
    const [deployment] = api.deployments.values()
    if (!deployment) throw new Error('the builder makes a deployment')
    api.deployments.set('deploy2', { ...deployment, id: 'deploy2', snapshot: structuredClone(deployment.snapshot) })
    stage.deploymentId = 'deploy2'

    expect((await send('/pets', as('t'))).json()).toEqual({ call: 2 })
    expect(asked).toHaveLength(1)
  })

  it('D138 makes room for others where there are 10,000 of a stage', async () => {
    const { send, asked } = authorizing(PETS, () => policy(allow()))
    for (let caller = 0; caller <= 10_000; caller++) await send('/pets', as(`t${caller}`))
    expect(asked).toHaveLength(10_001)
    await send('/pets', as('t1'))
    expect(asked).toHaveLength(10_001)
    await send('/pets', as('t0'))
    expect(asked).toHaveLength(10_002)
  })

  it('D138 makes room for others where those of a stage are long', async () => {
    const megabyte = 'x'.repeat(1024 ** 2)
    const { send, asked } = authorizing(PETS, () => ({ ...policy(allow()), context: { megabyte } }))
    for (let caller = 0; caller < 40; caller++) await send('/pets', as(`t${caller}`))
    await send('/pets', as('t39'))
    await send('/pets', as('t15'))
    expect(asked).toHaveLength(40)
    await send('/pets', as('t0'))
    expect(asked).toHaveLength(41)
  })
})
