import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { openStage } from '../../../src/core/find/target.js'
import { windowOf } from '../../../src/core/metrics/window.js'
import { type WatchTick, watchStatus } from '../../../src/core/status/watch.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SEED: Seed = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
      stages: {
        prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true, metricsEnabled: true } } },
      },
    },
  ],
}

/** Watches a stage for so many looks; `onTick` runs at each, and tells whether to go on. */
async function watching(
  { intervalMs = 1000, windowMs = HOUR_MS, methods = false },
  onTick: (tick: WatchTick, bench: Bench) => Promise<boolean> | boolean,
) {
  const bench = await withSandbox({ seed: SEED, metricsDelayMs: MINUTE_MS })
  const connection = await connectionTo(bench)
  const resolved = await openStage(connection, { api: 'aaaaaaaaaa', stage: 'prod' })
  bench.sent()
  const ending = new AbortController()
  const request = {
    window: (now: number) => windowOf(now - windowMs, now, now),
    methods,
    intervalMs,
    signal: ending.signal,
  }
  for await (const tick of watchStatus(resolved, request)) {
    if (!(await onTick(tick, bench))) ending.abort()
  }
  const all = bench.sent()
  return { all, calls: (name: string) => all.filter((one) => one === name).length }
}

/** The same, with every tick kept. */
async function watched({ looks = 5, methods = false }, between: (tick: WatchTick, bench: Bench) => unknown = () => {}) {
  const ticks: WatchTick[] = []
  const sent = await watching({ methods }, async (tick, bench) => {
    ticks.push(tick)
    await between(tick, bench)
    return ticks.length < looks
  })
  return { ...sent, ticks }
}

const ask = ({ sandbox, clock }: Bench) =>
  clock.during(fetch(`${sandbox.url}/restapis/aaaaaaaaaa/prod/_user_request_/pets`))

describe('watching a stage for ten minutes, every second', () => {
  it('reads the stage each time, CloudWatch when it publishes, and keeps nothing of it', async () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const seen: WeakRef<object>[] = []
    let mostRows = 0
    const { calls, all } = await watching({ windowMs: 5 * MINUTE_MS }, async (tick, bench) => {
      seen.push(new WeakRef(tick))
      mostRows = Math.max(mostRows, tick.metrics.series.length)
      if (seen.length % 30 === 0) await ask(bench)
      return seen.length < 600
    })
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    collect()

    expect(seen).toHaveLength(600)
    expect(calls('GetStage')).toBe(599)
    // Hits, misses and requests: at the start, and after each of the ten minutes.
    expect(calls('GetMetricStatistics')).toBe(3 * 11)
    expect(calls('GetRestApis')).toBe(1)
    expect(all.filter((one) => one.startsWith('Get'))).toHaveLength(599 + 33 + 1)
    expect(mostRows).toBeGreaterThan(2)
    expect(mostRows).toBeLessThanOrEqual(6)
    expect(seen.filter((tick) => tick.deref() !== undefined).length).toBeLessThan(3)
  }, 60_000)
})

describe('a look', () => {
  it('comes at its time, however long the one before took', async () => {
    const { ticks } = await watched({ looks: 6 }, ({ at }, { clock }) => {
      if (at.endsWith(':02.000Z')) clock.advance(2500)
    })

    expect(ticks.map(({ at }) => at.slice(-8))).toEqual([
      ':00.000Z',
      ':01.000Z',
      ':02.000Z',
      ':04.500Z',
      ':05.500Z',
      ':06.500Z',
    ])
  })

  it('sees a change of the cluster at once, and traffic when CloudWatch tells it', async () => {
    const { ticks } = await watched({ looks: 200 }, async ({ at }, bench) => {
      if (at.endsWith('00:30.000Z')) for (const _ of ['a miss', 'a hit', 'a hit']) await ask(bench)
      if (at.endsWith('00:40.000Z')) await bench.cli('flush --stage prod --yes --no-wait')
    })

    const first = (is: (tick: WatchTick) => boolean) => ticks.find(is)?.at.slice(14, 19)
    expect(first(({ cluster }) => cluster.status === 'FLUSH_IN_PROGRESS')).toBe('00:41')
    // The minute ends at 01:00 and is shown a minute later.
    expect(first(({ metrics }) => metrics.hits !== null)).toBe('02:05')
    expect(ticks.at(-1)).toMatchObject({
      metrics: { hits: 2, misses: 1, requests: 3 },
      rates: { ratio: { m1: 2 / 3, m5: 2 / 3 }, until: '2026-01-01T00:01:00.000Z' },
    })
  })

  it('reads the methods again only after a deployment', async () => {
    const { calls, ticks } = await watched({ looks: 100, methods: true }, async ({ at }, bench) => {
      if (!at.endsWith('00:30.000Z')) return
      await bench.cli('keys add GET /pets querystring.type --stage prod --deploy --yes')
      bench.sent()
    })

    expect(calls('GetExport')).toBe(1)
    expect(ticks.at(0)?.methods?.[0]?.keys).toEqual([])
    expect(ticks.at(-1)?.methods?.[0]?.keys).toEqual(['querystring.type'])
  })

  it('shows the keys of a deployment at once, not with the next figures', async () => {
    const { ticks } = await watched({ looks: 35, methods: true }, async ({ at }, bench) => {
      if (!at.endsWith('00:30.000Z')) return
      await bench.cli('keys add GET /pets querystring.type --stage prod --deploy --yes')
    })

    const before = ticks.findIndex(({ at }) => at.endsWith('00:30.000Z'))
    expect(ticks[before]?.methods?.[0]?.keys).toEqual([])
    expect(ticks[before + 1]?.methods?.[0]?.keys).toEqual(['querystring.type'])
  })

  it('is left out while there is trouble that may pass, and comes again after it', async () => {
    const { ticks } = await watched({ looks: 5 }, ({ at }, { sandbox, clock }) => {
      if (!at.endsWith(':02.000Z')) return
      sandbox.faults.next.push(...Array.from({ length: 99 }, () => ({ kind: 'error', method: 'GET' }) as const))
      void clock.sleep(150_000).then(() => {
        sandbox.faults.next.length = 0
      })
    })

    const seen = ticks.map(({ at }) => (Date.parse(at) - Date.parse(ticks[0]?.at ?? '')) / 1000)
    expect(seen.slice(0, 3)).toEqual([0, 1, 2])
    expect(seen[3]).toBeGreaterThan(150)
    expect(seen[3]).toBeLessThan(200)
  })

  it('ends with the reason where the stage is gone', async () => {
    const scope = 'Credential=test/20260101/us-east-1/apigateway/aws4_request'
    const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`
    const gone = watched({ looks: 5 }, async ({ at }, { sandbox, clock }) => {
      const stage = `${sandbox.url}/restapis/aaaaaaaaaa/stages/prod`
      const remove = { method: 'DELETE', headers: { authorization } }
      if (at.endsWith(':02.000Z')) await clock.during(fetch(stage, remove))
    })

    await expect(gone).rejects.toMatchObject({ kind: 'failure', message: expect.stringContaining('stage') })
  })
})
