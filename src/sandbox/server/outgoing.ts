import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { HttpAnswer } from '../http/message.js'
import type { Clock } from '../world/clock.js'

/** Tells of an error, and gives the answer for it. */
export type Failed = (error: unknown, incoming: IncomingMessage) => HttpAnswer

interface Exchange {
  /** A request that was given up has no socket of its own any more. */
  readonly socket: Socket
  readonly method: string | undefined
  readonly date: () => string
  readonly incoming: IncomingMessage
  readonly failed: Failed
}

/** Sends an answer. One that HTTP cannot carry becomes a 500: nothing that is thrown here may end the process. */
export function send(
  response: ServerResponse,
  served: HttpAnswer | 'cut',
  { socket, method, date, incoming, failed }: Exchange,
): void {
  if (served === 'cut') {
    socket.destroy()
    return
  }
  try {
    write(response, served, method, date())
  } catch (error) {
    const instead = failed(error, incoming)
    // Where the status line has left already, nothing else can be said on this connection.
    if (response.headersSent) socket.destroy()
    else write(response, instead, method, date())
  }
}

function write(
  response: ServerResponse,
  { status, headers, body }: HttpAnswer,
  method: string | undefined,
  date: string,
): void {
  if (!(status >= 200)) throw new RangeError(`${status} does not end an exchange`)
  const lines: string[] = ['Date', date]
  for (const [name, value] of headers) lines.push(name, value)
  const bodiless = status === 204 || status === 304
  // The Content-Length of HEAD is that of the GET, which is not known here.
  if (!bodiless && method !== 'HEAD') lines.push('Content-Length', String(Buffer.byteLength(body)))
  response.writeHead(status, lines)
  if (bodiless) response.end()
  // The bytes of an entry go to the socket as they are: nothing copies them on the way.
  else response.end(body)
}

/** The clock's time for `Date`, formatted once a second. */
export function dateHeader(clock: Clock): () => string {
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
