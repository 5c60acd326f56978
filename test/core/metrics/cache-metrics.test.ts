import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiNameDimension, type CachePoints, ratio, summed } from '../../../src/core/metrics/cache-metrics.js'
import { windowOf } from '../../../src/core/metrics/window.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const MINUTE_MS = 60_000
const NOW = Date.UTC(2026, 0, 1, 12)
const RECENT = windowOf(NOW - 60 * MINUTE_MS, NOW, NOW)
const SETTLED = windowOf(NOW - 60 * MINUTE_MS, NOW - 10 * MINUTE_MS, NOW)
const points = (...values: number[]) => values.map((value, index) => ({ at: RECENT.since + index * MINUTE_MS, value }))
const of = (hits: CachePoints['hits'], misses: CachePoints['misses'], requests: CachePoints['requests']) => ({
  hits,
  misses,
  requests,
})

describe('hits and misses', () => {
  it('are summed, aligned and put into proportion', () => {
    const [, second, third] = points(0, 3, 5)
    if (!second || !third) throw new Error('there are points')

    expect(summed(RECENT, of([second, third], points(2, 1), points(2, 4, 5)))).toMatchObject({
      since: '2026-01-01T11:00:00.000Z',
      until: '2026-01-01T12:00:00.000Z',
      settledUntil: '2026-01-01T11:55:00.000Z',
      periodSeconds: 60,
      hits: 8,
      misses: 3,
      requests: 11,
      ratio: 8 / 11,
      series: [
        { at: '2026-01-01T11:00:00.000Z', hits: 0, misses: 2 },
        { at: '2026-01-01T11:01:00.000Z', hits: 3, misses: 1 },
        { at: '2026-01-01T11:02:00.000Z', hits: 5, misses: 0 },
      ],
    })
  })

  it('are not known where nothing was recorded yet', () => {
    expect(summed(RECENT, of([], [], []))).toMatchObject({
      hits: null,
      misses: null,
      requests: null,
      ratio: null,
      series: [],
    })
  })

  it('are 0 where nothing was recorded and CloudWatch has everything', () => {
    expect(summed(SETTLED, of([], [], []))).toMatchObject({ hits: 0, misses: 0, requests: 0, ratio: null })
  })

  it('are 0 where requests were counted and none of them met a cache', () => {
    expect(summed(RECENT, of([], [], points(7)))).toMatchObject({
      hits: 0,
      misses: 0,
      requests: 7,
      ratio: null,
    })
  })

  it('are 0 in a late minute only where its requests were counted, and left out elsewhere', () => {
    const at = (minutesAgo: number, value: number) => [{ at: NOW - minutesAgo * MINUTE_MS, value }]

    expect(summed(RECENT, of([], [], at(2, 7)))).toMatchObject({ hits: 0, misses: 0, requests: 7 })
    expect(summed(RECENT, of(at(2, 3), [], []))).toMatchObject({
      hits: null,
      misses: null,
      requests: null,
      series: [],
    })
    expect(summed(RECENT, of([...at(9, 5), ...at(2, 3)], at(9, 1), [...at(9, 6), ...at(3, 1)]))).toMatchObject({
      hits: 5,
      misses: 1,
      requests: 7,
      series: [{ hits: 5, misses: 1 }],
    })
  })

  it('are not known where the series could not be told from that of another API', () => {
    expect(summed(SETTLED, null)).toMatchObject({ hits: null, misses: null, requests: null })
  })

  it('give a ratio between 0 and 1, and none without a hit or miss', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (hits, misses) => {
        const found = ratio(hits, misses)
        if (hits + misses === 0) expect(found).toBeNull()
        else {
          expect(found).toBeGreaterThanOrEqual(0)
          expect(found).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

describe('the name under which CloudWatch counts an API', () => {
  it.each([
    ['pets', 'pets'],
    ['Pets of the world', 'Pets of the world'],
    ['Bücher-API', 'Bcher-API'],
    ['🐶 pets', ' pets'],
    ['p\u001b\u0085ets\n', 'pets'],
    ['動物', 'a1b2c3'],
    ['', 'a1b2c3'],
    [null, 'a1b2c3'],
  ])('"%s" is "%s"', (name, expected) => {
    expect(apiNameDimension('a1b2c3', name)).toBe(expected)
  })
})

describe('status reads CloudWatch', () => {
  const mock = { 'GET /pets': { integration: { type: 'MOCK', body: '{}' } } } as const
  const api = (id: string, name: string): Seed['apis'][number] => ({
    id,
    name,
    methods: mock,
    stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
  })
  const PETS: Seed = { apis: [api('aaaaaaaaaa', 'pets')] }

  const request = async (url: string, clock: { during<T>(call: Promise<T>): Promise<T> }, times: number) => {
    for (let left = times; left > 0; left--) {
      const { status } = await clock.during(fetch(`${url}/restapis/aaaaaaaaaa/prod/_user_request_/pets`))
      expect(status).toBe(200)
    }
  }

  it('and says that there is no data while CloudWatch is late, then what was counted', async () => {
    const { cli, clock, sandbox } = await withSandbox({ seed: PETS, metricsDelayMs: 3 * MINUTE_MS })
    await request(sandbox.url, clock, 5)

    const early = await cli('status --stage prod -o json')
    expect(JSON.parse(early.stdout).metrics).toMatchObject({ hits: null, misses: null, ratio: null })
    expect((await cli('status --stage prod')).stdout).toContain('traffic   last 1 h: no data; no request up to')

    clock.advance(5 * MINUTE_MS)
    const late = await cli('status --stage prod -o json')
    expect(JSON.parse(late.stdout).metrics).toMatchObject({ hits: 4, misses: 1, requests: 5, ratio: 0.8 })
    expect((await cli('status --stage prod')).stdout).toContain('5 requests, 4 hits, 1 miss, ratio 80.0 %')
  })

  it('and believes in no requests only where the window is settled', async () => {
    const { cli } = await withSandbox({ seed: PETS })
    const hits = async (window: string) =>
      (await cli(`status --stage prod ${window} --query metrics.hits`)).stdout.trim()

    expect(await hits('--since 1h')).toBe('null')
    expect(await hits('--since 2h --until 1h')).toBe('0')
    expect(await hits('--since 8m --until 6m')).toBe('null')
  })

  it('under the name without the characters that are not ASCII, or the id', async () => {
    for (const name of ['Haustiere für alle', '動物']) {
      const { cli, clock, sandbox } = await withSandbox({ seed: { apis: [api('aaaaaaaaaa', name)] } })
      await request(sandbox.url, clock, 3)
      clock.advance(MINUTE_MS)

      const { stdout } = await cli('status --stage prod -o json')

      expect(JSON.parse(stdout)).toMatchObject({ api: { name }, metrics: { hits: 2, misses: 1 } })
    }
  })

  it.each([
    ['the same name', 'pets', 'pets'],
    ['a name that is the same in CloudWatch', 'pets', 'pets🐶'],
  ])('but gives no figures where another API has %s', async (_, one, other) => {
    const seed = { apis: [api('aaaaaaaaaa', one), api('bbbbbbbbbb', other)] }
    const { cli, clock, sandbox } = await withSandbox({ seed })
    await request(sandbox.url, clock, 3)
    clock.advance(MINUTE_MS)

    const { stdout } = await cli('status --api aaaaaaaaaa --stage prod -o json')

    expect(JSON.parse(stdout)).toMatchObject({
      metrics: { hits: null, misses: null, requests: null, ratio: null, series: [] },
      warnings: [{ rule: 'same-api-name', message: expect.stringContaining('bbbbbbbbbb') }],
    })
  })
})
