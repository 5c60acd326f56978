import { parseTimestampSource } from '../../../src/core/answer/named.js'
import { type Answer, memo, type Origin } from './origin.js'
import type { Scenario } from './scenarios.js'

const iso = (now: number) => new Date(now).toISOString()
const json = (value: unknown, headers = {}): Answer => ({
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(value),
})
const named = (text: string) => ({ timestamp: parseTimestampSource(text) })
const pad = (n: number) => String(n * 7919).padStart(12, '0')
const uuid = (n: number) => `3f2b8c1e-9d4a-4c6b-8e7f-${pad(n)}`

/** A value that is the time of the answer that had it first, and stays from then on without any cache. */
const since =
  (make: (first: string) => Answer): Origin =>
  (_, now) => {
    first ??= iso(now)
    return make(first)
  }
let first: string | null = null
const fresh = (origin: Origin) => () => {
  first = null
  return origin
}

const RECORDS = [
  'createdAt',
  'updated_at',
  'lastModified',
  'modified',
  'startedAt',
  'start_time',
  'initializedAt',
  'bootTime',
  'windowStart',
  'bucket',
  'resetAt',
  'asOf',
  'lastSeen',
  'heartbeat',
  'expiresAt',
  'expiry',
  'validFrom.until',
  'deployedAt',
  'builtAt',
  'releaseDate',
  'lastLogin',
].map(
  (name): Scenario => ({
    name: `a record's ${name} that happens to be now`,
    origin: fresh(since((at) => json({ name: 'rex', [name]: at }))),
    verdict: 'inconclusive',
    source: null,
  }),
)

const HOPS = [
  'X-Varnish',
  'RateLimit-Remaining',
  'X-RateLimit-Remaining',
  'X-Rate-Limit-Remaining',
  'X-Response-Time',
  'X-Fastly-Request-Id',
  'Fly-Request-Id',
  'X-Iinfo',
  'X-Kong-Upstream-Latency',
  'Akamai-GRN',
  'X-Runtime',
].flatMap((name): Scenario[] => {
  const through =
    (origin: Origin): Origin =>
    (n, now) => {
      const answer = origin(n, now)
      return { ...answer, headers: { ...answer.headers, [name]: String(1000 - n * 3) } }
    }
  const stamped: Origin = (_, now) => json({ generatedAt: iso(now) })
  return [
    {
      name: `${name} of a hop, static`,
      origin: () => through(() => json({ a: 1 })),
      verdict: 'inconclusive',
    },
    { name: `${name} of a hop, cached`, origin: () => through(memo(stamped)), verdict: 'cached' },
  ]
})

const PER_INSTANCE = ['executionId', 'requestId', 'transactionId', 'nonce'].map(
  (name): Scenario => ({
    name: `two instances in turn, each with its own ${name}`,
    origin: () => (n) => json({ [name]: uuid(n % 2) }),
    verdict: 'inconclusive',
  }),
)

/** Quotes that are handed on late, a new one at steady or at uneven distances. */
const feed =
  (everyMs: number, lateMs = 900_000): Origin =>
  (_, now) =>
    json({ price: 7, quotedAt: iso(Math.floor((now - lateMs) / everyMs) * everyMs) })

/** What looks like a cache, or like none, and is not. */
export const TRAPS: readonly Scenario[] = [
  {
    name: 'a named value that is always the same, bodies new',
    origin: () => (n) => json({ count: n }),
    request: named('header:Content-Type'),
    verdict: 'inconclusive',
    reason: /header:content-type stayed while the bodies differed, and is no time; check --timestamp/,
  },
  {
    name: 'a named value that is no time and always the same, bodies too',
    origin: () => memo((n) => json({ serial: `s-${n}` })),
    request: named('body:serial'),
    verdict: 'cached',
    reason: /^serial stayed s-1 over 5 answers in 2.0 s, and each answer has its own, as --timestamp says$/,
  },
  {
    name: 'a named value that is no time, and a nonce from something in front',
    origin: () => {
      const kept = memo((n) => json({ serial: `s-${n}` }))
      return (n, now) => json({ ...JSON.parse(String(kept(n, now).body)), nonce: uuid(n) })
    },
    request: named('body:serial'),
    verdict: 'cached',
  },
  {
    name: 'a named value that differs in test-invokes only',
    origin: () => () => json({ a: 1 }),
    past: () => () => ({ headers: { 'Content-Type': 'text/plain' }, body: '{"a":1}' }),
    request: named('header:Content-Type'),
    verdict: 'cached',
  },
  {
    name: 'a named value of two instances in turn',
    origin: () => (n) => json({ on: n % 2 }),
    request: { ...named('body:on'), intervalMs: 1100 },
    verdict: 'inconclusive',
  },
  {
    name: 'a named value that is no time, while something else is new',
    origin: () => (n) => json({ version: n < 3 ? 'a' : 'b', count: n }),
    request: { ...named('body:version'), intervalMs: 1100 },
    verdict: 'inconclusive',
  },
  {
    name: 'a named value that is no time, cached with a miss',
    origin: () => memo((n) => json({ version: `v${n}` }), { misses: [2] }),
    request: { ...named('body:version'), intervalMs: 1100 },
    verdict: 'cached',
    source: 'body:version',
  },
  {
    name: 'a time of a record that was named',
    origin: fresh(since((at) => json({ updatedAt: at }))),
    request: named('body:updatedAt'),
    verdict: 'cached',
  },
  {
    name: 'the transactionId of the latest record',
    origin: () => (n) => json({ transactionId: uuid(n < 3 ? 1 : 2) }),
    verdict: 'inconclusive',
  },
  {
    name: 'the request ids of records in a list',
    origin: () => (n) => json({ items: [{ requestId: uuid(n < 3 ? 1 : 2) }] }),
    verdict: 'inconclusive',
  },
  {
    name: 'the request id of the last record',
    origin: () => (n) => json({ lastRequestId: uuid(n < 3 ? 1 : 2) }),
    verdict: 'inconclusive',
  },
  {
    name: 'Last-Modified of a file that was just written',
    origin: fresh(since((at) => ({ headers: { 'Last-Modified': new Date(at).toUTCString() }, body: 'a' }))),
    request: { intervalMs: 1100 },
    verdict: 'inconclusive',
  },
  {
    name: 'an instance that was started for the test-invoke',
    origin: () => () => json({ startedAt: '2025-12-31T03:00:00.123Z' }),
    past: fresh(since((at) => json({ startedAt: at }))),
    request: { samples: 3 },
    verdict: 'inconclusive',
  },
  {
    name: 'a window of five seconds written with milliseconds',
    origin: () => (_, now) => json({ at: iso(Math.floor(now / 5000) * 5000) }),
    request: { intervalMs: 1100, samples: 6 },
    verdict: 'inconclusive',
  },
  {
    name: 'a body that keeps the time of the first answer, and a header that is always new',
    origin: fresh((n, now) => since((at) => json({ generatedAt: at }, { 'X-Count': String(n) }))(n, now)),
    verdict: 'inconclusive',
    reason: /stayed the same over 5 answers in [\d.]+ s while header x-count was new each time; name the one/,
  },
  {
    name: 'a static body with a header that is always new, and is no time',
    origin: () => (n) => json({ a: 1 }, { 'X-Count': String(n) }),
    verdict: 'inconclusive',
    reason: /while header x-count was new each time/,
  },
  {
    name: 'late quotes, a new one every 0.9 s',
    origin: () => feed(900),
    request: { intervalMs: 300, samples: 8 },
    verdict: 'inconclusive',
  },
  {
    name: 'late quotes at uneven distances',
    origin: () => {
      const turns = [0, 1, 2, 2, 2, 3]
      return (n, now) => json({ quotedAt: iso(now - 900_000 - ((turns[n - 1] ?? n) === 2 ? (n - 3) * 500 : 0)) })
    },
    request: { samples: 6 },
    verdict: 'inconclusive',
  },
  {
    name: 'the basic format of ISO 8601, cached',
    origin: () => memo((_, now) => json({ now: iso(now).replace(/[-:]|\.\d+/g, '') })),
    verdict: 'cached',
    source: 'body:now',
  },
  {
    name: 'a pattern that backtracks for years',
    origin: () => () => ({ body: `generated ${'a'.repeat(40)}!` }),
    request: { ...named('regex:generated (\\w+\\s?)+$'), samples: 2 },
    verdict: 'inconclusive',
    check: {
      id: 'timestamp',
      outcome: 'unknown',
      detail:
        'looking for regex:generated (\\w+\\s?)+$ took too long in 2 of 2 answers; write a pattern that needs no backtracking',
    },
  },
  ...RECORDS,
  ...HOPS,
  ...PER_INSTANCE,
]
