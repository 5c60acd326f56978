import { describe, expect, it } from 'vitest'
import { exchangeOf } from '../../../../src/core/answer/exchange.js'
import { type Observation, observe } from '../../../../src/core/answer/observation.js'
import type { Evidence, Known } from '../../../../src/core/verify/evidence.js'
import { expiry } from '../../../../src/core/verify/proofs/expiry.js'
import { flush } from '../../../../src/core/verify/proofs/flush.js'
import { type Invalidated, invalidation } from '../../../../src/core/verify/proofs/invalidation.js'
import { type Counts, metrics } from '../../../../src/core/verify/proofs/metrics.js'

const START = Date.UTC(2026, 0, 1, 9, 14, 2, 113)

function observed(body: string, at: number, headers: Readonly<Record<string, string>> = {}): Observation {
  const request = { method: 'GET', url: 'http://x/', headers: [], maxBytes: 1, timeoutMs: 1 }
  const reply = {
    status: body === '' ? 403 : 200,
    rawHeaders: ['Date', new Date(at).toUTCString(), ...Object.entries(headers).flat()],
    body: Buffer.from(body),
    truncated: false,
    latencyMs: 5,
    receivedAt: at,
  }
  return observe(exchangeOf(request, reply), at - 5, null)
}

/** One letter an answer. A letter stands for a word, or for the time at which it first appears. */
function phase(letters: string, from: number, gapMs: number, times: boolean): readonly Observation[] {
  return [...letters].map((letter, index) => {
    const made = new Date(START + from + letters.indexOf(letter) * gapMs).toISOString()
    return observed(times ? JSON.stringify({ generatedAt: made }) : letter, START + from + index * gapMs)
  })
}

const NOTHING: Evidence = {
  ...{ probes: [], others: [], taken: new Map(), main: null, named: null, known: null, direct: true },
  ...{ sent: { signed: false, apiKey: false } },
  expected: 'cached',
}

interface Flushed {
  readonly before: string
  readonly during: string
  readonly after: string
  readonly gapMs?: number
}

const flushed = ({ before, during, after, gapMs = 500 }: Flushed, times: boolean) =>
  flush.weigh(
    {
      before: phase(before, 0, 500, times),
      during: phase(during, 10_000, gapMs, times),
      after: phase(after, 130_000, 500, times),
    },
    NOTHING,
  )?.says

/** Phases that follow each other as soon as the next answer does: so short is a flush of a small cache. */
function flushedAtOnce(during: string): string | undefined {
  const first = 10_000
  const last = first + during.length * 500
  return flush.weigh(
    {
      before: phase('AAAAA', first - 2500, 500, true),
      during: phase(during, first, 500, true),
      after: phase('GGGGG', last, 500, true),
    },
    NOTHING,
  )?.says
}

describe('a flush', () => {
  it('shows the stage from the third answer that was given while it ran', () => {
    expect(flushedAtOnce('BC')).toBe('unknown')
    expect(flushedAtOnce('BCD')).toBe('stage')
  })

  it.each<[string, Flushed, string]>([
    ['times that stay, are new, and stay', { before: 'AAAAA', during: 'BCDEF', after: 'GGGGG' }, 'stage'],
    ['a miss among them', { before: 'AABBB', during: 'CDEFG', after: 'HHHHH' }, 'stage'],
    ['too few answers while it ran', { before: 'AAAAA', during: 'BC', after: 'GGGGG' }, 'unknown'],
    ['answers that repeat while it ran', { before: 'AAAAA', during: 'BBCDE', after: 'GGGGG' }, 'unknown'],
    [
      'a cache that keeps answers for as long as between two',
      { before: 'AAA', during: 'BCDEF', after: 'GGG', gapMs: 1500 },
      'unknown',
    ],
    ['one that misses half of the time', { before: 'AAABBC', during: 'DEFGH', after: 'IIIJJK' }, 'unknown'],
    ['what is never stored', { before: 'ABCDE', during: 'FGHIJ', after: 'KLMNO' }, 'unknown'],
  ])('of times: %s', (_, letters, says) => {
    expect(flushed(letters, true)).toBe(says)
  })

  it.each<[string, Flushed, string]>([
    ['words that stay, are new, and stay', { before: 'AAAAA', during: 'BCDEF', after: 'GGGGG' }, 'stage'],
    ['the old word again', { before: 'AAAAA', during: 'BCDEF', after: 'AAAAA' }, 'unknown'],
    ['the old word in between', { before: 'AAAAA', during: 'BCADE', after: 'GGGGG' }, 'unknown'],
    ['words that were not steady', { before: 'AABBC', during: 'DEFGH', after: 'IIIII' }, 'unknown'],
    ['two instances in turn', { before: 'ABABA', during: 'BABAB', after: 'ABABA' }, 'unknown'],
    ['nothing that changes', { before: 'AAAAA', during: 'AAAAA', after: 'AAAAA' }, 'unknown'],
  ])('of values without a meaning: %s', (_, letters, says) => {
    expect(flushed(letters, false)).toBe(says)
  })

  it('that does not remove what was stored shows another cache', () => {
    const kept = phase('AAAAA', 0, 500, true)
    const again = (from: number) => kept.map((one, index) => observed(one.body, START + from + index * 500))

    const said = flush.weigh({ before: kept, during: again(10_000), after: again(130_000) }, NOTHING)

    expect(said?.says).toBe('other-layer')
  })
})

const KNOWN: Known = {
  method: 'GET',
  servedBy: 'GET',
  path: '/pets',
  cached: true,
  ttlSeconds: 300,
  requireAuthorization: false,
  unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
  keys: [],
  signed: false,
  canary: false,
  hasCanary: false,
  needsApiKey: false,
  pendingKeys: null,
  identity: [],
  uncached: null,
}

/** `p` plain, `u` unsigned, `s` signed, each with the word of its answer: `pA uB pB`. */
function invalidated(text: string, known: Partial<Known> | null = {}) {
  const sent = { p: 'plain', u: 'unsigned', s: 'signed' } as const
  const steps: Invalidated['steps'] = text.split(' ').map((step, index) => ({
    sent: step.startsWith('p') ? sent.p : step.startsWith('u') ? sent.u : sent.s,
    answer: observed(
      step.slice(1).replace('!', ''),
      START + 5000 + index * 500,
      step.endsWith('!') ? { Warning: '199 x' } : {},
    ),
  }))
  const before = phase('AAAAA', 0, 500, false)
  return invalidation.weigh({ before, steps }, { ...NOTHING, known: known && { ...KNOWN, ...known } })
}

describe('an invalidation', () => {
  it.each<[string, string, Partial<Known> | null, string]>([
    ['that anyone may do, twice', 'pA uB pB uC pC', {}, 'stage'],
    ['that a signature permits, twice', 'pA u pA sB pB sC pC', { requireAuthorization: true, signed: true }, 'stage'],
    // Without settings that say the same, a feed may have moved just then.
    ['of which the settings are not known', 'pA uB pB uC pC', null, 'unknown'],
    ['that the settings do not cache', 'pA uB pB uC pC', { cached: false }, 'unknown'],
    ['that nobody may do and somebody did', 'pA uB pB uC pC', { requireAuthorization: true }, 'unknown'],
    ['that a signature did where none is looked at', 'pA uA pA sB pB sC pC', { requireAuthorization: true }, 'unknown'],
    ['that happened once', 'pA uB pB uB pB', {}, 'unknown'],
    ['between two instances', 'pA uB pB uA pA', {}, 'unknown'],
    ['that was not kept', 'pA uB pC uD pE', {}, 'unknown'],
    ['that was ignored', 'pA uA pA', {}, 'unknown'],
  ])('%s', (_, steps, known, says) => {
    expect(invalidated(steps, known)?.says).toBe(says)
  })

  it.each([
    ['pA u pA', 'refused'],
    ['pA uA! pA', 'warned'],
    ['pA! uA! pA!', 'same'],
    ['pA uA pA', 'same'],
    ['pA uB pB', 'replaced'],
    ['pA uB pA', 'not-kept'],
    ['pA uB p', 'unknown'],
  ])('reads what became of %s: %s', (steps, outcome) => {
    expect(invalidated(steps)?.unsigned).toBe(outcome)
  })
})

describe('the TTL', () => {
  const before = phase('AAAAA', 0, 500, true)
  const after = phase('BBBBB', 302_000, 500, true)

  it('shows a cache by a new time that stays, and nothing by other values', () => {
    const weighed = (was: readonly Observation[], is: readonly Observation[]) =>
      expiry.weigh({ ttlSeconds: 300, before: was, after: is }, NOTHING)?.says

    expect(weighed(before, after)).toBe('some-cache')
    expect(weighed(phase('AAAAA', 0, 500, false), phase('BBBBB', 302_000, 500, false))).toBe('changed')
    expect(weighed(before, before)).toBe('kept')
    expect(weighed(phase('A', 0, 500, false), phase('A', 302_000, 500, false))).toBe('unknown')
    expect(weighed(before, [])).toBe('unknown')
  })
})

describe('the counts of CloudWatch', () => {
  const EXACT: Counts = {
    sent: 5,
    own: 5,
    requests: 5,
    hits: 4,
    misses: 1,
    settled: false,
  }

  it.each<[string, Partial<Counts>, Partial<Known>, string]>([
    ['hits and misses of all', {}, {}, 'cached'],
    ['hits of all that asked, settled', { misses: 0, settled: true }, {}, 'cached'],
    ['some not counted yet', { misses: 0 }, {}, 'unknown'],
    ['fewer than were sent', { requests: 4, settled: true }, {}, 'unknown'],
    ['more than were sent', { requests: 6 }, {}, 'unknown'],
    ['misses only', { hits: 0, misses: 5 }, {}, 'not-cached'],
    ['neither, settled', { hits: 0, misses: 0, settled: true }, {}, 'not-cached'],
    ['neither, not settled', { hits: 0, misses: 0 }, {}, 'unknown'],
    ['two misses and no more', { hits: 0, misses: 2, settled: true }, {}, 'unknown'],
    ['misses only, with a canary', { hits: 0, misses: 5 }, { canary: true }, 'unknown'],
    ['as many hits as others sent', { sent: 9, requests: 9, hits: 4, misses: 5 }, {}, 'unknown'],
    ['more hits than others sent', { sent: 9, requests: 9, hits: 5, misses: 4 }, {}, 'cached'],
  ])('of %s', (_, counts, known, says) => {
    expect(metrics.weigh({ ...EXACT, ...counts }, { ...NOTHING, known: { ...KNOWN, ...known } })?.says).toBe(says)
  })
})
