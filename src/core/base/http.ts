/** Sends a request exactly as given and returns the answer undecoded: the only way to the network. */
export type Http = (request: HttpRequest) => Promise<HttpReply>

/** True if HTTP allows the text as the name of a header (a "token" of RFC 9110). */
export function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(text)
}

/** Removes user and password from a URL, or from what was meant as one: no request carries them. PURE. */
export function withoutUserInfo(url: string): string {
  const authority = /^([a-z][a-z\d+.-]*:\/\/)?[^/?#]*@/i
  return url.replace(URL.canParse(url) ? authority : /^([a-z][a-z\d+.-]*:\/\/)?.*@/is, '$1')
}

export interface HttpRequest {
  readonly method: string
  readonly url: string
  /** Sent unchanged; only a missing `Host` (and `Content-Length` for a body) is added. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: string | Uint8Array
  /** `host` or `host:port` to connect to instead; `Host` and SNI stay those of the URL. */
  readonly connectTo?: string
  /** Reading stops after this many body bytes. */
  readonly maxBytes: number
  readonly timeoutMs: number
  /** Reuses an open connection: for control planes, where latency is no evidence. */
  readonly keepAlive?: boolean
  readonly signal?: AbortSignal
}

export interface HttpReply {
  readonly status: number
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[]
  readonly body: Uint8Array
  /** True if reading stopped before the end of the body. */
  readonly truncated: boolean
  readonly latencyMs: number
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** True if it came through a proxy that can read the request and answer it. */
  readonly byProxy?: boolean
}
