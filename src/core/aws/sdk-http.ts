import { ApigwCacheError, interruptedUnsent } from '../base/errors.js'
import type { HttpRequest as DoorRequest, Http } from '../base/http.js'
import { isRecord, jsonIn } from '../base/json.js'
import type { Turn } from '../base/rate.js'

const REQUEST_TIMEOUT_MS = 30_000
/** Milliseconds that the last look has, even if it begins when the time is over. */
const LEAST_TIMEOUT_MS = 1000
/** Far above any expected answer: a GetExport of the largest API takes a few megabytes. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

interface SdkRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number | undefined
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface SdkReply {
  readonly response: { statusCode: number; headers: Record<string, string>; body: Uint8Array }
}

export interface Sent {
  readonly service: string
  readonly method: string
  readonly url: string
}

export interface WireOptions {
  readonly http: Http
  /** Name for people: API Gateway, CloudWatch, STS. */
  readonly service: string
  /** The service's format; any other format comes from something that is not AWS. */
  readonly answersIn?: 'json' | 'xml' | undefined
  /** Whether other requests than GET change something. */
  readonly writes?: boolean | undefined
  /** Waits as `--rate` asks. */
  readonly turn?: Turn | undefined
  /** Milliseconds that the whole run has left. */
  readonly remainingMs?: (() => number) | undefined
  readonly onSend?: ((sent: Sent) => void) | undefined
  /** Returns true to keep back a request. */
  readonly intercept?: ((sent: Sent, body: string) => boolean) | undefined
}

/** Sends the AWS SDK's requests through the injected network access. */
export function sdkHandler({
  http,
  service,
  answersIn,
  writes = false,
  turn,
  remainingMs,
  onSend,
  intercept,
}: WireOptions): {
  handle(request: SdkRequest, options?: { readonly abortSignal?: unknown }): Promise<SdkReply>
} {
  return {
    async handle(request, options) {
      const signal = options?.abortSignal instanceof AbortSignal ? options.abortSignal : undefined
      const sent = { service, method: request.method, url: urlOf(request) }
      const body = bodyOf(request.body)
      if (intercept?.(sent, body)) return answer(200, {}, new TextEncoder().encode('{}'))
      await begin(turn, signal)
      onSend?.(sent)
      const left = Math.max(LEAST_TIMEOUT_MS, remainingMs?.() ?? REQUEST_TIMEOUT_MS)
      const timeoutMs = Math.min(REQUEST_TIMEOUT_MS, left)
      const reply = await http({ ...httpRequestOf(request, sent.url, body, signal), timeoutMs })
      const headers = headersOf(reply.rawHeaders)
      if (!isAnswer(answersIn, headers, reply.body)) {
        return notAws(sent, reply.status, headers, writes && sent.method !== 'GET')
      }
      return answer(reply.status, headers, reply.body)
    },
  }
}

async function begin(turn: Turn | undefined, signal: AbortSignal | undefined): Promise<void> {
  try {
    await turn?.(signal)
    signal?.throwIfAborted()
  } catch (cause) {
    throw signal?.aborted ? interruptedUnsent(cause) : cause
  }
}

function httpRequestOf(
  request: SdkRequest,
  url: string,
  body: string,
  signal: AbortSignal | undefined,
): Omit<DoorRequest, 'timeoutMs'> {
  const { host: _host, ...headers } = request.headers
  return {
    method: request.method,
    url,
    headers: Object.entries(headers),
    ...(body ? { body } : {}),
    maxBytes: MAX_ANSWER_BYTES,
    keepAlive: true,
    ...(signal ? { signal } : {}),
  }
}

/** A page or plain text instead of JSON or XML comes from a proxy, a portal, or a mistyped endpoint. */
function isAnswer(
  format: WireOptions['answersIn'],
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): boolean {
  const isPage = headers['content-type']?.includes('html') === true
  const text = new TextDecoder().decode(body).trim()
  if (format === 'json') return text === '' ? !isPage : isObject(text, isPage)
  if (isPage) return false
  return text === '' || format === undefined || (text.startsWith('<') && !/^<(!doctype|html)/i.test(text))
}

/** Emulators call their JSON a page; a page that happens to be JSON says nothing. */
function isObject(text: string, isPage: boolean): boolean {
  const parsed = jsonIn(text)
  return isRecord(parsed) && (!isPage || Object.keys(parsed).length > 0)
}

function notAws(
  { service, url }: Sent,
  status: number,
  headers: Readonly<Record<string, string>>,
  isWrite: boolean,
): SdkReply {
  // A load balancer's page for 502 to 504 may pass: the SDK makes a server error of the bodiless reply.
  if (status >= 500) return answer(status, { 'content-type': 'application/json' }, new TextEncoder().encode('{}'))
  const type = headers['content-type']?.split(';')[0] ?? 'something else'
  const message = `${new URL(url).origin} did not answer like ${service}: ${type}, status ${status}`
  // Only where it is the answer to a success, asking again may help.
  const cause = status < 300 ? unreadable(isWrite) : undefined
  throw new ApigwCacheError('failure', 'not-aws', message, { cause })
}

/** The cause by which a caller decides whether to ask again: a write may have been made. */
function unreadable(isWrite: boolean): Error {
  const code = isWrite ? 'unreadable-write' : 'unreadable-read'
  return Object.assign(new Error('not an answer of the service'), { code })
}

function answer(statusCode: number, headers: Record<string, string>, body: Uint8Array): SdkReply {
  return { response: { statusCode, headers, body } }
}

function urlOf({ protocol, hostname, port, path, query }: SdkRequest): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) =>
      one === null ? encode(name) : `${encode(name)}=${encode(String(one))}`,
    ),
  )
  const search = pairs.length > 0 ? `?${pairs.join('&')}` : ''
  return `${protocol}//${hostname}${port ? `:${port}` : ''}${path}${search}`
}

/** Encodes like the signature: everything but unreserved characters. */
function encode(part: string): string {
  return encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

function bodyOf(body: unknown): string {
  if (body === undefined || body === null) return ''
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return new TextDecoder().decode(body)
  throw new TypeError('a streaming body was handed to the network door')
}

function headersOf(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    const value = rawHeaders[i + 1] ?? ''
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}
