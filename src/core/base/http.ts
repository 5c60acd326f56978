/** The one door to the data plane: what is given goes out, what comes back is handed over undecoded. */
export type Http = (request: HttpRequest) => Promise<HttpReply>

/** True if HTTP allows the text as the name of a header (a "token" of RFC 9110). */
export function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(text)
}

export interface HttpRequest {
  readonly method: string
  readonly url: string
  /** Sent as they are. `Host` (and `Content-Length` for a body) are added where they are missing, nothing else. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: string | Uint8Array
  /** `host` or `host:port` to connect to instead; `Host` and SNI stay those of the URL. */
  readonly connectTo?: string
  /** Reading stops after this many body bytes. */
  readonly maxBytes: number
  readonly timeoutMs: number
  /** Takes a connection that is open already: for control planes, where latency is no evidence. */
  readonly keepAlive?: boolean
  readonly signal?: AbortSignal
}

export interface HttpReply {
  readonly status: number
  /** Names and values in turn, as they were received. */
  readonly rawHeaders: readonly string[]
  readonly body: Uint8Array
  /** Whether the body was longer than what was read. */
  readonly truncated: boolean
  readonly latencyMs: number
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** Whether it came through a proxy that can read and answer the request itself. */
  readonly byProxy?: boolean
}
