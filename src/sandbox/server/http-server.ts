import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { errorAnswer, internalFailure, ServiceError } from '../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import type { Clock } from '../world/clock.js'

const MAX_BODY_BYTES = 10 * 1024 * 1024
const ONE_WRITE_BYTES = 64 * 1024
const NOTHING = Buffer.alloc(0)

export type Dispatch = (request: HttpRequest) => Promise<HttpAnswer | 'cut'>

export interface Listening {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Plain HTTP on one port. Rejects with the system's error where it cannot listen there. */
export async function listen(
  dispatch: Dispatch,
  { host, port, clock }: { readonly host: string; readonly port: number; readonly clock: Clock },
): Promise<Listening> {
  const date = dateHeader(clock)
  const server = createServer((incoming, response) => {
    response.sendDate = false
    void answer(dispatch, incoming).then((served) => send(incoming, response, served, date()))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(dispatch: Dispatch, incoming: IncomingMessage): Promise<HttpAnswer | 'cut'> {
  try {
    const body = hasBody(incoming) ? await readBody(incoming) : NOTHING
    if (!body) return errorAnswer(new ServiceError(413, 'RequestTooLargeException', 'Request Too Long'))
    return await dispatch(requestOf(incoming, body))
  } catch {
    return incoming.destroyed && !incoming.complete ? 'cut' : errorAnswer(internalFailure())
  }
}

function requestOf(incoming: IncomingMessage, body: Buffer): HttpRequest {
  const url = incoming.url ?? '/'
  const mark = url.indexOf('?')
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    rawQuery: mark < 0 ? '' : url.slice(mark + 1),
    headers: flatHeaders(incoming),
    rawHeaders: incoming.rawHeaders,
    body,
    sourceIp: incoming.socket.remoteAddress ?? '',
  }
}

function flatHeaders({ headers }: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return flat
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

/** The body, or null where it is too large. Reads on to the end, so that the answer gets through. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    if (!(chunk instanceof Buffer)) continue
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
    else chunks.length = 0
  }
  return size > MAX_BODY_BYTES ? null : Buffer.concat(chunks)
}

function send(
  incoming: IncomingMessage,
  response: ServerResponse,
  served: HttpAnswer | 'cut',
  date: string,
): void {
  if (served === 'cut') {
    incoming.socket.destroy()
    return
  }
  const { status, headers, body } = served
  const lines: string[] = ['Date', date]
  for (const [name, value] of headers) lines.push(name, value)
  const bodiless = status === 204 || status === 304
  // The Content-Length of HEAD is that of the GET, which is not known here.
  if (!bodiless && incoming.method !== 'HEAD') lines.push('Content-Length', String(Buffer.byteLength(body)))
  response.writeHead(status, lines)
  if (bodiless) response.end()
  // Latin-1 keeps every byte, and as a string the body leaves in one write with the headers.
  else if (typeof body !== 'string' && body.length <= ONE_WRITE_BYTES)
    response.end(body.toString('latin1'), 'latin1')
  else response.end(body)
}

/** The clock's time for `Date`, formatted once a second. */
function dateHeader(clock: Clock): () => string {
  let second = Number.NaN
  let text = ''
  return () => {
    const now = Math.floor(clock.now() / 1000)
    if (now !== second) {
      second = now
      text = new Date(now * 1000).toUTCString()
    }
    return text
  }
}
