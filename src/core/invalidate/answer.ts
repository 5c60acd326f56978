import { exchangeOf, type Http, type HttpRequest } from '../answer/exchange.js'
import { type Observation, observe } from '../answer/observation.js'
import type { Connection } from '../aws/connection.js'
import type { Clock } from '../base/clock.js'
import type { Turn } from '../base/rate.js'
import type { Entry } from './entries.js'

/** What one request was answered with. */
export interface Answer extends Observation {
  readonly warnings: readonly string[]
  /** Null where the gateway did not make the answer itself. */
  readonly errorType: string | null
  /** Whether a proxy may have given it instead of the stage. */
  readonly byProxy: boolean
}

/** What of the world the requests need. */
export interface Asking {
  readonly http: Http
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  /** Needed only where something has to be signed. */
  readonly sign: Connection['sign'] | null
  readonly turn: Turn
}

const MAX_BYTES = 2 * 1024 * 1024
// API Gateway gives up on a backend after 29 s unless its quota was raised.
const TIMEOUT_MS = 35_000
const REFRESH = ['Cache-Control', 'max-age=0'] as const

type Kind = 'plain' | 'refresh'

/** Asks as the entry was asked for; `refresh` demands a new answer. Each request has a signature of its own. */
export async function ask(
  { http, clock, signal, sign, turn }: Asking,
  entry: Entry,
  sending: Pick<HttpRequest, 'body' | 'connectTo'>,
  kind: Kind,
): Promise<Answer> {
  await turn(signal)
  const { url } = entry.plan
  const unsigned = {
    method: entry.verb,
    url,
    headers: kind === 'refresh' ? [...entry.headers, REFRESH] : entry.headers,
    ...(sending.body === undefined ? {} : { body: sending.body }),
  }
  const headers = entry.signs && sign ? await sign(unsigned) : unsigned.headers
  const request: HttpRequest = {
    ...unsigned,
    headers,
    ...(sending.connectTo === undefined ? {} : { connectTo: sending.connectTo }),
    ...(signal === undefined ? {} : { signal }),
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
  }
  const sentAt = clock.now()
  const exchange = exchangeOf(request, await http(request))
  return {
    ...observe(exchange, sentAt, null),
    warnings: exchange.headers.filter(([name]) => name === 'warning').map(([, value]) => value),
    errorType: exchange.header('x-amzn-errortype'),
    byProxy: exchange.reply.byProxy === true,
  }
}
