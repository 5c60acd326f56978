import type { Exchange } from './exchange.js'
import { type Candidate, candidatesOf } from './freshness.js'
import type { NamedFreshness } from './named.js'
import { parseTimestamp } from './timestamp.js'

/** The parts of an answer that count as evidence. */
export interface Observation {
  readonly status: number
  /** Epoch milliseconds. A fresh answer was made between `sentAt` and `receivedAt`. */
  readonly sentAt: number
  readonly receivedAt: number
  readonly latencyMs: number
  /** The answer's own `Date`; null without one. */
  readonly dateMs: number | null
  /** The decoded body. */
  readonly body: string
  /** Size on the wire. */
  readonly bodyBytes: number
  readonly truncated: boolean
  readonly candidates: ReadonlyMap<string, Candidate>
  /** The header by which another cache shows itself that may have given this answer, such as `Age: 12`. */
  readonly otherCache: string | null
  /** The same of a cache behind the stage: it says nothing of the stage's own. */
  readonly cacheBehind: string | null
  readonly xCache: string | null
  /** True if there is a `Warning` header, such as after an ignored `Cache-Control` of the request. */
  readonly warned: boolean
  /** True if the search for the named value took too long. */
  readonly tookTooLong?: boolean
}

/** `direct`: the request went to the stage's own address, so that any other cache is behind the stage. */
export function observe(exchange: Exchange, sentAt: number, named: NamedFreshness | null, direct = false): Observation {
  const cache = cacheIn(exchange)
  const { status, receivedAt, latencyMs, truncated } = exchange.reply
  const dateMs = parseTimestamp(exchange.header('date') ?? '', receivedAt)?.epochMs ?? null
  const { candidates, tookTooLong } = candidatesOf(exchange, named, dateMs ?? receivedAt)
  return {
    status,
    sentAt,
    receivedAt,
    latencyMs,
    dateMs,
    body: exchange.text(),
    bodyBytes: exchange.reply.body.length,
    truncated,
    candidates: new Map(candidates.map((candidate) => [candidate.source, candidate])),
    otherCache: direct ? null : cache,
    cacheBehind: direct ? cache : null,
    xCache: exchange.header('x-cache'),
    warned: exchange.header('warning') !== null,
    ...(tookTooLong ? { tookTooLong } : {}),
  }
}

function cacheIn(exchange: Exchange): string | null {
  const age = exchange.header('age')
  if (age !== null && Number(age) > 0) return `Age: ${age}`
  const xCache = exchange.header('x-cache')
  return xCache !== null && /\bhit\b|refreshhit/i.test(xCache) ? `X-Cache: ${xCache}` : null
}
