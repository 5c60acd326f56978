import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALLS } from '../../../src/core/base/calls.js'
import type { Clock } from '../../../src/core/base/clock.js'
import type { Http } from '../../../src/core/base/http.js'
import { STRATEGIES, type UnauthorizedStrategy } from '../../../src/core/gateway/model.js'
import type { Authority } from '../../../src/core/invalidate/authority.js'
import type { Entry } from '../../../src/core/invalidate/entries.js'
import { approachTo, mostRequests } from '../../../src/core/invalidate/how-to-send.js'
import { type Finding, judge } from '../../../src/core/invalidate/judge.js'
import { refresh } from '../../../src/core/invalidate/refresh.js'

/** What an origin says; the time is that of the request. */
const ORIGINS = {
  milliseconds: (now: number) => JSON.stringify({ generatedAt: new Date(now).toISOString() }),
  seconds: (now: number) => JSON.stringify({ generatedAt: Math.floor(now / 1000) }),
  html: (now: number) => `<p>Generated ${new Date(now).toUTCString()}</p>`,
  static: () => '{"name":"pets"}',
  record: () => '{"createdAt":"2026-01-01T00:00:00.123Z"}',
  // Looks fresh every half minute, whoever asks.
  slow: (now: number) => JSON.stringify({ at: new Date(Math.floor(now / 30_000) * 30_000).toISOString() }),
  // The newest of records that are written now and then.
  list: (now: number) => JSON.stringify({ items: [{ placedAt: new Date(now - (now % 4700)).toISOString() }] }),
  quote: (now: number) => JSON.stringify({ observedAt: new Date(now - (now % 900)).toISOString() }),
  token: (_: number, chance: number) => JSON.stringify({ token: Math.floor(chance * 1e9) }),
} as const
type Origin = keyof typeof ORIGINS

interface Scene {
  readonly origin: Origin
  readonly caches: boolean
  readonly obeys: boolean
  readonly strategy: UnauthorizedStrategy
  readonly missRate: number
  /** How old the entry is that is there already; null where there is none. */
  readonly ageMs: number | null
  readonly startMs: number
  readonly settingsKnown: boolean
  readonly own: boolean
  readonly seed: number
}

const START = Date.UTC(2026, 10, 23, 9, 14, 2)

const scene: fc.Arbitrary<Scene> = fc.record({
  origin: fc.constantFrom(...(Object.keys(ORIGINS) as Origin[])),
  caches: fc.boolean(),
  obeys: fc.boolean(),
  strategy: fc.constantFrom(...STRATEGIES),
  missRate: fc.constantFrom(0, 0, 0.3),
  ageMs: fc.option(fc.integer({ min: 0, max: 200_000 })),
  startMs: fc.integer({ min: START, max: START + 120_000 }),
  settingsKnown: fc.boolean(),
  own: fc.boolean(),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
})

/** A stage with one entry, or a plain backend, in memory. */
function stageOf({ origin, caches, obeys, strategy, missRate, ageMs, startMs, seed }: Scene) {
  let now = startMs
  let state = seed
  const chance = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  const made = (at: number) => ({ body: ORIGINS[origin](at, chance()), at })
  let entry = caches && ageMs !== null ? made(now - ageMs) : null
  const asked: boolean[] = []
  const answer = (wants: boolean) => {
    if (!caches) return { status: 200, body: made(now).body, headers: [] }
    if (wants && !obeys && strategy === 'FAIL_WITH_403')
      return {
        status: 403,
        body: '{"message":"Forbidden"}',
        headers: ['x-amzn-ErrorType', 'AccessDeniedException'],
      }
    if (entry === null || (wants && obeys) || chance() < missRate) entry = made(now)
    const warned = wants && !obeys && strategy === 'SUCCEED_WITH_RESPONSE_HEADER'
    return { status: 200, body: entry.body, headers: warned ? ['Warning', '199 ignored'] : [] }
  }
  const http: Http = async ({ headers }) => {
    const wants = headers.some(([name]) => name === 'Cache-Control')
    asked.push(wants)
    now += 3
    const { status, body, headers: more } = answer(wants)
    const rawHeaders = ['Date', new Date(now).toUTCString(), 'Content-Type', 'application/json', ...more]
    now += 4
    return { status, rawHeaders, body: Buffer.from(body), truncated: false, latencyMs: 7, receivedAt: now }
  }
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms
    },
  }
  return { http, clock, asked, entry: () => entry }
}

function authorityIn({ settingsKnown, caches, obeys, strategy, seed }: Scene): Authority {
  if (!settingsKnown) return { kind: 'unknown' }
  if (!caches) return { kind: 'not-cached', why: 'caching is off' }
  if (obeys) return seed % 2 === 0 ? { kind: 'anyone' } : { kind: 'caller', strategy }
  return seed % 2 === 0 ? { kind: 'nobody', why: 'not-iam', strategy } : { kind: 'caller', strategy }
}

async function outcomeIn(given: Scene, authority = authorityIn(given)) {
  const stage = stageOf(given)
  const approach = approachTo(authority, { verb: 'GET', own: given.own, bypassed: false })
  const entry: Entry = {
    plan: { url: 'https://x.example/pets', inside: null, method: null, deployed: null, serving: null },
    verb: 'GET',
    headers: [],
    set: null,
    signs: false,
    signed: false,
    isIam: null,
    authority,
    approach,
    bypassed: false,
    direct: false,
    resourceId: null,
  }
  const turn = () => stage.clock.sleep(200)
  const { http, clock } = stage
  const asking = { stage: null, http, clock, spelling: CALLS, sign: null, turn }
  const startedAt = stage.clock.now()
  const finding: Finding = judge(await refresh(asking, entry, {}), authority, false)
  return { ...finding, startedAt, entry: stage.entry(), asked: stage.asked, most: mostRequests(approach) }
}

const RUNS = { numRuns: 4000 }

describe('what invalidate says of random stages and servers', () => {
  it('never claims that an entry was invalidated where the old one may still be served', () =>
    fc.assert(
      fc.asyncProperty(scene, async (given) => {
        const { outcome, entry, startedAt } = await outcomeIn(given)
        if (outcome !== 'invalidated') return
        expect(given.caches).toBe(true)
        expect(entry?.at).toBeGreaterThan(startedAt)
        if (given.missRate === 0) expect(given.obeys).toBe(true)
      }),
      RUNS,
    ))

  it('never says that an obeyed request was ignored or refused', () =>
    fc.assert(
      fc.asyncProperty(scene, async (given) => {
        const { outcome } = await outcomeIn(given)
        if (outcome === 'ignored' || outcome === 'forbidden')
          expect(given).toMatchObject({ caches: true, obeys: false })
      }),
      RUNS,
    ))

  it('tells it wherever settings or times in the answers can', () =>
    fc.assert(
      fc.asyncProperty(
        scene.filter(({ origin, caches, missRate }) => caches && missRate === 0 && /seconds|html/.test(origin)),
        async (given) => {
          const { outcome } = await outcomeIn(given)
          // A clock of seconds may as well go in steps of ten where nobody says that the stage obeys.
          if (given.obeys && !given.settingsKnown && given.origin !== 'milliseconds')
            expect(['invalidated', 'unknown']).toContain(outcome)
          else if (given.obeys) expect(outcome).toBe('invalidated')
          // Of an entry from before no time shows that a fresh one would differ.
          else if (given.strategy !== 'SUCCEED_WITHOUT_RESPONSE_HEADER')
            expect(outcome).toBe(given.strategy === 'FAIL_WITH_403' ? 'forbidden' : 'ignored')
        },
      ),
      RUNS,
    ))

  it('believes what it sees where the settings say that nobody may', () =>
    fc.assert(
      fc.asyncProperty(
        scene.filter(({ caches, obeys, missRate }) => caches && obeys && missRate === 0),
        async (given) => {
          const { strategy, origin } = given
          const nobody: Authority = { kind: 'nobody', why: 'not-iam', strategy }
          const { outcome, because, asked, most } = await outcomeIn({ ...given, own: true }, nobody)
          if (origin === 'milliseconds') expect([outcome, because.kind]).toEqual(['invalidated', 'renewal'])
          else if (!/static|record/.test(origin)) expect(['invalidated', 'unknown', 'ignored']).toContain(outcome)
          expect(outcome).not.toBe('forbidden')
          expect(asked.length).toBeLessThanOrEqual(most)
        },
      ),
      RUNS,
    ))

  it('sends no more requests than it announces, and none of them in vain', () =>
    fc.assert(
      fc.asyncProperty(scene, async (given) => {
        const { asked, most } = await outcomeIn(given)
        expect(asked.length).toBeLessThanOrEqual(most)
        if (given.settingsKnown && given.own && given.caches && given.obeys && given.seed % 2 === 0)
          expect(asked).toEqual([true])
      }),
      RUNS,
    ))
})
