import { GetStagesCommand } from '@aws-sdk/client-api-gateway'
import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countsOf, type Traffic } from '../../../src/sandbox/history/traffic.js'
import { parseSeed, type SandboxOptions, type SeedApi, startSandbox } from '../../../src/sandbox/index.js'
import { type Metered, metered, NAMESPACE } from '../support/metered.js'
import { API } from '../support/sandbox.js'

const START = Date.UTC(2026, 0, 1)
const HOUR = 60 * 60_000
const DAY = 24 * HOUR

const MOCK = { integration: { type: 'MOCK', body: '{}' } } as const

/** `GET /pets` is cached and has a key, `POST /pets` is not cached; all with detailed metrics. */
const SHOP: SeedApi = {
  id: API,
  name: 'pets',
  methods: { 'GET /pets': { ...MOCK, keys: ['querystring.page'] }, 'POST /pets': MOCK, 'GET /rare': MOCK },
  stages: {
    prod: {
      cluster: '0.5',
      settings: { '*/*': { cachingEnabled: true, metricsEnabled: true } },
      traffic: {
        'GET /pets': { perMinute: 30, entries: 40, errorRate: 0.1 },
        'POST /pets': { perMinute: 5, backendMs: 400 },
        'GET /rare': { perMinute: 0.2, entries: 1 },
      },
    },
    dev: { settings: { '*/*': { metricsEnabled: true } }, traffic: { 'GET /pets': { perMinute: 1 } } },
  },
}

const withHistory = (options: SandboxOptions = {}) =>
  metered({ seed: { apis: [SHOP], history: { days: 14 } }, ...options })

interface Question {
  readonly metric: string
  readonly of: readonly string[]
  readonly stat?: string
  readonly period?: number
  readonly since?: number
  readonly until?: number
}

const NAMES: Readonly<Record<number, readonly string[]>> = {
  1: ['ApiName'],
  2: ['ApiName', 'Stage'],
  4: ['ApiName', 'Stage', 'Method', 'Resource'],
}

/** The values of one metric, oldest first. */
async function values({ cloudWatch }: Pick<Metered, 'cloudWatch'>, question: Question): Promise<number[]> {
  const { metric, of, stat = 'Sum', period = 14 * DAY, since = START - 14 * DAY, until = START } = question
  const Dimensions = (NAMES[of.length] ?? []).map((Name, place) => ({ Name, Value: of[place] }))
  const { MetricDataResults } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(since),
      EndTime: new Date(until),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        {
          Id: 'm',
          MetricStat: {
            Metric: { Namespace: NAMESPACE, MetricName: metric, Dimensions },
            Period: period / 1000,
            Stat: stat,
          },
        },
      ],
    }),
  )
  return MetricDataResults?.[0]?.Values ?? []
}

const total = async (made: Pick<Metered, 'cloudWatch'>, question: Question) =>
  (await values(made, question)).reduce((sum, value) => sum + value, 0)

const GET_PETS = ['pets', 'prod', 'GET', '/pets'] as const

describe('a history', () => {
  it('M30 begins so many days before the start, ends there, and what is served adds to it', async () => {
    const made = await withHistory({ history: { days: 2 } })
    const asked = (since: number, until: number, stat?: string) =>
      total(made, { metric: 'Count', of: ['pets', 'prod'], since, until, ...(stat ? { stat } : {}) })
    expect(await asked(START - 14 * DAY, START - 2 * DAY)).toBe(0)
    expect(await asked(START - 2 * DAY, START - DAY)).toBeGreaterThan(1000)
    expect(await asked(START, START + DAY)).toBe(0)

    const before = await asked(START - DAY, START + DAY)
    await made.ask(3)
    expect(await asked(START - DAY, START + DAY)).toBe(before + 3)
  })

  it('M30 has stages that are as old as it', async () => {
    const dates = async (made: Metered) => {
      const { item = [] } = await made.gateway.send(new GetStagesCommand({ restApiId: API }))
      return item.flatMap(({ createdDate, lastUpdatedDate }) => [createdDate?.getTime(), lastUpdatedDate?.getTime()])
    }
    const since = START - 14 * DAY
    expect(await dates(await withHistory())).toEqual([since, since, since, since])
    expect(new Set(await dates(await metered({ seed: { apis: [SHOP] } })))).toEqual(new Set([START]))
  })

  it('M30 is there for any seed, and only where it is asked for', async () => {
    const question = { metric: 'Count', of: ['pets', 'prod'] }
    const [some, none] = [await metered({ seed: 'demo', history: { days: 1 } }), await metered({ seed: 'demo' })]
    expect(await total(some, question)).toBeGreaterThan(1000)
    expect(await total(none, question)).toBe(0)
    expect(await values(some, { ...question, metric: 'CacheHitCount' })).toEqual([])
    await expect(startSandbox({ history: { days: 64 } })).rejects.toThrow('history of 64 days: from 0 to 63')
  })

  it('M31 agrees: hits and misses with requests, and stages and APIs with their methods, in every hour', async () => {
    const made = await withHistory()
    const hourly = (metric: string, of: readonly string[], stat = 'Sum') =>
      values(made, { metric, of, stat, period: HOUR, since: START - 3 * DAY })
    const [count = [], hits = [], misses = []] = await Promise.all(
      ['Count', 'CacheHitCount', 'CacheMissCount'].map((metric) => hourly(metric, GET_PETS)),
    )
    expect(count).toHaveLength(72)
    expect(hits.map((value, hour) => value + (misses[hour] ?? 0))).toEqual(count)
    expect(await hourly('Count', GET_PETS, 'SampleCount')).toEqual(count)
    expect(await hourly('Latency', GET_PETS, 'SampleCount')).toEqual(count)
    expect(await hourly('IntegrationLatency', GET_PETS, 'SampleCount')).toEqual(misses)

    const methods = [GET_PETS, ['pets', 'prod', 'POST', '/pets'], ['pets', 'prod', 'GET', '/rare']]
    for (const metric of ['Count', 'CacheHitCount', 'CacheMissCount', '4XXError', '5XXError', 'Latency']) {
      const whole = await total(made, { metric, of: ['pets', 'prod'] })
      const parts = await Promise.all(methods.map((of) => total(made, { metric, of })))
      expect(parts.reduce((sum, value) => sum + value, 0)).toBe(whole)
      const api = await total(made, { metric, of: ['pets'] })
      expect(api).toBe(whole + (await total(made, { metric, of: ['pets', 'dev'] })))
    }
  })

  it('M31 counts no hit or miss for what is not cached, and errors only among what reached the backend', () => {
    const traffic = fc.record({
      seed: fc.nat(),
      perMinute: fc.double({ min: 0, max: 2_000, noNaN: true }),
      entries: fc.integer({ min: 1, max: 10_000 }),
      ttlSeconds: fc.option(fc.integer({ min: 1, max: 3_600 })),
      backendMs: fc.constant(100),
      errorRate: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(traffic, fc.nat(30_000_000), (one: Traffic, first) => {
        const { requests, hits, clientErrors, serverErrors } = countsOf(one, first, 60)
        for (const [minute, asked] of requests.entries()) {
          const backend = asked - (hits[minute] ?? 0)
          expect(backend).toBeGreaterThanOrEqual(0)
          expect((clientErrors[minute] ?? 0) + (serverErrors[minute] ?? 0)).toBeLessThanOrEqual(backend)
          if (one.ttlSeconds === null) expect(hits[minute]).toBe(0)
        }
      }),
    )
  })

  it('M32 is busy by day and on working days, and hits less at night', async () => {
    const made = await withHistory()
    const hourly = (metric: string) => values(made, { metric, of: GET_PETS, period: HOUR })
    const [count, hits] = [await hourly('Count'), await hourly('CacheHitCount')]
    const at = (list: readonly number[], day: number, hour: number) => list[day * 24 + hour] ?? Number.NaN
    // The first day of the two weeks is a Thursday: 2 and 3 are the weekend.
    for (const day of [0, 1, 4, 5, 6]) {
      expect(at(count, day, 15)).toBeGreaterThan(4 * at(count, day, 3))
      expect(at(hits, day, 15) / at(count, day, 15)).toBeGreaterThan(at(hits, day, 3) / at(count, day, 3))
    }
    for (const day of [2, 3]) expect(at(count, day, 15)).toBeLessThan(0.7 * at(count, 1, 15))
  })

  it('M32 has fast hits, slow misses, and a ratio of each method', async () => {
    const made = await withHistory()
    const p = async (stat: string, metric: string, of: readonly string[]) => total(made, { metric, of, stat })
    expect(await p('p50', 'Latency', GET_PETS)).toBeLessThan(20)
    expect(await p('p99', 'Latency', GET_PETS)).toBeGreaterThan(150)
    expect(await p('p50', 'IntegrationLatency', GET_PETS)).toBeGreaterThan(100)
    expect(await p('p50', 'Latency', ['pets', 'prod', 'POST', '/pets'])).toBeGreaterThan(400)
    const busy = await p('Average', 'CacheHitCount', GET_PETS)
    const rare = await p('Average', 'CacheHitCount', ['pets', 'prod', 'GET', '/rare'])
    expect(busy).toBeGreaterThan(0.6)
    expect(rare).toBeLessThan(0.4)
  })

  it('M32 has a backend that fails for some minutes on some days', () => {
    const traffic = { perMinute: 60, entries: 1, ttlSeconds: null, backendMs: 100, errorRate: 0.01 }
    const failed = Array.from({ length: 5 }, (_, seed) => {
      const { requests, serverErrors } = countsOf({ ...traffic, seed }, 29_000_000, 14 * 1440)
      return [...serverErrors].filter((errors, minute) => errors > 5 && errors > 0.1 * (requests[minute] ?? 0)).length
    }).reduce((sum, minutes) => sum + minutes, 0)
    expect(failed).toBeGreaterThan(20)
    expect(failed).toBeLessThan(5 * 200)
  })

  it('M33 is the same for the same randomSeed, also after a reset, and another for another', async () => {
    const read = async (made: Metered) => values(made, { metric: 'Latency', of: ['pets'], stat: 'p90', period: HOUR })
    const first = await withHistory({ randomSeed: 5 })
    const then = await read(first)
    first.sandbox.reset()
    expect(await read(first)).toEqual(then)
    expect(await read(await withHistory({ randomSeed: 5 }))).toEqual(then)
    expect(await read(await withHistory({ randomSeed: 6 }))).not.toEqual(then)
  })

  it('M34 follows what the seed says of each method, and makes it up where it says nothing', async () => {
    const { prod } = SHOP.stages
    const idle = { ...SHOP, stages: { prod: { ...prod, traffic: {} } } }
    const question = { metric: 'Count', of: ['pets', 'prod'] }
    expect(await values(await metered({ seed: { apis: [idle], history: { days: 3 } } }), question)).toEqual([])

    const { traffic: _, ...silent } = prod ?? {}
    const madeUp = await metered({
      seed: { apis: [{ ...SHOP, stages: { prod: silent } }], history: { days: 3 } },
    })
    for (const of of [GET_PETS, ['pets', 'prod', 'POST', '/pets'], ['pets', 'prod', 'GET', '/rare']]) {
      expect(await total(madeUp, { ...question, of })).toBeGreaterThan(100)
    }
  })

  it('M34 refuses traffic of a method that there is not, and figures that cannot be', async () => {
    const wrong = { ...SHOP, stages: { prod: { traffic: { 'GET /cats': { perMinute: 1 } } } } }
    await expect(startSandbox({ seed: { apis: [wrong] } })).rejects.toThrow(
      'pets: prod: traffic of GET /cats, which is no method',
    )
    const figures = { apis: [{ ...SHOP, stages: { prod: { traffic: { 'GET /pets': { perMinute: -1 } } } } }] }
    expect(() => parseSeed(figures)).toThrow('apis.0.stages.prod.traffic.GET /pets.perMinute')
    expect(() => parseSeed({ apis: [], history: { days: 64 } })).toThrow('history.days')
    const right = { apis: [SHOP], history: { days: 14 } }
    expect(parseSeed(JSON.parse(JSON.stringify(right)))).toEqual(right)
  })
})

describe('the seed traffic', () => {
  it('M35 has a stage that does well, one that wastes, an idle one and a lingering size', async () => {
    const made = await metered({ seed: 'traffic' })
    const clusters = Object.fromEntries(
      await Promise.all(
        made.sandbox.apis.map(async ({ id, name }) => {
          const { item = [] } = await made.gateway.send(new GetStagesCommand({ restApiId: id }))
          const shown = item.map((stage) => `${stage.stageName} ${stage.cacheClusterStatus} ${stage.cacheClusterSize}`)
          return [name, shown.sort()]
        }),
      ),
    )
    expect(clusters).toEqual({
      pets: ['prod AVAILABLE 0.5'],
      shop: ['prod AVAILABLE 6.1'],
      legacy: ['dev NOT_AVAILABLE 0.5', 'prod AVAILABLE 1.6'],
    })

    const ratio = (of: readonly string[]) => total(made, { metric: 'CacheHitCount', of, stat: 'Average' })
    expect(await ratio(['pets', 'prod'])).toBeGreaterThan(0.7)
    expect(await ratio(['pets', 'prod', 'GET', '/pets'])).toBeGreaterThan(0.95)
    expect(await ratio(['shop', 'prod'])).toBeLessThan(0.2)
    expect(await values(made, { metric: 'Count', of: ['legacy', 'prod'] })).toEqual([])
    expect(await total(made, { metric: 'Count', of: ['legacy', 'dev'] })).toBeGreaterThan(0)
    const { Metrics = [] } = await made.cloudWatch.send(
      new ListMetricsCommand({ MetricName: 'Count', Dimensions: [{ Name: 'Resource' }] }),
    )
    expect(Metrics.length).toBeGreaterThan(10)
  })

  it('starts within 300 ms', async () => {
    const began = performance.now()
    const sandbox = await startSandbox({ seed: 'traffic' })
    const tookMs = performance.now() - began
    await sandbox.close()
    expect(tookMs).toBeLessThan(300)
  })
})
