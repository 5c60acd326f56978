import type { TestAnswer } from '../../../src/core/aws/api.js'
import type { HttpReply, HttpRequest } from '../../../src/core/base/http.js'
import type { ProbingDoors, StageDoor } from '../../../src/core/verify/doors.js'
import type { Known } from '../../../src/core/verify/evidence.js'
import { backendOf, type Edge, type Kind, type Made, throughEdge } from './backends.js'

const START = Date.UTC(2026, 0, 1, 9, 14, 2, 113)
const MINUTE_MS = 60_000

export interface WorldShape {
  readonly kind: Kind
  /** A header that something in front of the stage makes anew for each answer; null for none. */
  readonly hop: string | null
  /** What it writes into the body of each answer; null for nothing. */
  readonly edge: Edge | null
  readonly seed: number
  /** How far the origin's clock is ahead of the caller's, and that of `Date` and of the counts. */
  readonly skewMs: number
  readonly dateOffsetMs: number
  /** How long an answer takes on its way, from the stage to the origin and back. */
  readonly latencyMs: number
  readonly stage: 'off' | 'on' | 'no cluster'
  readonly ttlSeconds: number
  readonly keyed: boolean
  readonly signed: boolean
  readonly requireAuthorization: boolean
  readonly unauthorized: Known['unauthorized']
  /** Chances, each 0..1. */
  readonly missRate: number
  readonly evictionRate: number
  readonly canary: number
  readonly othersRate: number
  /** How much later than our requests CloudWatch counts those of others; below zero how much earlier. */
  readonly othersLateMs: number
  /** Whether hits and misses are counted earlier or later than the requests to which they belong. */
  readonly scattered: boolean
  readonly errorRate: number
  /** A cache of the backend's own; 0 for none. */
  readonly backendTtlMs: number
  readonly backendMissRate: number
  readonly backendHonoursMaxAge: boolean
  readonly backendKeyed: boolean
  readonly large: boolean
  readonly flushMs: number
  readonly statusLagMs: number
}

interface Entry {
  readonly made: Made & { readonly status: number }
  readonly until: number
}

/** A stage with its backend, in memory and on a clock that moves by itself. */
export function worldOf(shape: WorldShape) {
  const backend = backendOf(shape.kind, shape.seed, shape.skewMs)
  let now = START
  let chance = shape.seed + 1
  let asked = 0
  let flushedAt = Number.NEGATIVE_INFINITY
  let sent = 0
  const stageEntries = new Map<string, Entry>()
  const backendEntries = new Map<string, Entry>()
  let shownAt = 0
  let lateMs = 0
  const samples: { metric: 'requests' | 'hits' | 'misses'; at: number; shownAt: number }[] = []

  // Mulberry32: one draw must not foretell the next.
  const random = () => {
    chance = (chance + 0x6d2b79f5) | 0
    let mixed = Math.imul(chance ^ (chance >>> 15), chance | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const count = (metric: 'requests' | 'hits' | 'misses') => {
    if (metric === 'requests' || shape.scattered) {
      shownAt = now + Math.max(0, lateMs + 20_000 + random() * 180_000)
    }
    samples.push({ metric, at: now, shownAt })
  }
  const flushing = (lagMs: number) => now >= flushedAt + lagMs && now < flushedAt + lagMs + shape.flushMs

  const make = (type: string): Entry['made'] => {
    asked++
    if (random() < shape.errorRate) return { status: 500, body: '{"message": "Internal server error"}' }
    const made = backend(asked, now, type)
    now += Math.floor(shape.latencyMs / 3)
    return { status: 200, ...made, body: shape.large ? made.body + ' '.repeat(1_048_576) : made.body }
  }
  const fromBackend = (type: string, maxAge: boolean): Entry['made'] => {
    if (shape.backendTtlMs === 0) return make(type)
    const key = shape.backendKeyed ? type : ''
    const kept = backendEntries.get(key)
    const fresh = (maxAge && shape.backendHonoursMaxAge) || random() < shape.backendMissRate
    if (kept && kept.until >= now && !fresh) return kept.made
    const made = make(type)
    backendEntries.set(key, { made, until: now + shape.backendTtlMs })
    return made
  }
  const answer = (type: string, headers: ReadonlyMap<string, string>): Entry['made'] => {
    count('requests')
    const isSigned = headers.has('authorization')
    if (shape.signed && !isSigned) return { status: 403, body: '{"message":"Missing Authentication Token"}' }
    const maxAge = headers.get('cache-control') === 'max-age=0'
    if (shape.stage !== 'on' || random() < shape.canary) return fromBackend(type, maxAge)
    const key = shape.keyed ? type : ''
    const store = (made: Entry['made']) => {
      if (made.body.length > 1_048_576 || flushing(0)) return
      stageEntries.set(key, { made, until: now + shape.ttlSeconds * 1000 })
    }
    if (flushing(0)) {
      const made = fromBackend(type, maxAge)
      // The flush may have ended in the meantime.
      store(made)
      return made
    }
    const allowed = !shape.requireAuthorization || (shape.signed && isSigned)
    if (maxAge && !allowed && shape.unauthorized === 'FAIL_WITH_403') {
      return { status: 403, body: '{"message":"Forbidden"}' }
    }
    const kept = stageEntries.get(key)
    if (random() < shape.evictionRate) stageEntries.delete(key)
    const found = stageEntries.get(key)
    const hit = found && found.until >= now && random() >= shape.missRate && !(maxAge && allowed)
    count(hit ? 'hits' : 'misses')
    const made = hit && kept ? kept.made : fromBackend(type, maxAge)
    if (!hit) store(made)
    const warns = maxAge && !allowed && shape.unauthorized === 'SUCCEED_WITH_RESPONSE_HEADER'
    return warns ? { ...made, headers: { ...made.headers, Warning: '199 ignored' } } : made
  }
  const replyOf = ({ status, headers = {}, body }: Entry['made'], startedAt: number): HttpReply => ({
    status,
    rawHeaders: [
      ...['Date', new Date(now + shape.dateOffsetMs).toUTCString(), ...Object.entries(headers).flat()],
      ...(shape.hop === null ? [] : [shape.hop, `${sent * 17}`]),
    ],
    body: Buffer.from(throughEdge(shape.edge, sent, body)),
    truncated: false,
    latencyMs: now - startedAt,
    receivedAt: now,
  })

  const clock: ProbingDoors['clock'] = {
    now: () => now,
    sleep: async (ms) => {
      const until = now + ms
      now += Math.floor(ms * random())
      others('none')
      now = until
    },
  }
  /** Sometimes somebody asks for the same, or for something else which the same stage caches. */
  const others = (type: string) => {
    if (random() >= shape.othersRate) return
    const askedAt = now
    lateMs = shape.othersLateMs
    if (random() < 0.5) answer(type, new Map([['authorization', 'other']]))
    else {
      count('requests')
      count('hits')
    }
    lateMs = 0
    now = askedAt
  }
  const typeOf = (url: string) => new URL(url).searchParams.get('type') ?? 'none'
  const http = async (request: HttpRequest): Promise<HttpReply> => {
    sent++
    others(typeOf(request.url))
    const startedAt = now
    now += 2 + Math.floor(shape.latencyMs / 3)
    const headers = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]))
    const made = answer(typeOf(request.url), headers)
    now += 3 + Math.floor(shape.latencyMs / 3)
    return replyOf(made, startedAt)
  }
  const stage: StageDoor = {
    target: { account: null, region: 'us-east-1', api: { id: 'a', name: 'a' }, stage: 'prod' },
    lateMs: 210_000,
    async startFlush() {
      if (shape.stage === 'no cluster') return false
      flushedAt = now
      stageEntries.clear()
      return true
    },
    hasFlushed: () => flushedAt > Number.NEGATIVE_INFINITY,
    async status() {
      now += 20
      return flushing(shape.statusLagMs) ? 'FLUSH_IN_PROGRESS' : 'AVAILABLE'
    },
    async flushed() {
      now = Math.max(now, flushedAt + shape.statusLagMs + shape.flushMs)
    },
    lastLook: async () => 'AVAILABLE',
    async counted(minutes) {
      const of = (metric: string) =>
        samples.filter((one) => {
          const minute = Math.floor((one.at + shape.dateOffsetMs) / MINUTE_MS) * MINUTE_MS
          return one.metric === metric && one.shownAt <= now && minutes.includes(minute)
        }).length
      return { requests: of('requests'), hits: of('hits'), misses: of('misses') }
    },
    hiddenBy: async () => null,
  }
  const testInvoke = async (): Promise<TestAnswer> => {
    now += 10 + Math.floor(shape.latencyMs / 3)
    const { status, headers = {}, body } = fromBackend('none', false)
    return { status, headers, body }
  }
  const known: Known = {
    method: 'GET',
    servedBy: 'GET',
    path: '/pets',
    cached: shape.stage === 'on',
    ttlSeconds: shape.ttlSeconds,
    requireAuthorization: shape.requireAuthorization,
    unauthorized: shape.unauthorized,
    keys: shape.keyed ? ['querystring.type'] : [],
    signed: shape.signed,
    canary: shape.canary > 0,
    hasCanary: shape.canary > 0,
    needsApiKey: false,
    pendingKeys: null,
    identity: [],
    uncached: shape.stage === 'on' ? null : { source: 'off', caching: false, clusterStatus: 'AVAILABLE', missing: [] },
  }
  /** Asks as others do, before the run. */
  const warmUp = (type: string) => void answer(type, new Map([['authorization', 'other']]))
  return {
    clock,
    http,
    stage,
    testInvoke,
    known,
    warmUp,
    sent: () => sent,
    later: (ms: number) => {
      now += ms
    },
  }
}
