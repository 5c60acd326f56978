/** A request as the server hands it to the services. */
export interface HttpRequest {
  readonly method: string
  /** The path as it came over the wire, still percent-encoded, without the query. */
  readonly path: string
  /** Without `?`, still percent-encoded; empty where there was none. */
  readonly rawQuery: string
  /** Header names in lower case; repeated headers are joined as Node joins them. */
  readonly headers: Readonly<Record<string, string>>
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  readonly sourceIp: string
}

export interface HttpAnswer {
  readonly status: number
  /** In order, names as they are to be written. A repeated name is sent as repeated lines. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer | string
}

export function jsonAnswer(status: number, value: unknown, headers: HttpAnswer['headers'] = []): HttpAnswer {
  return { status, headers: [['Content-Type', 'application/json'], ...headers], body: JSON.stringify(value) }
}
