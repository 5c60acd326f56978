import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { type HeaderList, headerOf, pairs } from '../../http/headers.js'
import type { Reply } from '../gateway-responses.js'

export interface BackendRequest {
  readonly method: string
  readonly url: URL
  /** All that are sent, besides `Host` and `Content-Length`. */
  readonly headers: HeaderList
  readonly body: Buffer
}

const LARGEST_ANSWER_BYTES = 10_485_760

export class AnswerTooLarge extends Error {}

/** The only place that opens connections. It follows no redirects and decompresses nothing. */
export function askBackend({ method, url, headers, body }: BackendRequest, signal: AbortSignal): Promise<Reply> {
  const own = headers.filter(([name]) => !/^(?:host|content-length)$/i.test(name))
  const length = body.length > 0 || /^(?:POST|PUT|PATCH)$/.test(method) ? ['Content-Length', `${body.length}`] : []
  const flat = ['Host', headerOf(headers, 'host') ?? url.host, ...own.flat(), ...length]
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? https.request : http.request
    const outgoing = send(url, { method, headers: flat, signal }, (message) => {
      read(message).then(resolve, reject)
    })
    outgoing.on('error', reject)
    outgoing.on('upgrade', (_, socket) => {
      socket.destroy()
      reject(new Error('the backend leaves HTTP'))
    })
    outgoing.end(body)
  })
}

async function read(message: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message) {
    const part: Buffer = chunk
    bytes += part.length
    if (bytes > LARGEST_ANSWER_BYTES) throw new AnswerTooLarge(`more than ${LARGEST_ANSWER_BYTES} bytes`)
    chunks.push(part)
  }
  const status = message.statusCode ?? 0
  // Node takes these three digits for a status.
  if (status < 200) throw new Error(`the status ${status} ends no exchange`)
  return {
    status,
    headers: pairs(message.rawHeaders),
    body: Buffer.concat(chunks),
  }
}
