import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps, Agent as SecureAgent } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

/** One HTTP request, byte for byte: `fetch` would neither send another `Host` nor leave a query as it is. */
export interface Message {
  readonly method: string
  /** Where it is sent; what the service reads as its address may be another `host` among the headers. */
  readonly origin: URL
  /** Path and query as they stand on the wire. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export type Send = (message: Message) => Promise<Received>

const SILENCE_MS = 90_000

/** The one door to the network; `close` ends the connections that it keeps. */
export function openDoor(): { readonly send: Send; readonly close: () => void } {
  const plain = new Agent({ keepAlive: true })
  const secure = new SecureAgent({ keepAlive: true })
  const send: Send = ({ method, origin, target, headers, body }) =>
    new Promise((resolve, reject) => {
      const where = { hostname: origin.hostname, port: origin.port, path: target, method, headers }
      const answered = (incoming: IncomingMessage) => {
        buffer(incoming)
          .then((bytes) => ({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: decoded(bytes, incoming.headers['content-encoding']),
          }))
          .then(resolve, reject)
      }
      const outgoing =
        origin.protocol === 'https:'
          ? overHttps({ ...where, agent: secure }, answered)
          : overHttp({ ...where, agent: plain }, answered)
      outgoing.setTimeout(SILENCE_MS, () => outgoing.destroy(new Error(`no answer in ${SILENCE_MS / 1000} s`)))
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  return {
    send,
    close: () => {
      plain.destroy()
      secure.destroy()
    },
  }
}

function decoded(bytes: Buffer, encoding: string | undefined): string {
  return (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8')
}
