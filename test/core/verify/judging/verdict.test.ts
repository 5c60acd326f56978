import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exchangeOf } from '../../../../src/core/answer/exchange.js'
import { parseTimestampSource } from '../../../../src/core/answer/named.js'
import { type Observation, observe } from '../../../../src/core/answer/observation.js'
import { judge } from '../../../../src/core/verify/judging/verdict.js'
import { type Answer, memo, type Origin } from '../origin.js'

const START = Date.UTC(2026, 0, 1, 9, 14, 2, 113)

function observed({ status = 200, headers = {}, body }: Answer, at: number, dateOffsetMs = 0): Observation {
  const request = { method: 'GET', url: 'http://x/', headers: [], maxBytes: 1, timeoutMs: 1 }
  const reply = {
    status,
    rawHeaders: ['Date', new Date(at + dateOffsetMs).toUTCString(), ...Object.entries(headers).flat()],
    body: Buffer.from(body),
    truncated: false,
    latencyMs: 5,
    receivedAt: at,
  }
  return observe(exchangeOf(request, reply), at - 5, null)
}

const NOTHING_KNOWN = {
  sent: { signed: false, apiKey: false },
  others: [],
  main: null,
  known: null,
  direct: false,
  expected: 'cached',
} as const

const verdictOf = (probes: readonly Observation[], controls: readonly Observation[] = []) =>
  judge({
    probes,
    taken: new Map([['test-invoke', controls]]),
    named: null,
    ...NOTHING_KNOWN,
  }).verdict

/** One letter a probe, half a second apart; a letter stands for the time at which it first appears. */
function times(letters: string, name = 'generatedAt'): readonly Observation[] {
  return [...letters].map((letter, index) => {
    const made = START + letters.indexOf(letter) * 500
    return observed({ body: JSON.stringify({ [name]: new Date(made).toISOString() }) }, START + index * 500)
  })
}

const words = (letters: string): readonly Observation[] =>
  [...letters].map((letter, index) => observed({ body: letter }, START + index * 500))

describe('the verdict on times', () => {
  it.each([
    ['AAAAA', 'cached'],
    ['AABBB', 'cached'],
    ['ABBBB', 'cached'],
    ['AAAAB', 'cached'],
    ['ABABA', 'cached'],
    ['ABCDD', 'cached'],
    ['ABCDE', 'not-cached'],
    ['ABC', 'not-cached'],
    ['AB', 'inconclusive'],
    ['A', 'inconclusive'],
    ['', 'inconclusive'],
  ])('of %s is %s', (letters, verdict) => {
    expect(verdictOf(times(letters))).toBe(verdict)
  })
})

describe('the verdict on times that may be those of a record', () => {
  it.each([
    ['AAAAA', 'inconclusive'],
    ['AABBB', 'inconclusive'],
    ['ABBBB', 'inconclusive'],
    ['ABABA', 'inconclusive'],
    ['ABCCCCCCCC', 'cached'],
    ['ABCDE', 'not-cached'],
  ])('of %s is %s', (letters, verdict) => {
    expect(verdictOf(times(letters, 'at'))).toBe(verdict)
    expect(verdictOf(times(letters, 'observedAt'))).toBe(verdict)
  })
})

describe('the verdict on values without a meaning', () => {
  it.each([
    ['AAAAA', 'inconclusive'],
    ['AABBB', 'inconclusive'],
    ['ABABA', 'inconclusive'],
    ['ABCDE', 'not-cached'],
  ])('of %s is %s', (letters, verdict) => {
    expect(verdictOf(words(letters))).toBe(verdict)
  })

  it('needs two different answers past the cache, between equal ones', () => {
    const control = (word: string, at: number) => observed({ body: word }, START + at)
    const probes = words('AAAAAA')

    expect(verdictOf(probes, [control('X', 2100)])).toBe('inconclusive')
    expect(verdictOf(probes, [control('X', 2100), control('X', 2200)])).toBe('inconclusive')
    expect(verdictOf(probes, [control('X', 2100), control('Y', 2200)])).toBe('cached')
    expect(verdictOf(probes, [control('X', 2600), control('Y', 2700)])).toBe('inconclusive')
    expect(verdictOf(words('AAAAB'), [control('X', 1600), control('Y', 1700)])).toBe('inconclusive')
  })
})

describe('the verdict on contradictions', () => {
  it('is inconclusive where a header keeps time while the body keeps still', () => {
    const body = JSON.stringify({ updatedAt: new Date(START).toISOString() })
    const probes = [0, 500, 1000, 1500].map((after) => {
      const at = START + after
      return observed({ headers: { 'X-Now': new Date(at).toISOString() }, body }, at)
    })

    expect(verdictOf(probes)).toBe('inconclusive')
  })

  it('trusts the value that the user named over everything else', () => {
    const named = parseTimestampSource('body:at')
    const probes = [0, 500, 1000].map((after) => {
      const body = JSON.stringify({ at: '2026-01-01T08:00:00.123Z', nonce: after })
      const request = { method: 'GET', url: 'http://x/', headers: [], maxBytes: 1, timeoutMs: 1 }
      const reply = { status: 200, rawHeaders: [], body: Buffer.from(body), truncated: false, latencyMs: 5 }
      return observe(exchangeOf(request, { ...reply, receivedAt: START + after }), START + after, named)
    })

    expect(judge({ probes, taken: new Map(), named, ...NOTHING_KNOWN })).toMatchObject({
      verdict: 'cached',
      freshness: { source: 'body:at', kind: 'timestamp' },
    })
  })
})

describe('latency', () => {
  it('is that of the first answer and the median of the others', () => {
    const probes = times('AAAAA').map((probe, index) => ({
      ...probe,
      latencyMs: [90, 4, 8, 6, 100][index] ?? 0,
    }))

    expect(judge({ probes, taken: new Map(), named: null, ...NOTHING_KNOWN }).latency).toEqual({
      firstMs: 90,
      repeatMedianMs: 7,
    })
  })
})

interface World {
  readonly origin: Origin
  /** What the same origin answers past the gateway, where it runs elsewhere. */
  readonly past: Origin
}

const iso = (now: number) => new Date(now).toISOString()
const json = (value: unknown): Answer => ({ body: JSON.stringify(value) })
/** The same in every run, and as good as independent of its neighbours. */
const drawn = (n: number, seed: number) => Math.abs(Math.imul(n + seed * 31, 2654435761) >> 7)

/** Longer than any clock here is wrong: no old time is taken for the present by accident. */
const LONG_MS = 24 * 3_600_000

const startedAt = (instance: number, seed: number) => json({ startedAt: iso(START - LONG_MS - instance * (seed + 77)) })

const everywhere = (origin: Origin): World => ({ origin, past: origin })

const worlds: fc.Arbitrary<World> = fc
  .record({
    kind: fc.constantFrom(
      'ms',
      'seconds',
      'seconds as ms',
      'two clocks',
      'header',
      'counter',
      'uuid',
      'request id',
      'random body',
      'drawn from fifty',
      'static',
      'record',
      'instances',
      'started',
      'slow',
      'echo',
    ),
    seed: fc.nat(100_000),
    skewMs: fc.oneof(fc.constant(0), fc.integer({ min: -7_200_000, max: 7_200_000 })),
  })
  .map((chosen) => worldOf(chosen))

interface Chosen {
  readonly kind: string
  readonly seed: number
  readonly skewMs: number
}

function worldOf({ kind, seed, skewMs }: Chosen): World {
  const clock = (now: number) => now + skewMs
  switch (kind) {
    case 'ms':
      return everywhere((_, now) => json({ data: { generatedAt: iso(clock(now)) } }))
    case 'seconds':
      return everywhere((_, now) => json([{ now: Math.floor(clock(now) / 1000) }]))
    case 'seconds as ms':
      return everywhere((_, now) => json({ now: iso(Math.floor(clock(now) / 1000) * 1000) }))
    case 'two clocks':
      return everywhere((n, now) => json({ at: Math.floor((now - (drawn(n, seed) % 2) * 900) / 1000) }))
    case 'header':
      return everywhere((_, now) => ({ headers: { 'X-Made': iso(clock(now)) }, body: 'same' }))
    case 'counter':
      return everywhere((n) => json({ count: seed + n }))
    case 'uuid':
      return everywhere((n) => json({ id: `3f2b8c1e-9d4a-4c6b-8e7f-${String(n + seed).padStart(12, '0')}` }))
    case 'request id':
      return everywhere((n) => json({ requestId: `r-${n + seed}` }))
    case 'random body':
      return everywhere((n) => ({ body: `<p>${n}-${drawn(n, seed)}</p>` }))
    case 'drawn from fifty':
      return everywhere((n) => json({ roll: drawn(n, seed) % 50 }))
    case 'static':
      return everywhere(() => json({ name: 'rex' }))
    case 'record':
      return everywhere(() => json({ name: 'rex', createdAt: iso(START - LONG_MS - seed * 1000) }))
    case 'instances':
      return {
        origin: (n) => json({ on: drawn(n, seed) % 2 }),
        past: () => json({ on: 'other' }),
      }
    case 'started':
      return {
        origin: (n) => startedAt(drawn(n, seed) % 2, seed),
        past: () => startedAt(-3, seed),
      }
    case 'slow':
      return everywhere((_, now) => json({ visitors: Math.floor(now / (400 + (seed % 5000))) }))
    case 'echo':
      return {
        origin: () => json({ stage: 'prod' }),
        past: () => json({ stage: 'test-invoke-stage' }),
      }
    default:
      throw new Error(kind)
  }
}

const runs = fc.record({
  samples: fc.integer({ min: 1, max: 8 }),
  intervalMs: fc.constantFrom(0, 50, 500, 1100, 3000),
  dateOffsetMs: fc.oneof(fc.constant(0), fc.integer({ min: -3_600_000, max: 3_600_000 })),
  controls: fc.constantFrom(0, 1, 2),
  errors: fc.uniqueArray(fc.nat(8), { maxLength: 3 }),
  hits: fc.uniqueArray(fc.nat(8), { maxLength: 2 }),
})
interface RunShape {
  readonly samples: number
  readonly intervalMs: number
  readonly dateOffsetMs: number
  readonly controls: number
  readonly errors: readonly number[]
  readonly hits: readonly number[]
}

/** Probes, then controls, then one more probe, as the orchestration takes them. */
function run(world: World, cached: boolean, shape: RunShape) {
  const { samples, intervalMs, dateOffsetMs, controls, errors, hits } = shape
  const through = cached ? memo(world.origin) : world.origin
  const probes: Observation[] = []
  const past: Observation[] = []
  let now = START
  let n = 0
  const probe = () => {
    n++
    const error: Answer = { status: 500, body: '{"message": "Internal server error"}' }
    const answer = errors.includes(n) ? error : through(n, now)
    const headers = hits.includes(n) ? { 'X-Cache': 'Hit from cloudfront' } : {}
    probes.push(observed({ ...answer, headers: { ...answer.headers, ...headers } }, now, dateOffsetMs))
    now += Math.max(intervalMs, 10)
  }
  for (let i = 0; i < samples; i++) probe()
  for (let i = 0; i < controls; i++) {
    past.push(observed(world.past(1000 + i, now), now, dateOffsetMs))
    now += 1100
  }
  if (controls > 0) probe()
  return { probes, past }
}

describe('in random scenarios', () => {
  it('`cached` is never said of an origin without any cache', () => {
    fc.assert(
      fc.property(worlds, runs, (world, shape) => {
        const { probes, past } = run(world, false, shape)
        expect(verdictOf(probes, past)).not.toBe('cached')
      }),
      { numRuns: 10_000 },
    )
  }, 60_000)

  it('`not-cached` is never said of an origin behind a cache that keeps its entry', () => {
    fc.assert(
      fc.property(worlds, runs, (world, shape) => {
        const { probes, past } = run(world, true, shape)
        expect(verdictOf(probes, past)).not.toBe('not-cached')
      }),
      { numRuns: 3000 },
    )
  }, 60_000)

  it('an origin that writes its time is always told, either way', () => {
    const clean = { dateOffsetMs: 0, controls: 0, errors: [], hits: [] }
    const spaced = fc.record({
      samples: fc.integer({ min: 3, max: 8 }),
      intervalMs: fc.constantFrom(500, 1100),
    })
    fc.assert(
      fc.property(spaced, fc.boolean(), fc.boolean(), (shape, cached, inHeader) => {
        const origin: Origin = (_, now) =>
          inHeader ? { headers: { 'X-Generated-At': iso(now) }, body: '' } : json({ now: iso(now) })
        const { probes } = run({ origin, past: origin }, cached, { ...clean, ...shape })
        expect(verdictOf(probes)).toBe(cached ? 'cached' : 'not-cached')
      }),
    )
  })
})
