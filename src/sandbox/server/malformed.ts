import type { Duplex } from 'node:stream'
import { errorAnswer, ServiceError } from '../http/errors.js'

const BAD_REQUEST = new ServiceError(400, 'BadRequestException', 'Bad Request')

/** Refusals of what Node's parser gives up on, by the code of its error. */
const REFUSALS: ReadonlyMap<unknown, ServiceError> = new Map([
  ['HPE_HEADER_OVERFLOW', new ServiceError(431, 'BadRequestException', 'Request Header Fields Too Large')],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', new ServiceError(413, 'RequestTooLargeException', 'Request Too Long')],
  ['ERR_HTTP_REQUEST_TIMEOUT', new ServiceError(408, 'RequestTimeoutException', 'Request Timeout')],
])
const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Request Header Fields Too Large',
}

/** Answers what is no HTTP, and ends the connection: where its next request begins nobody knows. */
export function answerMalformed(error: Error, socket: Duplex, date: string): void {
  // Another answer may be on its way, and nothing may be put into the middle of it.
  if (!socket.writable || socket.writableLength > 0) {
    socket.destroy()
    return
  }
  const { status, headers, body } = errorAnswer(REFUSALS.get(Reflect.get(error, 'code')) ?? BAD_REQUEST)
  const lines = [
    ['Date', date],
    ...headers,
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Connection', 'close'],
  ].map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} ${PHRASES[status]}`, ...lines, '', body].join('\r\n'))
}
