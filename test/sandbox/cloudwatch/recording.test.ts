import { describe, expect, it } from 'vitest'
import { createCounters } from '../../../src/sandbox/cloudwatch/counters.js'
import { METRICS, type Metric, type Series } from '../../../src/sandbox/cloudwatch/series.js'
import type { StatisticSet } from '../../../src/sandbox/cloudwatch/statistic-set.js'
import type { Handler } from '../../../src/sandbox/world/lambda.js'
import type { World } from '../../../src/sandbox/world/world.js'
import { gateway } from '../support/gateway.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const ALWAYS = { startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY }

/** What the one minute says, by dimension set and metric: [sum, number of samples]. */
function tallies(world: World): Record<string, Record<string, [number, number]>> {
  const table = ({ dimensions, statisticSets: read }: Series) => {
    const name = dimensions.map(({ name, value }) => `${name}=${value}`).join()
    const entries = METRICS.flatMap((metric): [Metric, [number, number]][] =>
      [...read(metric, ALWAYS)].map(([, { sum, count }]) => [metric, [sum, count]]),
    )
    return [name, Object.fromEntries(entries)] as const
  }
  return Object.fromEntries([...world.counters.series()].map(table))
}

describe('recording', () => {
  it('M1 takes one sample a request, 0 or 1 for hits, misses and errors', async () => {
    const missing: Handler = () => ({ statusCode: 404 })
    const { send, world } = gateway({ 'GET /pets': {}, 'GET /gone': { handler: 'missing' } }, { handlers: { missing } })
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

  it.each([
    [399, 0, 0],
    [400, 1, 0],
    [499, 1, 0],
    [500, 0, 1],
    [599, 0, 1],
  ])('M1 takes a %i for %i errors of the caller and %i of the backend', async (status, own, backend) => {
    const handlers = { answer: () => ({ statusCode: status }) }
    const { send, world } = gateway({ 'GET /pets': { handler: 'answer' } }, { handlers })

    expect((await send('/pets')).status).toBe(status)
    expect(tallies(world)['ApiName=pets']).toMatchObject({ '4XXError': [own, 1], '5XXError': [backend, 1] })
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

  it('M7 keeps minutes for 15 days, then five of them together for 63 days, then hours for 455 days', () => {
    const counters = createCounters()
    const sample = {
      apiName: 'pets',
      stage: 'prod',
      method: null,
      status: 200,
      hit: null,
      latencyMs: 10,
      integrationLatencyMs: 1,
    }
    const kept = () => {
      const [series] = counters.series()
      const found = [...(series?.statisticSets('Latency', ALWAYS) ?? [])].sort(([a], [b]) => a - b)
      return found.map(([start, { sum, count, max }]: readonly [number, StatisticSet]) => [
        start / MINUTE,
        sum,
        count,
        max,
      ])
    }
    for (const atMs of [59_999, 60_000, 119_999, 5 * MINUTE]) counters.record({ ...sample, atMs })
    counters.record({ ...sample, atMs: 5 * MINUTE, latencyMs: 30 })
    expect(kept()).toEqual([
      [0, 10, 1, 10],
      [1, 20, 2, 10],
      [5, 40, 2, 30],
    ])

    counters.record({ ...sample, atMs: 15 * DAY + 60 * MINUTE })
    expect(kept()).toEqual([
      [0, 30, 3, 10],
      [5, 40, 2, 30],
      [15 * 1440 + 60, 10, 1, 10],
    ])
    counters.record({ ...sample, atMs: 63 * DAY + 5 * MINUTE })
    expect(kept()[0]).toEqual([0, 70, 5, 30])
    counters.record({ ...sample, atMs: 456 * DAY })
    expect(kept().map(([start]) => start)).toEqual([15 * 1440 + 60, 63 * 1440 + 5 - 5, 456 * 1440])
  })
})
