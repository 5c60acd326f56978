/** The rows of the exit-code table. Only the edge of the program knows the numbers. */
export type ErrorKind =
  | 'failure'
  | 'usage'
  | 'cancelled'
  | 'denied'
  | 'timeout'
  | 'negative'
  | 'partial'
  | 'interrupted'

interface ErrorDetails {
  /** The command to run next, or what to change. */
  readonly hint?: string | undefined
  readonly cause?: unknown
  readonly requestId?: string | undefined
}

/** What went wrong, with the offending value, and what to do next. Anything else that is thrown is a bug. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
  readonly kind: ErrorKind
  readonly hint: string | null
  readonly requestId: string | null

  constructor(kind: ErrorKind, message: string, { hint, cause, requestId }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
    this.hint = hint ?? null
    this.requestId = requestId ?? null
  }
}
