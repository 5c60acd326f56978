/** A request that the sandbox answered, without headers and bodies. */
export interface RequestLogEntry {
  /** ISO 8601, from the sandbox's clock. */
  readonly at: string
  readonly service: ServiceName
  /** Whose world was asked. */
  readonly accountId?: string | undefined
  readonly region?: string | undefined
  readonly method: string
  /** Still percent-encoded, without the query: a presigned query would carry credentials. */
  readonly path: string
  /** Left out where no operation was recognised. */
  readonly operation?: string | undefined
  /** The HTTP status; 0 where the connection was cut without an answer. */
  readonly status: number
}

/** `other` is any that the sandbox does not have. */
export type ServiceName = 'account' | 'apigateway' | 'execute-api' | 'logs' | 'monitoring' | 'other' | 'sts'

type Noted = Omit<RequestLogEntry, 'at'> & { readonly at: number }

const CAPACITY = 10_000
/** Of a path or an operation, which callers may make as long as headers. */
const MOST_CHARACTERS = 2_048

export interface RequestLog {
  note(entry: Noted): void
  /** Oldest first, at most the last 10,000. */
  entries(): RequestLogEntry[]
  clear(): void
}

export function createRequestLog(): RequestLog {
  const ring: Noted[] = []
  let oldest = 0
  return {
    note(given) {
      const { path, operation } = given
      const isLong = path.length > MOST_CHARACTERS || (operation?.length ?? 0) > MOST_CHARACTERS
      const entry = isLong ? { ...given, path: cut(path), operation: operation && cut(operation) } : given
      if (ring.length < CAPACITY) {
        ring.push(entry)
        return
      }
      ring[oldest] = entry
      oldest = (oldest + 1) % CAPACITY
    },
    entries: () =>
      [...ring.slice(oldest), ...ring.slice(0, oldest)].map((entry) => ({
        ...entry,
        at: new Date(entry.at).toISOString(),
      })),
    clear() {
      ring.length = 0
      oldest = 0
    },
  }
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
}
