import { describe, expect, it } from 'vitest'
import { createCounters, type Series } from '../../../src/sandbox/cloudwatch/counters.js'
import type { Handler } from '../../../src/sandbox/data/lambda.js'
import type { World } from '../../../src/sandbox/world.js'
import { gateway } from '../support/gateway.js'

/** What one minute says, by dimension set and metric: [sum, number of samples]. */
function tallies(world: World): Record<string, Record<string, [number, number]>> {
  const table = ({ dimensions, minutes }: Series) => {
    const [minute] = [...minutes.values()]
    const name = dimensions.map(({ name, value }) => `${name}=${value}`).join()
    const entries = [...(minute ?? [])].map(([metric, { sum, count }]): [string, [number, number]] => [
      metric,
      [sum, count],
    ])
    return [name, Object.fromEntries(entries)] as const
  }
  return Object.fromEntries([...world.counters.series()].map(table))
}

describe('recording', () => {
  it('M1 takes one sample a request, 0 or 1 for hits, misses and errors', async () => {
    const missing: Handler = () => ({ statusCode: 404 })
    const { send, world } = gateway(
      { 'GET /pets': {}, 'GET /gone': { handler: 'missing' } },
      { handlers: { missing } },
    )
    await send('/pets')
    await send('/pets')
    await send('/gone')
    await send('/pets', { method: 'DELETE' })

    expect(tallies(world)['ApiName=pets,Stage=prod']).toEqual({
      Count: [4, 4],
      Latency: [0, 4],
      '4XXError': [2, 4],
      '5XXError': [0, 4],
      IntegrationLatency: [0, 2],
      CacheHitCount: [1, 3],
      CacheMissCount: [2, 3],
    })
  })

  it('M2 takes no hit or miss sample for a request that the cache was not asked about', async () => {
    const { send, world, set } = gateway({ 'GET /pets': {} })
    set('*/*', { cachingEnabled: false })
    await send('/pets')
    expect(Object.keys(tallies(world)['ApiName=pets'] ?? {})).not.toContain('CacheMissCount')
  })

  it('M3 times requests and integrations, a hit having no integration', async () => {
    const { send, world, clock } = gateway({ 'GET /pets': {} })
    world.faults.backendDelayMs = 250
    const first = send('/pets')
    clock.advance(250)
    await first
    await send('/pets')
    expect(tallies(world)['ApiName=pets']).toMatchObject({ Latency: [250, 2], IntegrationLatency: [250, 1] })
  })

  it('M4 counts by API and by stage, and by method only where detailed metrics are on', async () => {
    const { send, world, set } = gateway({ 'ANY /pets/{id}': {}, 'GET /plain': {} })
    set('~1pets~1{id}/PUT', { metricsEnabled: true, cachingEnabled: false })
    await send('/pets/1', { method: 'PUT' })
    await send('/plain')
    expect(Object.keys(tallies(world))).toEqual([
      'ApiName=pets',
      'ApiName=pets,Stage=prod',
      'ApiName=pets,Method=PUT,Resource=/pets/{id},Stage=prod',
    ])

    set('*/*', { metricsEnabled: true })
    await send('/plain')
    expect(Object.keys(tallies(world))).toContain('ApiName=pets,Method=GET,Resource=/plain,Stage=prod')
  })

  it('M5 names an API without non-ASCII characters, or by its id where nothing is left', async () => {
    for (const [apiName, expected] of [
      ['päts 🐈!', 'pts !'],
      ['猫', 'abcde12345'],
    ] as const) {
      const { send, world } = gateway({ 'GET /pets': {} }, { apiName })
      await send('/pets')
      expect(Object.keys(tallies(world))).toContain(`ApiName=${expected}`)
    }
  })

  it('M6 counts requests that match no method for the stage, and requests to unknown stages nowhere', async () => {
    const { send, world } = gateway({ 'GET /pets': {} })
    await send('/nothing')
    await send('/pets', { stage: 'unknown' })
    expect(tallies(world)['ApiName=pets,Stage=prod']).toMatchObject({ Count: [1, 1], '4XXError': [1, 1] })
    expect(Object.keys(tallies(world))).toHaveLength(2)
  })

  it('M7 keeps minutes apart, for 15 days', () => {
    const counters = createCounters()
    const day = 24 * 60 * 60_000
    const sample = {
      apiName: 'pets',
      stage: 'prod',
      method: null,
      status: 200,
      hit: null,
      latencyMs: 1,
      integrationLatencyMs: 1,
    }
    const minutes = () => [...([...counters.series()][0]?.minutes.keys() ?? [])]
    for (const atMs of [59_999, 60_000, 119_999]) counters.record({ ...sample, atMs })
    expect(minutes()).toEqual([0, 60_000])

    counters.record({ ...sample, atMs: 15 * day + 60_000 })
    expect(minutes()).toEqual([60_000, 15 * day + 60_000])
    counters.clear()
    expect([...counters.series()]).toEqual([])
  })
})
