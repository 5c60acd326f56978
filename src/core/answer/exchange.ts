import type { HttpReply, HttpRequest } from '../base/http.js'
import { decodeBody } from './decode.js'

/** A request with its answer, in the form in which evidence is read from it. */
export interface Exchange {
  readonly request: HttpRequest
  readonly reply: HttpReply
  /** The first value of that name, in any case; null where it was not sent. */
  header(name: string): string | null
  /** Names in lower case, in order. */
  readonly headers: readonly (readonly [string, string])[]
  /** The body with its content encoding undone, as far as that is possible. */
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
