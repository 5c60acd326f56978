import type { HttpReply, HttpRequest } from '../base/http.js'
import { decodeBody } from './decode.js'

/** A request and its answer, ready to be read as evidence. */
export interface Exchange {
  readonly request: HttpRequest
  readonly reply: HttpReply
  /** Finds the first value of a header, in any case; null if the answer has none. */
  header(name: string): string | null
  /** Names in lower case, in the order received. */
  readonly headers: readonly (readonly [string, string])[]
  /** Undoes the content encoding of the body, as far as possible. */
  text(): string
}

export function exchangeOf(request: HttpRequest, reply: HttpReply): Exchange {
  const headers = pairsOf(reply.rawHeaders)
  const header = (name: string) => headers.find(([other]) => other === name.toLowerCase())?.[1] ?? null
  return {
    request,
    reply,
    header,
    headers,
    text: () => decodeBody(reply.body, header('content-encoding'), header('content-type')),
  }
}

function pairsOf(rawHeaders: readonly string[]): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    pairs.push([(rawHeaders[i] ?? '').toLowerCase(), rawHeaders[i + 1] ?? ''])
  }
  return pairs
}
