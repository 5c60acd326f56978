import { type Exchange, exchangeOf } from '../answer/exchange.js'
import type { Sign } from '../aws/connection.js'
import type { HttpRequest } from '../base/http.js'
import { LARGEST_ENTRY_BYTES } from '../gateway/limits.js'
import type { Doors } from './doors.js'

/** Reading stops here, as API Gateway stores no answer as large as that. */
export const MOST_BYTES = 2 * LARGEST_ENTRY_BYTES
// API Gateway gives up on a backend after 29 s, unless its quota was raised.
const TIMEOUT_MS = 35_000

/** A request to a stage, or to any other server. */
export interface Outgoing extends Pick<HttpRequest, 'method' | 'url' | 'headers'> {
  readonly body?: HttpRequest['body'] | undefined
  readonly connectTo?: string | undefined
}

interface Sent {
  readonly exchange: Exchange
  /** Epoch milliseconds. */
  readonly sentAt: number
}

/** Adds a signature, or returns the request unchanged if `sign` is null. Errors: `denied`, `usage`. */
export async function signed(request: Outgoing, sign: Sign | null): Promise<Outgoing> {
  if (sign === null) return request
  const { method, url, headers, body } = request
  return {
    ...request,
    headers: await sign({ method, url, headers, ...(body === undefined ? {} : { body }) }),
  }
}

/** Errors: `failure` without an answer. */
export async function send(
  { http, clock, signal }: Pick<Doors, 'http' | 'clock' | 'signal'>,
  { body, connectTo, ...rest }: Outgoing,
): Promise<Sent> {
  const request: HttpRequest = {
    ...rest,
    ...(body === undefined ? {} : { body }),
    ...(connectTo === undefined ? {} : { connectTo }),
    ...(signal === undefined ? {} : { signal }),
    maxBytes: MOST_BYTES,
    timeoutMs: TIMEOUT_MS,
  }
  const sentAt = clock.now()
  return { exchange: exchangeOf(request, await http(request)), sentAt }
}
