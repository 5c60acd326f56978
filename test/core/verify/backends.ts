export interface Made {
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** What a backend makes for its n-th question, for a value of `type`. */
export type Backend = (n: number, now: number, type: string) => Made

const START = Date.UTC(2026, 0, 1, 9, 14, 2, 113)
const LONG_MS = 24 * 3_600_000

const iso = (now: number) => new Date(now).toISOString()
const json = (value: unknown): Made => ({ body: JSON.stringify(value) })
const drawn = (n: number, seed: number) => Math.abs(Math.imul(n + seed * 31, 2654435761) >> 7)
const oneOf = <T>(list: readonly T[], seed: number): T => list[seed % list.length] as T

const stepped = (now: number, stepMs: number) => Math.floor(now / stepMs) * stepMs

/** The last of times that lie apart by chance: within each stretch of 100 ms and more there is one, or none. */
function uneven(now: number, seed: number, stretchMs = 100): number {
  let stretch = Math.floor(now / stretchMs)
  while (drawn(stretch % 100_003, seed) % (3 + (seed % 20)) !== 0) stretch--
  return stretch * stretchMs + (drawn(stretch % 100_003, seed) % (stretchMs - 3))
}

/** When the newest record was written by now: every 0.3 to 40 s, steadily or by chance. */
function newest(now: number, seed: number): number {
  const everyMs = oneOf([300, 700, 1000, 2500, 5000, 10_000, 40_000], seed)
  return seed % 2 === 0
    ? stepped(now - (seed % everyMs), everyMs) + (seed % everyMs)
    : uneven(now, seed, Math.max(100, everyMs / 5))
}

/** Every answer is another one. */
export const ALWAYS_NEW = ['ms', 'seconds', 'header', 'counter', 'uuid', 'request id', 'random body'] as const
const FOOLED = ['instance ids', 'feed', 'uneven feed', 'written now and then', 'windows', 'just started'] as const
/** Nothing of them is about the answer itself, although it looks so. */
const LIVE = ['live list', 'live quote', 'first request', 'stepped clock', 'kept nonce'] as const
const OTHERS = [
  'drawn',
  'static',
  'record',
  'hot',
  'instances',
  'started',
  'slow',
  'bare seconds',
  'two clocks',
  ...FOOLED,
  ...LIVE,
] as const
export const KINDS = [...ALWAYS_NEW, ...OTHERS] as const
export type Kind = (typeof KINDS)[number]

const QUOTE_NAMES = ['observedAt', 'ts', 'at', 'time', 'timestamp', 'asOf', 'updatedAt'] as const
const FIRST_NAMES = [
  ...['queuedAt', 'iat', 'nbf', 'validFrom', 'lockedAt', 'requestedAt', 'acceptedAt', 'issuedAt', 'openedAt'],
  ...['receivedAt', 'processedAt', 'scheduledAt', 'sessionStart', 'joinedAt', 'at', 'date', 'computedAt'],
] as const
const CLOCK_NAMES = ['serverTime', 'now', 'generatedAt', 'currentTime', 'at', 'time'] as const
const STEPS_MS = [2500, 3000, 4000, 5000, 6000, 7000, 7500, 8000, 9000, 10_000] as const
/** As ISO 8601 with and without milliseconds, in seconds, and as JavaScript prints it. */
const WRITTEN = [
  iso,
  (now: number) => iso(now).replace(/\.\d+/, ''),
  (now: number) => Math.floor(now / 1000),
  (now: number) => new Date(now).toUTCString(),
] as const

export function backendOf(kind: Kind, seed: number, skewMs: number): Backend {
  const clock = (now: number) => now + skewMs
  let first: number | null = null
  const made: Record<Kind, Backend> = {
    ms: (_, now, type) => json({ type, data: { generatedAt: iso(clock(now)) } }),
    seconds: (_, now, type) => json({ type, now: Math.floor(clock(now) / 1000) }),
    header: (_, now, type) => ({ headers: { 'X-Generated-At': iso(clock(now)) }, body: `same for ${type}` }),
    'bare seconds': (_, now) => json({ now: Math.floor(clock(now) / 1000) }),
    // Two instances, the one almost a second behind the other.
    'two clocks': (n, now) => json({ now: Math.floor((clock(now) - (drawn(n, seed) % 2) * 950) / 1000) }),
    counter: (n, _, type) => json({ type, count: seed + n }),
    uuid: (n) => json({ id: `3f2b8c1e-9d4a-4c6b-8e7f-${String(n + seed).padStart(12, '0')}` }),
    'request id': (n) => json({ requestId: `r-${n + seed}` }),
    'random body': (n) => ({ body: `<p>${n}-${drawn(n, seed)}</p>` }),
    drawn: (n) => json({ roll: drawn(n, seed) % 50 }),
    static: (_, __, type) => json({ name: 'rex', type }),
    record: (_, __, type) => json({ type, createdAt: iso(START - LONG_MS - (seed + type.length) * 1000) }),
    hot: (_, now, type) =>
      json({ updatedAt: type === 'regular' ? iso(clock(now)) : iso(START - LONG_MS - seed * 1000) }),
    instances: (n) => json({ on: drawn(n, seed) % 2 }),
    started: (n) => json({ startedAt: iso(START - LONG_MS - (drawn(n, seed) % 2) * (seed + 77)) }),
    slow: (_, now) => json({ visitors: Math.floor(now / (400 + (seed % 20_000))) }),
    'instance ids': (n) => {
      const on = drawn(n, seed) % 2
      return json({ executionId: `e-${on}`, transactionId: `t-${on}`, invocationId: on })
    },
    feed: (_, now) => json({ quotedAt: iso(stepped(clock(now) - LONG_MS, 200 + (seed % 3000))) }),
    'uneven feed': (_, now) => json({ quotedAt: iso(uneven(now, seed) + skewMs - LONG_MS) }),
    'written now and then': (_, now) => json({ updatedAt: iso(uneven(now, seed) + skewMs) }),
    windows: (_, now) => json({ at: iso(stepped(clock(now), 5000)) }),
    'just started': (n) => json({ startedAt: iso(START + skewMs - (drawn(n, seed) % 2) * 700) }),
    'live list': (_, now, type) => {
      const placedAt = iso(newest(now, seed) + skewMs)
      return json({
        type,
        items: [{ id: seed, placedAt, generatedAt: placedAt }, { placedAt: iso(START - LONG_MS) }],
      })
    },
    'live quote': (_, now) => json({ price: 7, [oneOf(QUOTE_NAMES, seed)]: iso(newest(now, seed) + skewMs) }),
    'first request': (_, now) => {
      first ??= clock(now)
      return json({ state: 'open', [oneOf(FIRST_NAMES, seed)]: oneOf(WRITTEN, seed >> 3)(first) })
    },
    'stepped clock': (_, now) => {
      const stepMs = oneOf(STEPS_MS, seed >> 5)
      const written = oneOf(WRITTEN, seed >> 3)
      return json({ [oneOf(CLOCK_NAMES, seed)]: written(stepped(clock(now), stepMs)) })
    },
    'kept nonce': (n) => json({ [seed % 2 === 0 ? 'nonce' : 'requestId']: `n-${Math.floor((n + seed) / 3)}` }),
  }
  return made[kind]
}

/** What something in front writes into the body of every answer, stored or not. */
export type Edge = 'nonce' | 'requestId' | 'edgeId'

export function throughEdge(edge: Edge | null, n: number, body: string): string {
  if (edge === null) return body
  return body.startsWith('{')
    ? JSON.stringify({ ...JSON.parse(body), [edge]: `e-${n * 7919}` })
    : `<script ${edge}="e-${n * 7919}"></script>${body}`
}
