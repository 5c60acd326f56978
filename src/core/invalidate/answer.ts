import { type Observation, observe } from '../answer/observation.js'
import type { Sign } from '../aws/connection.js'
import type { HttpRequest } from '../base/http.js'
import type { Turn } from '../base/rate.js'
import type { Doors } from '../request/doors.js'
import { type Outgoing, send, signed } from '../request/send.js'
import type { Entry } from './entries.js'

/** The answer to one request. */
export interface Answer extends Observation {
  readonly warnings: readonly string[]
  /** Null where the gateway did not make the answer itself. */
  readonly errorType: string | null
  /** True where a proxy may have answered instead of the stage. */
  readonly byProxy: boolean
}

export interface Asking extends Omit<Doors, 'signer'> {
  /** Null where nothing has to be signed. */
  readonly sign: Sign | null
  readonly turn: Turn
}

/** The same for every request, whatever its entry is. */
export interface Sending {
  readonly body?: HttpRequest['body'] | undefined
  readonly connectTo?: string | undefined
}

const REFRESH = ['Cache-Control', 'max-age=0'] as const

/** Asks as the entry was asked for; `refresh` demands a new answer. */
export async function ask(
  asking: Asking,
  { plan, verb, headers, signs }: Entry,
  sending: Sending,
  kind: 'plain' | 'refresh',
): Promise<Answer> {
  await asking.turn(asking.signal)
  const request: Outgoing = {
    method: verb,
    url: plan.url,
    headers: kind === 'refresh' ? [...headers, REFRESH] : headers,
    ...sending,
  }
  const { exchange, sentAt } = await send(asking, await signed(request, signs ? asking.sign : null))
  return {
    ...observe(exchange, sentAt, null),
    warnings: exchange.headers.filter(([name]) => name === 'warning').map(([, value]) => value),
    errorType: exchange.header('x-amzn-errortype'),
    byProxy: exchange.reply.byProxy === true,
  }
}
