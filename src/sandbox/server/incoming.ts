import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { sentHeader } from '../http/headers.js'
import type { HttpRequest } from '../http/message.js'
import type { BodyRoom } from './body-room.js'

const MAX_BODY_BYTES = 10 * 1024 * 1024
/** Of a body that is too large, so much is read away that its sender gets to read the answer. */
const MAX_READ_BYTES = 4 * MAX_BODY_BYTES
const NOTHING = Buffer.alloc(0)

/** A request as it stands on the wire. What a cached answer does not need is only made where somebody asks for it. */
class WireRequest implements HttpRequest {
  readonly method: string
  readonly path: string
  readonly rawQuery: string
  readonly rawHeaders: readonly string[]
  readonly #incoming: IncomingMessage
  #headers: Readonly<Record<string, string>> | null = null

  constructor(
    incoming: IncomingMessage,
    readonly body: Buffer,
  ) {
    const url = incoming.url ?? '/'
    const mark = url.indexOf('?')
    this.#incoming = incoming
    this.method = incoming.method ?? 'GET'
    this.path = mark < 0 ? url : url.slice(0, mark)
    this.rawQuery = mark < 0 ? '' : url.slice(mark + 1)
    this.rawHeaders = incoming.rawHeaders
  }

  get headers(): Readonly<Record<string, string>> {
    this.#headers ??= flatHeaders(this.#incoming)
    return this.#headers
  }

  get sourceIp(): string {
    const said = sentHeader(this.rawHeaders, 'x-sandbox-source-ip')
    return said !== undefined && isIP(said) > 0 ? said : (this.#incoming.socket.remoteAddress ?? '')
  }
}

/** `too-large` where the body is, `cut` where it has no end in sight, `crowded` where others hold the room for it. */
export type Read = HttpRequest | 'too-large' | 'cut' | 'crowded'

/** At once where there is no body to wait for. A body has its room until the answer has left. */
export function readRequest(incoming: IncomingMessage, response: ServerResponse, room: BodyRoom): Read | Promise<Read> {
  return hasBody(incoming) ? readBody(incoming, response, room) : new WireRequest(incoming, NOTHING)
}

function hasBody({ rawHeaders }: IncomingMessage): boolean {
  const length = sentHeader(rawHeaders, 'content-length')
  return (length ?? '0') !== '0' || sentHeader(rawHeaders, 'transfer-encoding') !== undefined
}

async function readBody(incoming: IncomingMessage, response: ServerResponse, room: BodyRoom): Promise<Read> {
  const chunks: Buffer[] = []
  let size = 0
  let taken = 0
  let isCrowded = false
  response.once('close', () => room.give(taken))
  for await (const chunk of incoming) {
    if (!(chunk instanceof Buffer)) continue
    size += chunk.length
    if (size > MAX_READ_BYTES) return 'cut'
    if (size <= MAX_BODY_BYTES && !isCrowded && room.take(chunk.length)) {
      taken += chunk.length
      chunks.push(chunk)
      continue
    }
    isCrowded ||= size <= MAX_BODY_BYTES
    chunks.length = 0
    room.give(taken)
    taken = 0
  }
  if (size > MAX_BODY_BYTES) return 'too-large'
  return isCrowded ? 'crowded' : new WireRequest(incoming, Buffer.concat(chunks))
}

/** Without what every object inherits: `constructor` is no header unless it was sent. */
function flatHeaders({ headers }: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = Object.create(null)
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return flat
}
