import { afterEach, describe, expect, it } from 'vitest'
import { commandSpelling } from '../../../src/commands/session/spelling.js'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import type { ProbingDoors, VerifyProgress } from '../../../src/core/verify/doors.js'
import type { VerifyRequest } from '../../../src/core/verify/request.js'
import { probeAll } from '../../../src/core/verify/run.js'
import { createHttp } from '../../../src/io/network/http.js'
import { FakeClock } from '../../support/clock.js'
import { memo, type Origin, type Served, serve } from './origin.js'
import { SCENARIOS } from './scenarios.js'
import { TRAPS } from './traps.js'

const START = Date.UTC(2026, 0, 1, 9, 14, 2, 113)
const open: Served[] = []

afterEach(async () => {
  for (const served of open.splice(0)) await served.close()
})

const PLAIN = {
  target: null,
  method: 'GET',
  samples: 5,
  intervalMs: 500,
  expected: 'cached',
  expectedBy: 'caller',
  timestamp: null,
  allowInconclusive: false,
  layer: null,
  known: null,
  direct: false,
  sign: false,
  asked: {},
  countedAs: null,
  advice: { spelling: commandSpelling({}), target: null, removal: 'purge it', asked: '/pets' },
} as const

interface Options {
  readonly request?: Partial<VerifyRequest>
  readonly past?: Origin | undefined
  readonly deps?: Partial<ProbingDoors>
  readonly dateOffsetMs?: number | undefined
  readonly headers?: readonly (readonly [string, string])[]
}

async function probe(origin: Origin, { request = {}, past, deps = {}, dateOffsetMs, headers = [] }: Options = {}) {
  const clock = new FakeClock(START)
  const served = await serve(origin, clock, dateOffsetMs)
  open.push(served)
  const http = createHttp(clock)
  let invoked = 0
  const testInvoke = async () => {
    invoked++
    const { status = 200, headers = {}, body } = past?.(100 + invoked, clock.now()) ?? { body: '' }
    return { status, headers, body: String(body) }
  }
  const { reports, failure } = await probeAll(
    { http: (sent) => clock.during(http(sent)), clock, stage: null, ...deps },
    [
      {
        ...PLAIN,
        url: served.url,
        variants: [{ url: served.url, headers, label: '', values: [] }],
        testInvoke: past ? testInvoke : null,
        ...request,
      },
    ],
  )
  if (failure) throw failure
  const [report] = reports
  if (!report) throw new Error('there is no report')
  return { report, clock, served, invoked: () => invoked }
}

describe('the verdict over real HTTP', () => {
  it.each([...SCENARIOS, ...TRAPS])('is right: $name', async (scenario) => {
    const { origin, past, request, dateOffsetMs, verdict, source, reason, check } = scenario
    const { report } = await probe(origin(), {
      ...(request ? { request } : {}),
      past: past?.(),
      dateOffsetMs,
    })

    expect({ verdict: report.verdict, reason: report.reason }).toEqual({
      verdict,
      reason: reason ? expect.stringMatching(reason) : expect.any(String),
    })
    if (check) expect(report.checks).toContainEqual(check)
    expect(report.layer).toBe(verdict === 'cached' ? 'some-cache' : null)
    if (source !== undefined) expect(report.freshness?.source ?? null).toBe(source)
  })
})

const stamped: Origin = (_, now) => ({ body: JSON.stringify({ generatedAt: new Date(now).toISOString() }) })
const seconds: Origin = (_, now) => ({ body: JSON.stringify({ at: Math.floor(now / 1000) }) })
const counter: Origin = (n) => ({ body: JSON.stringify({ count: n }) })

describe('the report', () => {
  it('names the evidence in one sentence', async () => {
    const { report } = await probe(memo(stamped))

    expect(report.reason).toBe(
      'generatedAt stayed 2026-01-01T09:14:02.113Z over 5 answers in 2.0 s, and lay within 2 s of the Date of the answer that had it first',
    )
  })

  it('lists every probe with its value and whether it was the same as the first', async () => {
    const { report } = await probe(memo(stamped, { misses: [4] }))

    expect(report.probes.map(({ value, sameAsFirst }) => [value?.slice(17), sameAsFirst])).toEqual([
      ['02.113Z', true],
      ['02.113Z', true],
      ['02.113Z', true],
      ['03.613Z', false],
      ['03.613Z', false],
    ])
    expect(report.probes[4]).toMatchObject({ at: '2026-01-01T09:14:04.113Z', status: 200 })
    expect(report.probes.every(({ latencyMs }) => latencyMs > 0)).toBe(true)
  })

  it('shows the value that a test-invoke had', async () => {
    const cached = memo(stamped)
    cached(1, START - 60_000)
    const { report, served, invoked } = await probe(cached, { past: stamped })

    expect(report.reason).toBe(
      'generatedAt stayed 2026-01-01T09:13:02.113Z over 6 answers in 2.5 s; a test-invoke past the cache had 2026-01-01T09:14:04.113Z',
    )
    expect(report.checks).toContainEqual({
      id: 'control',
      outcome: 'pass',
      detail: 'test-invoke past the cache gave another answer',
    })
    expect(invoked()).toBe(1)
    expect(served.requests).toHaveLength(6)
  })

  it('says what would settle it when nothing does', async () => {
    const { report } = await probe(() => ({ body: 'same' }))

    expect(report.reason).toContain(
      '5 answers in 2.0 s were identical, but nothing shows that a fresh one would differ',
    )
    expect(report.reason).toContain('--timestamp')
    expect(report.probes.map(({ value }) => value)).toEqual([null, null, null, null, null])
  })

  it('passes as expected, and inconclusive only where that is allowed', async () => {
    const still: Origin = () => ({ body: 'same' })
    const passed = async (origin: Origin, request: Partial<VerifyRequest>) =>
      (await probe(origin, { request })).report.passed

    expect(await passed(memo(stamped), { expected: 'cached' })).toBe(true)
    expect(await passed(memo(stamped), { expected: 'not-cached' })).toBe(false)
    expect(await passed(stamped, { expected: 'not-cached' })).toBe(true)
    expect(await passed(still, { expected: 'cached' })).toBe(false)
    expect(await passed(still, { expected: 'not-cached', allowInconclusive: true })).toBe(true)
  })

  it('says of an unknown path that the stage does not have it', async () => {
    const { report } = await probe(() => ({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
    }))

    expect(report.reason).toContain(
      'Missing Authentication Token means that the stage has no such path or method, or that the method takes only signed requests',
    )
    expect(report.checks.find(({ id }) => id === 'status')?.outcome).toBe('fail')
  })

  it("says that CloudFront's X-Cache is not the stage's", async () => {
    const { report } = await probe((n, now) => ({
      ...stamped(n, now),
      headers: { 'X-Cache': 'Miss from cloudfront' },
    }))

    expect(report.checks.find(({ id }) => id === 'x-cache')).toMatchObject({ outcome: 'skip' })
  })

  it('cuts what the endpoint says to a readable length', async () => {
    const long: Origin = (n) => ({ body: JSON.stringify({ version: `${n}\ud800${'x'.repeat(5000)}` }) })
    const { report } = await probe(long)

    expect(Math.max(...report.probes.map(({ value }) => value?.length ?? 0))).toBe(120)
    expect(JSON.stringify(report)).not.toMatch(/\\ud800/i)
  })
})

describe('probing', () => {
  it('waits the interval between probes', async () => {
    const { report } = await probe(memo(stamped), { request: { intervalMs: 700, samples: 3 } })

    expect(report.probes.map(({ at }) => at.slice(17))).toEqual(['02.113Z', '02.813Z', '03.513Z'])
  })

  it('spaces probes by more than a second where times tick in seconds, and says so', async () => {
    const events: VerifyProgress[] = []
    const { report } = await probe(memo(seconds), { deps: { onProgress: (event) => events.push(event) } })

    expect(report.probes.map(({ at }) => at.slice(17))).toEqual(['02.113Z', '03.213Z', '04.313Z', '05.413Z', '06.513Z'])
    expect(report.checks.find(({ id }) => id === 'spacing')?.outcome).toBe('pass')
    expect(events.filter(({ kind }) => kind === 'spacing')).toEqual([{ kind: 'spacing', delayMs: 1100 }])
  })

  it('stops spacing after half a minute', async () => {
    const { clock } = await probe(seconds, { request: { samples: 100 } })

    expect(clock.now() - START).toBeGreaterThanOrEqual(30_000 + 99 * 500)
    expect(clock.now() - START).toBeLessThan(30_000 + 99 * 500 + 1000)
  })

  it('announces every request before it is made', async () => {
    const events: VerifyProgress[] = []
    const { served, invoked } = await probe(memo(counter), {
      past: counter,
      deps: { onProgress: (event) => events.push(event) },
    })

    expect(events.filter(({ kind }) => kind === 'probe')).toHaveLength(served.requests.length)
    expect(events.filter(({ kind }) => kind === 'proof')).toHaveLength(invoked())
    expect(served.requests).toHaveLength(6)
    expect(invoked()).toBe(2)
  })

  it('takes no test-invoke where the probes already tell', async () => {
    expect((await probe(memo(stamped), { past: stamped })).invoked()).toBe(0)
    expect((await probe(stamped, { past: stamped })).invoked()).toBe(0)
  })

  it('takes one where it is demanded, whatever the probes tell', async () => {
    const { report, invoked } = await probe(memo(stamped), {
      past: stamped,
      request: { asked: { control: 'test-invoke' } },
    })

    expect(invoked()).toBe(1)
    expect(report.checks.find(({ id }) => id === 'control')?.outcome).toBe('pass')
  })

  it('goes without a test-invoke that it may not take', async () => {
    const denied = async () => {
      throw new ApigwCacheError('denied', 'test', 'not allowed to apigateway:POST')
    }
    const { report } = await probe(memo(counter), { request: { testInvoke: denied } })

    expect(report.verdict).toBe('inconclusive')
    expect(report.checks.find(({ id }) => id === 'control')).toEqual({
      id: 'control',
      outcome: 'skip',
      detail: 'no test-invoke could be taken: not allowed to apigateway:POST',
    })
    await expect(
      probe(memo(counter), { request: { testInvoke: denied, asked: { control: 'test-invoke' } } }),
    ).rejects.toMatchObject({ kind: 'denied' })
  })

  it('is not fooled by data that changed just before the test-invoke', async () => {
    let name = 'rex'
    const changing: Origin = () => ({ body: JSON.stringify({ name }) })
    const { report } = await probe(changing, {
      past: (n) => {
        name = `max ${n}`
        return { body: JSON.stringify({ name }) }
      },
    })

    expect(report.verdict).toBe('inconclusive')
  })

  it('ends when it is interrupted', async () => {
    const stop = new AbortController()
    const onProgress = (event: VerifyProgress) => {
      if (event.kind === 'probe' && event.number === 2) stop.abort()
    }

    await expect(probe(stamped, { deps: { signal: stop.signal, onProgress } })).rejects.toMatchObject({
      kind: 'interrupted',
      message: expect.stringContaining('after 1 probe'),
    })
  })

  it('sends what it was given and follows no redirect', async () => {
    const { served } = await probe((_, now) => ({ status: 301, headers: { Location: '/x' }, body: String(now) }), {
      headers: [['X-Tenant', 'a']],
    })

    expect(served.requests.map(({ url }) => url)).toEqual(Array(5).fill('/pets'))
    expect(Object.keys(served.requests[0]?.headers ?? {})).toEqual(['host', 'x-tenant'])
  })

  it('signs nothing unless it is told to, and then each request anew', async () => {
    let signed = 0
    const deps = {
      sign: async ({ headers }: { headers: readonly (readonly [string, string])[] }) => [
        ...headers,
        ['Authorization', `AWS4-HMAC-SHA256 ${++signed}`] as const,
      ],
    }
    const plain = await probe(stamped, { deps })
    expect(plain.served.requests.flatMap(({ headers }) => headers.authorization ?? [])).toEqual([])

    const { served } = await probe(stamped, { deps, request: { sign: true } })
    expect(new Set(served.requests.map(({ headers }) => headers.authorization)).size).toBe(5)
  })

  it('takes no credentials to where a redirect points', async () => {
    const elsewhere = await serve(() => ({ body: '' }), new FakeClock(START))
    open.push(elsewhere)

    await probe((_, now) => ({ status: 307, headers: { Location: elsewhere.url }, body: String(now) }), {
      deps: { sign: async () => [['Authorization', 'x']] as const },
      request: { sign: true },
    })

    expect(elsewhere.requests).toEqual([])
  })

  it('does not send more than it announced, whatever happens', async () => {
    const events: VerifyProgress[] = []
    const { served } = await probe(memo(counter), {
      past: counter,
      request: { asked: { invalidation: true }, samples: 3 },
      deps: { onProgress: (event) => events.push(event) },
    })

    const [first] = events
    expect(first).toEqual({ kind: 'announce', requests: 3 + 1 + 7, testInvokes: 2 })
    expect(served.requests.length).toBeLessThanOrEqual(11)
  })
})

describe('the TTL', () => {
  const known = {
    ...{ method: 'GET', path: '/pets', cached: true, ttlSeconds: 60, requireAuthorization: true, keys: [] },
    ...({
      servedBy: 'GET',
      unauthorized: 'FAIL_WITH_403',
      signed: false,
      canary: false,
      hasCanary: false,
      needsApiKey: false,
      pendingKeys: null,
      identity: [],
      uncached: null,
    } as const),
  }

  // The last answer had just been stored, and entries end with whole seconds on a clock that differs a little.
  it.each([
    [61_999, 'pass'],
    [62_001, 'fail'],
  ])('of a minute is waited for with two seconds to spare: an entry of %d ms is %s', async (ttlMs, outcome) => {
    const { report } = await probe(memo(stamped, { ttlMs, misses: [5] }), {
      request: { asked: { expiry: true }, known },
    })

    expect(report.checks.find(({ id }) => id === 'expiry')?.outcome).toBe(outcome)
  })
})

describe('two identities', () => {
  const asked = (identity: string, served: string) => ({
    url: served,
    headers: [['X-Who', identity]] as const,
    label: identity,
    values: [{ dimension: 'identity', label: identity }],
  })
  const identityIn = async (origin: Origin) => {
    const clock = new FakeClock(START)
    const served = await serve(origin, clock)
    open.push(served)
    const http = createHttp(clock)
    const { reports } = await probeAll({ http: (sent) => clock.during(http(sent)), clock, stage: null }, [
      {
        ...PLAIN,
        url: served.url,
        variants: [asked('ann', served.url), asked('ben', served.url)],
        testInvoke: null,
      },
    ])
    return reports[0]?.checks.find(({ id }) => id === 'identity')?.outcome
  }
  const first = new Date(START).toISOString()

  it.each<[string, Origin, string]>([
    ['a stored answer', memo(stamped), 'fail'],
    ['a public record that was just written', () => ({ body: `{"updatedAt":"${first}"}` }), 'unknown'],
    [
      'a public body with a header that is new each time',
      (n) => ({ headers: { 'X-Count': String(n) }, body: `{"generatedAt":"${first}"}` }),
      'unknown',
    ],
    ['public data that never change', () => ({ body: '{"name":"rex"}' }), 'unknown'],
    ['answers that are always new', stamped, 'pass'],
  ])('are accused by proof only: %s', async (_, origin, outcome) => {
    expect(await identityIn(origin)).toBe(outcome)
  })
})
