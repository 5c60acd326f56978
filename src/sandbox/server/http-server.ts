import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { badRequest, errorAnswer, ServiceError, unavailable } from '../http/errors.js'
import { sentHeader } from '../http/headers.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import type { Clock } from '../world/clock.js'
import { type BodyRoom, createBodyRoom } from './body-room.js'
import type { FailedRequest, ReportBug } from './bugs.js'
import { type HostKind, hostCheck, type OwnHosts } from './hosts.js'
import { type Read, readRequest } from './incoming.js'
import { answerMalformed } from './malformed.js'
import { dateHeader, type Failed, send } from './outgoing.js'

export type Answer = HttpAnswer | 'cut'
export type Dispatch = (request: HttpRequest, host: HostKind) => Answer | Promise<Answer>

export interface Listening {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** What one client can make the server hold. */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 30_000,
  requestTimeout: 120_000,
  // Refused below, in the shape of every other refusal.
  requireHostHeader: false,
}
const MAX_CONNECTIONS = 1000
const MOST_BODY_BYTES = 256 * 1024 * 1024

export interface Listened extends OwnHosts {
  readonly port: number
  readonly clock: Clock
  readonly report: ReportBug
  /** Of all requests that are not answered yet; 256 MiB. */
  readonly mostBodyBytes?: number
}

/** Plain HTTP on one port. Rejects with the system's error where it cannot listen there. */
export async function listen(
  dispatch: Dispatch,
  { host, port, clock, report, allowed, isDomain, mostBodyBytes = MOST_BODY_BYTES }: Listened,
): Promise<Listening> {
  const date = dateHeader(clock)
  const kindOf = hostCheck({ host, allowed, ...(isDomain ? { isDomain } : {}) })
  const room = createBodyRoom(mostBodyBytes)
  const failed: Failed = (error, incoming) => report(error, requestOf(incoming))
  const means = { dispatch, room, failed }
  const server = createServer(LIMITS, (incoming, response) => {
    response.sendDate = false
    const { socket, method } = incoming
    const exchange = { socket, method, date, incoming, failed }
    const host = hostOf(incoming, kindOf)
    const served = typeof host === 'string' ? answer(means, incoming, response, host) : host
    if (served instanceof Promise) void served.then((late) => send(response, late, exchange))
    else send(response, served, exchange)
  })
  server.on('checkExpectation', (incoming, response) => server.emit('request', incoming, response))
  server.maxConnections = MAX_CONNECTIONS
  server.on('clientError', (error, socket) => answerMalformed(error, socket, date()))
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

/** Whose the name is that was asked, or the refusal of a stranger's. Before HTTP/1.1 there need not be one. */
function hostOf(
  { rawHeaders, httpVersion, socket }: IncomingMessage,
  kindOf: ReturnType<typeof hostCheck>,
): HostKind | HttpAnswer {
  const host = sentHeader(rawHeaders, 'host')
  if (host === undefined) return httpVersion === '1.0' ? 'own' : errorAnswer(badRequest('Bad Request'))
  const kind = kindOf(host, () => socket.localAddress ?? '')
  if (kind) return kind
  const message =
    `the host ${JSON.stringify(host)} is not one of this sandbox's hosts: ask localhost, or {api}.execute-api.{region}.amazonaws.com, ` +
    'or start the sandbox with --allow-host'
  return errorAnswer(new ServiceError(403, 'ForbiddenException', message))
}

interface Means {
  readonly dispatch: Dispatch
  readonly room: BodyRoom
  readonly failed: Failed
}

/** Never throws and never rejects. At once where nothing has to be waited for, as for an entry of a cache. */
function answer(
  { dispatch, room, failed }: Means,
  incoming: IncomingMessage,
  response: ServerResponse,
  host: HostKind,
): Answer | Promise<Answer> {
  const broken = (error: unknown) => (incoming.destroyed && !incoming.complete ? 'cut' : failed(error, incoming))
  try {
    const read = readRequest(incoming, response, room)
    const served =
      read instanceof Promise ? read.then((late) => answerRead(dispatch, late, host)) : answerRead(dispatch, read, host)
    return served instanceof Promise ? served.catch(broken) : served
  } catch (error) {
    return broken(error)
  }
}

function answerRead(dispatch: Dispatch, read: Read, host: HostKind): Answer | Promise<Answer> {
  if (read === 'cut') return 'cut'
  if (read === 'too-large') {
    return errorAnswer(new ServiceError(413, 'RequestTooLargeException', 'Request Too Long'))
  }
  if (read === 'crowded') return errorAnswer(unavailable(1))
  return dispatch(read, host)
}

function requestOf({ method = '', url = '', rawHeaders }: IncomingMessage): FailedRequest {
  const [path = '', ...query] = url.split('?')
  return { method, path, rawQuery: query.join('?'), rawHeaders }
}
