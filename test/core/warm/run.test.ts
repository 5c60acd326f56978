import { describe, expect, it } from 'vitest'
import { commandSpelling } from '../../../src/commands/session/spelling.js'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import type { HttpReply, HttpRequest } from '../../../src/core/base/http.js'
import type { Plan } from '../../../src/core/request/plan.js'
import { batchesOf } from '../../../src/core/warm/batch.js'
import type { WarmProgress } from '../../../src/core/warm/report.js'
import { warmUrls } from '../../../src/core/warm/run.js'
import { FakeClock } from '../../support/clock.js'

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly latencyMs?: number
}

const ENOUGH = Date.UTC(2026, 0, 1, 10, 7, 3, 217)
const planOf = (url: string): Plan => ({ url, inside: null, method: null, deployed: null, serving: null })
const plansOf = (count: number) => Array.from({ length: count }, (_, n) => planOf(`https://api.invalid/${n}`))

/** A server in memory: `answer` gets the URL, how often it was asked for, and how often anything was. */
function served(answer: (url: string, times: number, all: number) => Answer | Error) {
  const clock = new FakeClock(ENOUGH)
  const asked: { readonly url: string; readonly at: number }[] = []
  const http = (request: HttpRequest): Promise<HttpReply> =>
    clock.during(
      (async () => {
        asked.push({ url: request.url, at: clock.now() })
        const times = asked.filter(({ url }) => url === request.url).length
        const given = answer(request.url, times, asked.length)
        if (given instanceof Error) throw given
        const { status = 200, headers = {}, body = '', latencyMs = 20 } = given
        clock.advance(latencyMs)
        const all = { Date: new Date(clock.now()).toUTCString(), ...headers }
        return {
          status,
          rawHeaders: Object.entries(all).flat(),
          body: new TextEncoder().encode(body),
          truncated: false,
          latencyMs,
          receivedAt: clock.now(),
        }
      })(),
    )
  const run = { headers: [], sign: null, perSecond: 10, concurrency: 1 }
  return { clock, asked, doors: { http, clock, spelling: commandSpelling({}) }, run }
}

const now = (clock: FakeClock) => JSON.stringify({ generatedAt: new Date(clock.now()).toISOString() })

describe('warming', () => {
  it('calls nothing cached that a backend without a cache answers', async () => {
    const { clock, doors, run } = served(() => ({ body: now(clock) }))

    const { reports, passed } = await warmUrls(doors, plansOf(5), run)

    expect(reports.map(({ cached }) => cached)).toEqual([false, false, false, false, false])
    expect(passed).toBe(false)
  })

  it('cannot tell a record that says when it was made from a stored answer', async () => {
    const { doors, run } = served(() => ({ body: '{"createdAt":"2026-01-01T09:00:00.123Z"}' }))

    const { reports, passed } = await warmUrls(doors, plansOf(2), run)

    expect(reports.map(({ cached }) => cached)).toEqual([null, null])
    expect(passed).toBe(true)
  })

  it('leaves out what another cache answered', async () => {
    const { doors, run } = served(() => ({ body: '{}', headers: { Age: '4' } }))

    const { reports } = await warmUrls(doors, plansOf(1), run)

    expect(reports).toMatchObject([{ cached: null, reason: 'answered by another cache (Age: 4)' }])
  })

  it('waits out the steps of a clock of seconds before it looks again', async () => {
    const stored = new Map<string, string>()
    const { clock, asked, doors, run } = served((url) => {
      const body = stored.get(url) ?? `<p>generated ${new Date(clock.now()).toISOString().slice(0, 19)}Z</p>`
      stored.set(url, body)
      return { body }
    })

    // At a second that is in no step.
    await clock.sleep(8000)
    const { reports } = await warmUrls(doors, plansOf(1), run)

    expect(reports).toMatchObject([{ cached: true }])
    expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThan(4000)
  })

  it('tells how far it is', async () => {
    const told: WarmProgress[] = []
    const { doors, run } = served(() => ({ body: '{}' }))

    await warmUrls(doors, plansOf(2), { ...run, onProgress: (progress) => told.push(progress) })

    expect(told).toEqual([
      { filled: 1, seenAgain: 0, total: 2 },
      { filled: 2, seenAgain: 0, total: 2 },
      { filled: 2, seenAgain: 1, total: 2 },
      { filled: 2, seenAgain: 2, total: 2 },
    ])
  })

  it('never sends more at once than it may, nor faster than its rate', async () => {
    const { asked, doors, run } = served(() => ({ body: '{}', latencyMs: 0 }))

    await warmUrls(doors, plansOf(30), { ...run, concurrency: 8 })

    const gaps = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100)
  })
})

describe('warming a backend in trouble', () => {
  it('stops when it slows down, and says by how much', async () => {
    const { asked, doors, run } = served((_, __, all) => ({ body: '{}', latencyMs: all > 14 ? 4000 : 300 }))

    const { stopped, passed } = await warmUrls(doors, plansOf(60), run)

    expect(stopped).toMatch(/^the last 5 answers took 4.0 s \(median\), the first 5 300 ms; \d+ of 60 URLs/)
    expect(passed).toBe(false)
    expect(asked.length).toBeLessThan(30)
  })

  it('notices in a list of ten that milliseconds became seconds', async () => {
    const { doors, run } = served((_, __, all) => ({ body: '{}', latencyMs: all > 5 ? 1800 : 3 }))

    const { stopped, passed } = await warmUrls(doors, plansOf(10), run)

    expect(stopped).toMatch(/^the last 5 answers took 1.8 s \(median\), the first 5 3 ms; 10 of 10 URLs/)
    expect(passed).toBe(false)
  })

  it('does as a 429 says, once', async () => {
    const { asked, doors, run } = served((_, __, all) =>
      all === 3 ? { status: 429, headers: { 'Retry-After': '17' } } : { body: '{}' },
    )

    const { stopped, reports } = await warmUrls(doors, plansOf(5), run)

    expect(stopped).toBeNull()
    expect(reports.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(asked[3]?.url).toBe(asked[2]?.url)
    expect((asked[3]?.at ?? 0) - (asked[2]?.at ?? 0)).toBeGreaterThanOrEqual(17_000)
  })

  it('goes on where two requests that were under way are both told to wait', async () => {
    const clock = new FakeClock(ENOUGH)
    const asked: string[] = []
    const http = async ({ url }: HttpRequest): Promise<HttpReply> => {
      asked.push(url)
      const early = asked.length <= 2
      await clock.sleep(300)
      return {
        status: early ? 429 : 200,
        rawHeaders: early ? ['Retry-After', '5'] : [],
        body: new TextEncoder().encode('{}'),
        truncated: false,
        latencyMs: 300,
        receivedAt: clock.now(),
      }
    }
    const run = { headers: [], sign: null, perSecond: 10, concurrency: 2 }

    const { stopped, reports } = await warmUrls({ http, clock, spelling: commandSpelling({}) }, plansOf(4), run)

    expect(stopped).toBeNull()
    expect(reports.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    // Each of the four twice, and the first two once more.
    expect(asked).toHaveLength(10)
  })

  it.each([
    [
      'a second 429',
      (all: number) => all >= 3,
      { 'Retry-After': '1' },
      'the stage throttles (429 again after a pause)',
      4,
    ],
    [
      'a 429 that does not say how long to wait',
      (all: number) => all === 3,
      {},
      '(429 without a Retry-After), so ask more slowly (--rate)',
      3,
    ],
    ['a 429 that asks for an hour', (all: number) => all === 3, { 'Retry-After': '3600' }, '(429 for 3600 s)', 3],
  ])('stops at %s', async (_, isThrottled, headers, reason, requests) => {
    const { asked, doors, run } = served((_url, __, all) =>
      isThrottled(all) ? { status: 429, headers } : { body: '{}' },
    )

    const { stopped } = await warmUrls(doors, plansOf(9), run)

    expect(stopped).toContain(reason)
    expect(stopped).toContain('3 of 9 URLs were asked for')
    expect(asked).toHaveLength(requests)
  })

  it('goes on past single URLs without an answer, and names them', async () => {
    const refused = new ApigwCacheError('failure', 'failure', 'nothing listens at api.invalid')
    const { doors, run } = served((url) => (url.endsWith('/1') ? refused : { body: '{}' }))

    const { reports, passed, stopped } = await warmUrls(doors, plansOf(3), run)

    expect(reports[1]).toMatchObject({ status: 0, cached: null, reason: 'nothing listens at api.invalid' })
    expect(reports.map(({ status }) => status)).toEqual([200, 0, 200])
    expect({ passed, stopped }).toEqual({ passed: false, stopped: null })
  })

  it('sends nothing more once a request cannot be signed', async () => {
    const { asked, doors, run } = served(() => ({ body: '{}' }))
    let signed = 0
    const sign = async () => {
      signed++
      if (signed === 3) throw new ApigwCacheError('denied', 'test', 'no credentials')
      return []
    }

    await expect(warmUrls(doors, plansOf(30), { ...run, sign })).rejects.toThrow('no credentials')
    expect(asked).toHaveLength(2)
    await doors.clock.sleep(60_000)
    expect(asked).toHaveLength(2)
  })

  it('fails where nothing answers at all', async () => {
    const { asked, doors, run } = served(
      () => new ApigwCacheError('failure', 'failure', 'nothing listens at api.invalid'),
    )

    await expect(warmUrls(doors, plansOf(30), run)).rejects.toThrow('nothing listens at api.invalid')
    expect(asked).toHaveLength(3)
  })
})

describe('the batches of a list', () => {
  const cachedFor = (ttlSeconds: number): Plan => ({
    ...planOf('https://api.invalid/'),
    inside: '/',
    method: {
      ...{ method: 'GET', path: '/', source: 'stage-default', cached: true, keys: [], pendingKeys: null },
      ...{ caching: true, ttlSeconds, encrypted: false, requireAuthorization: true },
      unauthorized: 'FAIL_WITH_403',
    },
  })

  it.each([
    [5, 300, 150],
    [5, 10, 25],
    [1, 1, 1],
    [100, 3600, 200],
  ])(
    'at %d a second and a TTL of %d s have %d URLs, so that an entry still lives at the second look',
    (rate, ttl, size) => {
      const plans = Array.from({ length: 500 }, () => cachedFor(ttl))
      const batches = batchesOf(plans, rate)

      expect(batches[0]).toHaveLength(size)
      expect(batches.flat()).toEqual(plans)
    },
  )
})
