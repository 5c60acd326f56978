import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openStage } from '../../../src/core/find/target.js'
import type { Metrics } from '../../../src/core/metrics/report.js'
import { isSettled, windowOf } from '../../../src/core/metrics/window.js'
import { readStatus } from '../../../src/core/status/status.js'
import type { Handler, Seed } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const ASK_BACKEND = { integration: { type: 'AWS_PROXY', handler: 'fresh' } } as const
const CACHED = { cachingEnabled: true, cacheTtlInSeconds: 60, metricsEnabled: true } as const

const SEED: Seed = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: {
        'GET /pets': ASK_BACKEND,
        'GET /pets/{id}': { ...ASK_BACKEND, keys: ['path.id'] },
        'GET /users': ASK_BACKEND,
        'POST /search': ASK_BACKEND,
        'ANY /any': ASK_BACKEND,
      },
      stages: {
        prod: {
          cluster: '0.5',
          // The settings of a method decide as a whole: this one is not counted by itself.
          settings: { '*/*': CACHED, '~1users/GET': { ...CACHED, metricsEnabled: false } },
        },
      },
    },
  ],
}

/** What is asked, under which method CloudWatch counts it, and whether the cache is asked. */
const REQUESTS = [
  { verb: 'GET', path: '/pets', resource: '/pets', cached: true },
  { verb: 'GET', path: '/pets/1', resource: '/pets/{id}', cached: true },
  { verb: 'GET', path: '/pets/2', resource: '/pets/{id}', cached: true },
  { verb: 'GET', path: '/users', resource: '/users', cached: true },
  { verb: 'POST', path: '/search', resource: '/search', cached: false },
  { verb: 'GET', path: '/any', resource: '/any', cached: true },
  { verb: 'DELETE', path: '/any', resource: '/any', cached: false },
] as const
type Request = (typeof REQUESTS)[number]

interface Tally {
  hits: number
  misses: number
}
interface Served extends Tally {
  requests: number
  readonly methods: Map<string, Tally>
}

/** A backend whose answers all differ: one that was seen before came from the cache. */
async function counting(metricsDelayMs = 0) {
  let made = 0
  const fresh: Handler = () => {
    made += 1
    return { statusCode: 200, body: String(made) }
  }
  const bench = await withSandbox({ seed: SEED, handlers: { fresh }, metricsDelayMs })
  const served: Served = { hits: 0, misses: 0, requests: 0, methods: new Map() }
  const seen = new Set<string>()
  const ask = async ({ verb, path, resource, cached }: Request) => {
    const url = `${bench.sandbox.url}/restapis/aaaaaaaaaa/prod/_user_request_${path}`
    const body = await bench.clock.during(fetch(url, { method: verb }).then((answer) => answer.text()))
    served.requests += 1
    if (!cached) return
    const figure = seen.has(body) ? 'hits' : 'misses'
    seen.add(body)
    const method = `${verb} ${resource}`
    const own = served.methods.get(method) ?? { hits: 0, misses: 0 }
    served.methods.set(method, own)
    served[figure] += 1
    own[figure] += 1
  }
  const connection = await connectionTo(bench)
  const resolved = await openStage(connection, { api: 'aaaaaaaaaa', stage: 'prod' })
  const figures = async (since: number, until: number, period: number | null = null) => {
    const window = windowOf(since, until, bench.clock.now(), period)
    return (await readStatus(resolved, { window, methods: true })).metrics
  }
  return { ...bench, served, ask, figures }
}

const COUNTED = ['GET /pets', 'GET /pets/{id}', 'GET /any', 'ANY /any', 'POST /search']

/** A method is known, or it may be late and had no request that met the cache. */
function expectAll({ methods, methodsNotYet, ...metrics }: Metrics, served: Served) {
  const { hits, misses, requests } = served
  expect(metrics).toMatchObject({ hits, misses, requests })
  const own = Object.fromEntries((methods ?? []).map((one) => [`${one.method} ${one.path}`, one]))
  const late = (methodsNotYet ?? []).map(({ method, path }) => `${method} ${path}`)
  expect([...Object.keys(own), ...late].toSorted()).toEqual(COUNTED.toSorted())
  const at = (name: 'since' | 'until' | 'settledUntil') => Date.parse(metrics[name])
  const window = { since: at('since'), until: at('until'), settledUntil: at('settledUntil') }
  if (isSettled({ ...window, periodSeconds: metrics.periodSeconds })) expect(late).toEqual([])
  for (const name of COUNTED) {
    const expected = served.methods.get(name) ?? { hits: 0, misses: 0 }
    expect(own[name] ?? { hits: 0, misses: 0 }).toMatchObject(expected)
  }
}

async function run(
  { clock }: Pick<Bench, 'clock'>,
  ask: (request: Request) => Promise<void>,
  steps: readonly (readonly [request: Request, thenMs: number])[],
) {
  const from = clock.now()
  for (const [request, thenMs] of steps) {
    await ask(request)
    clock.advance(thenMs)
  }
  return { from, to: clock.now() }
}

const steps = (mostMs: number) =>
  fc.array(fc.tuple(fc.constantFrom(...REQUESTS), fc.nat(mostMs)), { minLength: 1, maxLength: 25 })

describe('the figures of status', () => {
  it('are what the sandbox served, for the stage and each method, in every window that has it all', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps(90_000),
        fc.nat(20 * DAY_MS),
        fc.array(fc.tuple(fc.nat(70 * DAY_MS), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 1,
          maxLength: 4,
        }),
        async (sequence, laterMs, windows) => {
          const bench = await counting()
          const { from, to } = await run(bench, bench.ask, sequence)
          bench.clock.advance(MINUTE_MS + laterMs)
          const now = bench.clock.now()

          for (const [earlierMs, part] of windows) {
            const until = to + MINUTE_MS + Math.floor(part * (now - to - MINUTE_MS))
            expectAll(await bench.figures(from - earlierMs, until), bench.served)
          }
          await bench.sandbox.close()
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  it('are the same in every period that may be asked for', async () => {
    const bench = await counting()
    const wanted = [0, 0, 1, 2, 1, 3, 4, 5, 5, 6, 0].flatMap((place) => REQUESTS[place] ?? [])
    const { from } = await run(
      bench,
      bench.ask,
      wanted.map((one) => [one, 20_000]),
    )
    bench.clock.advance(10 * MINUTE_MS)

    for (const period of [null, 60, 300, 3600, 86_400]) {
      expectAll(await bench.figures(from, bench.clock.now(), period), bench.served)
    }
  })

  it('are not known while CloudWatch is late, never too high, and right when it has caught up', async () => {
    await fc.assert(
      fc.asyncProperty(steps(6000), fc.integer({ min: 1, max: 4 }), async (sequence, delayMinutes) => {
        const bench = await counting(delayMinutes * MINUTE_MS)
        const { from, to } = await run(bench, bench.ask, sequence)

        const early = await bench.figures(from, bench.clock.now() + 1)
        const shownAt = (Math.floor(from / MINUTE_MS) + 1 + delayMinutes) * MINUTE_MS
        if (to < shownAt) {
          expect(early).toMatchObject({
            hits: null,
            misses: null,
            requests: null,
            ratio: null,
            methods: [],
          })
          expect(early.methodsNotYet).toHaveLength(COUNTED.length)
        }
        for (let minute = 0; minute <= delayMinutes + 1; minute++) {
          const { hits, misses, requests } = await bench.figures(from, bench.clock.now() + 1)
          for (const [found, served] of [
            [hits, bench.served.hits],
            [misses, bench.served.misses],
            [requests, bench.served.requests],
          ] as const) {
            if (found !== null) expect(found).toBeLessThanOrEqual(served)
          }
          bench.clock.advance(MINUTE_MS)
        }
        expectAll(await bench.figures(from, bench.clock.now()), bench.served)
        await bench.sandbox.close()
      }),
      { numRuns: 15 },
    )
  }, 60_000)
})
