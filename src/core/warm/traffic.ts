import { type Exchange, exchangeOf, type Http, type HttpRequest } from '../answer/exchange.js'
import { type Observation, observe } from '../answer/observation.js'
import type { Sign } from '../aws/connection.js'
import type { Clock } from '../base/clock.js'
import { ApigwCacheError } from '../base/errors.js'
import { createRate } from '../base/rate.js'
import { createWatch } from './backend-health.js'
import { createThrottle } from './throttle.js'

export interface TrafficDeps {
  readonly http: Http
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
}

/** How the requests look, and how fast they follow each other. */
export interface TrafficRequest {
  readonly headers: HttpRequest['headers']
  readonly connectTo?: string | undefined
  /** Null where they go unsigned. */
  readonly sign: Sign | null
  readonly perSecond: number
}

export interface Traffic {
  /**
   * Asks when it is its turn. An error is what kept an answer away; null means that it was not asked, because the
   * backend is in trouble. `stored` tells that the answer may be in the cache already.
   */
  ask(url: string, stored: boolean): Promise<Observation | ApigwCacheError | null>
  /** Why nothing is asked any more; null while it goes on. */
  stopped(): string | null
}

const MAX_BYTES = 2 * 1024 * 1024
// API Gateway gives up on a backend after 29 s unless its quota was raised.
const TIMEOUT_MS = 35_000

/** Gentle requests: at a rate, and never again once the backend fails, slows down, or throttles twice. */
export function createTraffic(deps: TrafficDeps, request: TrafficRequest): Traffic {
  const { clock, signal } = deps
  const turn = createRate(clock, request.perSecond, 1)
  const throttle = createThrottle(clock)
  const watch = createWatch()
  const once = async (url: string, stored: boolean) => {
    const sentAt = clock.now()
    const exchange = await send(deps, request, url)
    if (exchange instanceof ApigwCacheError) {
      watch.record(null, null)
      return exchange
    }
    if (exchange.reply.status === 429) {
      const objection = throttle.objection(exchange, sentAt)
      if (objection === null) return 'later'
      watch.stop(objection)
    }
    const answer = observe(exchange, sentAt, null)
    watch.record(answer.status, stored || answer.status >= 400 ? null : answer.latencyMs)
    return answer
  }
  return {
    stopped: watch.stopped,
    async ask(url, stored) {
      while (watch.stopped() === null) {
        await turn(signal)
        await throttle.wait(signal)
        if (watch.stopped() !== null) break
        const answer = await once(url, stored).catch((error: unknown) => {
          // Those that wait for their turn are not to be sent any more.
          watch.stop('a request could not be made')
          throw error
        })
        if (answer !== 'later') return answer
      }
      return null
    },
  }
}

/** What the network keeps away is one URL's trouble; wrong values, refusals and aborts are everybody's. */
async function send(
  { http, signal }: TrafficDeps,
  { headers: plain, connectTo, sign }: TrafficRequest,
  url: string,
): Promise<Exchange | ApigwCacheError> {
  const headers = sign ? await sign({ method: 'GET', url, headers: plain }) : plain
  const outgoing: HttpRequest = {
    method: 'GET',
    url,
    headers,
    ...(connectTo === undefined ? {} : { connectTo }),
    ...(signal === undefined ? {} : { signal }),
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
  }
  try {
    return exchangeOf(outgoing, await http(outgoing))
  } catch (error) {
    if (error instanceof ApigwCacheError && error.kind === 'failure') return error
    throw error
  }
}
