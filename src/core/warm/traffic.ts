import type { Exchange } from '../answer/exchange.js'
import { type Observation, observe } from '../answer/observation.js'
import type { Sign } from '../aws/connection.js'
import { ApigwCacheError } from '../base/errors.js'
import { createRate } from '../base/rate.js'
import type { Doors } from '../request/doors.js'
import { type Outgoing, send, signed } from '../request/send.js'
import { watchBackend } from './backend-health.js'
import { createThrottle } from './throttle.js'

export interface TrafficRequest extends Pick<Outgoing, 'headers' | 'connectTo'> {
  /** Null for unsigned requests. */
  readonly sign: Sign | null
  readonly perSecond: number
  /** URLs that are the stage's own address, with nothing in front of it; none where left out. */
  readonly direct?: ReadonlySet<string>
}

export interface Traffic {
  /**
   * Sends a request in its turn. Returns the error if no answer came, and null without asking once the backend
   * is in trouble. `stored`: the answer may be in the cache already.
   */
  ask(url: string, stored: boolean): Promise<Observation | ApigwCacheError | null>
  /** Reason to stop; null while requests go on. */
  stopped(): string | null
}

export type TrafficDoors = Omit<Doors, 'stage' | 'signer'>

/** Sends requests at a rate, and stops for good once the backend fails, slows down, or throttles twice. */
export function createTraffic(doors: TrafficDoors, request: TrafficRequest): Traffic {
  const { clock, signal, spelling } = doors
  const turn = createRate(clock, request.perSecond, 1)
  const throttle = createThrottle(clock, spelling)
  const health = watchBackend()
  const once = async (url: string, stored: boolean) => {
    const sent = await sendOne(doors, request, url)
    if (sent instanceof ApigwCacheError) {
      health.record(null, null)
      return sent
    }
    const { exchange, sentAt } = sent
    if (exchange.reply.status === 429) {
      const objection = throttle.objection(exchange, sentAt)
      if (objection === null) return 'later'
      health.stop(objection)
    }
    const answer = observe(exchange, sentAt, null, request.direct?.has(url))
    health.record(answer.status, stored || answer.status >= 400 ? null : answer.latencyMs)
    return answer
  }
  return {
    stopped: health.stopped,
    async ask(url, stored) {
      while (health.stopped() === null) {
        await turn(signal)
        await throttle.wait(signal)
        if (health.stopped() !== null) break
        const answer = await once(url, stored).catch((error: unknown) => {
          // Keeps back the requests that wait for their turn.
          health.stop('a request could not be made')
          throw error
        })
        if (answer !== 'later') return answer
      }
      return null
    },
  }
}

/** A network error concerns one URL; wrong values, refusals and aborts concern all of them. */
async function sendOne(
  doors: TrafficDoors,
  { headers, connectTo, sign }: TrafficRequest,
  url: string,
): Promise<{ readonly exchange: Exchange; readonly sentAt: number } | ApigwCacheError> {
  const outgoing = await signed({ method: 'GET', url, headers, connectTo }, sign)
  try {
    return await send(doors, outgoing)
  } catch (error) {
    if (error instanceof ApigwCacheError && error.kind === 'failure') return error
    throw error
  }
}
