import { ApigwCacheError } from '../base/errors.js'
import type { HttpRequest as DoorRequest, Http } from '../base/http.js'
import type { Turn } from '../base/rate.js'

const REQUEST_TIMEOUT_MS = 30_000
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
  /** Waits as `--rate` asks. */
  readonly turn?: Turn | undefined
  readonly onSend?: ((sent: Sent) => void) | undefined
  /** Returns true to keep back a request. */
  readonly intercept?: ((sent: Sent, body: string) => boolean) | undefined
}

/** Sends the AWS SDK's requests through the injected network access. */
export function sdkHandler({ http, service, answersIn, turn, onSend, intercept }: WireOptions): {
  handle(request: SdkRequest, options?: { readonly abortSignal?: unknown }): Promise<SdkReply>
} {
  return {
    async handle(request, options) {
      const signal = options?.abortSignal instanceof AbortSignal ? options.abortSignal : undefined
      const sent = { service, method: request.method, url: urlOf(request) }
      const body = bodyOf(request.body)
      if (intercept?.(sent, body)) return answer(200, {}, new TextEncoder().encode('{}'))
      await turn?.(signal)
      onSend?.(sent)
      const reply = await http(httpRequestOf(request, sent.url, body, signal))
      const headers = headersOf(reply.rawHeaders)
      if (!isAnswer(answersIn, headers, reply.body)) return notAws(sent, reply.status, headers)
      return answer(reply.status, headers, reply.body)
    },
  }
}

function httpRequestOf(
  request: SdkRequest,
  url: string,
  body: string,
  signal: AbortSignal | undefined,
): DoorRequest {
  const { host: _host, ...headers } = request.headers
  return {
    method: request.method,
    url,
    headers: Object.entries(headers),
    ...(body ? { body } : {}),
    maxBytes: MAX_ANSWER_BYTES,
    timeoutMs: REQUEST_TIMEOUT_MS,
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
  if (headers['content-type']?.includes('html')) return false
  const text = new TextDecoder().decode(body).trim()
  if (text === '' || format === undefined) return true
  return format === 'json' ? isJson(text) : text.startsWith('<') && !/^<(!doctype|html)/i.test(text)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function notAws({ service, url }: Sent, status: number, headers: Readonly<Record<string, string>>): SdkReply {
  // A load balancer's page for 502 to 504 may pass: the SDK makes a server error of the bodiless reply.
  if (status >= 500)
    return answer(status, { 'content-type': 'application/json' }, new TextEncoder().encode('{}'))
  const type = headers['content-type']?.split(';')[0] ?? 'something else'
  throw new ApigwCacheError(
    'failure',
    'not-aws',
    `${new URL(url).origin} did not answer like ${service}: ${type}, status ${status}`,
  )
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
