import { type Observation, observe } from '../answer/observation.js'
import type { Sign } from '../aws/connection.js'
import type { HttpRequest } from '../base/http.js'
import type { Turn } from '../base/rate.js'
import type { Doors } from '../request/doors.js'
import { type Outgoing, send, signed } from '../request/send.js'
import type { Entry } from './entries.js'

/** An answer, with what it says about the refusal of a refresh. */
export interface Answer extends Observation {
  readonly warnings: readonly string[]
  /** Null unless the gateway itself made the answer. */
  readonly errorType: string | null
  /** True if a proxy may have answered instead of the stage. */
  readonly byProxy: boolean
}

export interface Asking extends Omit<Doors, 'signer'> {
  /** Null if nothing has to be signed. */
  readonly sign: Sign | null
  readonly turn: Turn
}

/** Options that are the same for every entry. */
export interface Sending {
  readonly body?: HttpRequest['body'] | undefined
  readonly connectTo?: string | undefined
}

const REFRESH = ['Cache-Control', 'max-age=0'] as const

/** Sends the entry's request; `refresh` demands a new answer. */
export async function ask(
  asking: Asking,
  { plan, verb, headers, signs, direct }: Entry,
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
    ...observe(exchange, sentAt, null, direct),
    warnings: exchange.headers.filter(([name]) => name === 'warning').map(([, value]) => value),
    errorType: exchange.header('x-amzn-errortype'),
    byProxy: exchange.reply.byProxy === true,
  }
}
