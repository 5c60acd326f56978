import { FlushStageCacheCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import type { Handler } from '../../../../src/sandbox/index.js'
import { API, PROD, replace, running } from '../../support/sandbox.js'

/** A stage without a cluster, in front of a function that counts its calls. */
async function counting() {
  let calls = 0
  const count: Handler = () => ({ statusCode: 200, body: String(++calls) })
  const made = await running({
    handlers: { count },
    seed: {
      apis: [
        {
          id: API,
          name: 'pets',
          methods: { 'GET /pets': { integration: { type: 'AWS_PROXY', handler: 'count' } } },
          stages: { prod: {} },
        },
      ],
    },
  })
  const pets = async () => (await made.http(`GET /restapis/${API}/prod/_user_request_/pets`)).text()
  const update = (...patchOperations: ReturnType<typeof replace>[]) =>
    made.gateway.send(new UpdateStageCommand({ ...PROD, patchOperations }))
  return { ...made, pets, update }
}

describe('the cache as its operator changes it', () => {
  it('K5 begins to cache when the cluster that UpdateStage asked for is there', async () => {
    const { pets, update, clock } = await counting()
    await update(
      replace('/cacheClusterEnabled', 'true'),
      replace('/cacheClusterSize', '0.5'),
      replace('/*/*/caching/enabled', 'true'),
    )
    expect([await pets(), await pets()]).toEqual(['1', '2'])
    clock.advance(4_000)
    expect([await pets(), await pets()]).toEqual(['3', '3'])
  })

  it('K17 loses its entries with FlushStageCache and with another size', async () => {
    const { pets, update, clock, gateway } = await counting()
    await update(replace('/cacheClusterEnabled', 'true'), replace('/*/*/caching/enabled', 'true'))
    clock.advance(4_000)
    expect([await pets(), await pets()]).toEqual(['1', '1'])

    await gateway.send(new FlushStageCacheCommand(PROD))
    clock.advance(2_000)
    expect([await pets(), await pets()]).toEqual(['2', '2'])

    await update(replace('/cacheClusterSize', '1.6'))
    clock.advance(4_000)
    expect([await pets(), await pets()]).toEqual(['3', '3'])
  })

  it('K15 stores by the TTL that UpdateStage set', async () => {
    const { pets, update, clock } = await counting()
    await update(
      replace('/cacheClusterEnabled', 'true'),
      replace('/~1pets/GET/caching/enabled', 'true'),
      replace('/~1pets/GET/caching/ttlInSeconds', '10'),
    )
    clock.advance(4_000)
    await pets()
    clock.advance(10_000)
    expect(await pets()).toBe('1')
    clock.advance(1)
    expect(await pets()).toBe('2')
  })
})
