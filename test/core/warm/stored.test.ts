import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exchangeOf } from '../../../src/core/answer/exchange.js'
import { type Observation, observe } from '../../../src/core/answer/observation.js'
import type { Plan } from '../../../src/core/request/plan.js'
import { needsAnother, storedOf } from '../../../src/core/warm/stored.js'

const START = Date.UTC(2026, 0, 1, 10, 7, 2, 217)
const FOREIGN: Plan = {
  url: 'https://api.invalid/pets',
  inside: null,
  method: null,
  deployed: null,
  serving: null,
}
const KNOWN: Plan = {
  ...FOREIGN,
  inside: '/pets',
  method: {
    ...{ method: 'GET', path: '/pets', source: 'stage-default', cached: true, keys: [], pendingKeys: null },
    ...{ caching: true, ttlSeconds: 60, encrypted: false, requireAuthorization: true },
    unauthorized: 'FAIL_WITH_403',
  },
}

interface Given {
  /** Milliseconds after the start. */
  readonly at: number
  readonly body: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

function answer({ at, body, status = 200, headers = {} }: Given): Observation {
  const request = { method: 'GET', url: FOREIGN.url, headers: [], maxBytes: 1, timeoutMs: 1 }
  const all = { Date: new Date(START + at + 10).toUTCString(), ...headers }
  const reply = {
    status,
    rawHeaders: Object.entries(all).flat(),
    body: new TextEncoder().encode(body),
    truncated: false,
    latencyMs: 10,
    receivedAt: START + at + 10,
  }
  return observe(exchangeOf(request, reply), START + at, null)
}

const made = (at: number) => JSON.stringify({ generatedAt: new Date(START + at + 5).toISOString() })
const seconds = (at: number) => `<p>Generated ${new Date(START + at + 5).toISOString().slice(0, 19)}Z</p>`
const look = (plan: Plan, ...given: readonly Given[]) => ({ plan, answers: given.map(answer), problem: null })
const judge = (plan: Plan, ...given: readonly Given[]) => storedOf(look(plan, ...given), []).cached

describe('what the answers show', () => {
  it.each<[boolean | null, string, readonly Given[]]>([
    [
      true,
      'a time that stood still',
      [
        { at: 0, body: made(0) },
        { at: 2100, body: made(0) },
      ],
    ],
    [
      true,
      'a second that stood still for two',
      [
        { at: 0, body: seconds(0) },
        { at: 4100, body: seconds(0) },
      ],
    ],
    [
      null,
      'a second that may not have ticked yet',
      [
        { at: 0, body: seconds(0) },
        { at: 900, body: seconds(0) },
      ],
    ],
    [
      true,
      'a miss, and then the answer that it stored',
      [
        { at: 0, body: made(0) },
        { at: 2100, body: made(2100) },
        { at: 4200, body: made(2100) },
      ],
    ],
    [
      false,
      'another time in each of three answers',
      [
        { at: 0, body: made(0) },
        { at: 2100, body: made(2100) },
        { at: 4200, body: made(4200) },
      ],
    ],
    [
      null,
      'the same text each time',
      [
        { at: 0, body: 'pets' },
        { at: 2100, body: 'pets' },
      ],
    ],
    [
      null,
      'a time from before the first look',
      [
        { at: 0, body: made(-60_000) },
        { at: 2100, body: made(-60_000) },
      ],
    ],
    [null, 'one answer', [{ at: 0, body: made(0) }]],
    [
      null,
      'hits of another cache',
      [
        { at: 0, body: made(0) },
        { at: 2100, body: made(0), headers: { 'X-Cache': 'Hit from cloudfront' } },
      ],
    ],
    [null, 'an error', [{ at: 0, body: made(0), status: 500 }]],
  ])('is %s for %s', (cached, _, given) => {
    expect(judge(FOREIGN, ...given)).toBe(cached)
    expect(judge(KNOWN, ...given)).toBe(cached)
  })

  it('is nothing where the entry may have ended in between', () => {
    const given = [0, 61_000, 122_000].map((at) => ({ at, body: made(at) }))

    expect(storedOf(look(KNOWN, ...given), [])).toEqual({
      cached: null,
      reason: 'its TTL was over before the second look',
    })
  })

  it('takes in what another URL was answered, where one entry answers both', () => {
    const later = look(FOREIGN, { at: 20_000, body: made(0) }, { at: 22_100, body: made(0) })
    const first = answer({ at: 0, body: made(0) })

    expect(storedOf(later, []).cached).toBeNull()
    expect(storedOf(later, [first]).cached).toBe(true)
  })

  it('warns of an error that may have been stored', () => {
    const { reason } = storedOf(look(KNOWN, { at: 0, body: '', status: 502 }), [])

    expect(reason).toBe('answered 502, which API Gateway may have stored for 60 s')
  })

  it('is never that a backend without a cache is cached', () => {
    const old = made(-86_400_000)
    const backends: readonly ((at: number, n: number) => string)[] = [
      () => 'always the same',
      () => old,
      (at) => made(at),
      (at) => seconds(at),
      (_, n) => `token ${n * 7919}`,
      (_, n) => `instance ${n % 2}, started ${old}`,
      (at) => `${old} ${made(at)}`,
    ]
    const times = fc.tuple(
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 2100, max: 30_000 }),
      fc.integer({ min: 2100, max: 30_000 }),
    )
    fc.assert(
      fc.property(fc.constantFrom(...backends), times, fc.constantFrom(FOREIGN, KNOWN), (body, [a, b, c], plan) => {
        const all = [a, a + b, a + b + c].map((at, n) => answer({ at, body: body(at, n) }))
        const seen = { plan, answers: all.slice(0, 2), problem: null }
        const answers = needsAnother(seen) ? all : seen.answers
        return storedOf({ plan, answers, problem: null }, []).cached !== true
      }),
      { numRuns: 2000 },
    )
  })
})
