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
  /** A suggestion that names no option and no command. */
  readonly hint?: string | undefined
  /** Values for the next step, which the command line words by `code`. */
  readonly data?: Readonly<Record<string, unknown>> | undefined
  readonly cause?: unknown
  readonly requestId?: string | undefined
}

/** An expected failure; its message names the offending value. Anything else that is thrown is a bug. */
export class ApigwCacheError extends Error {
  override readonly name = 'ApigwCacheError'
  readonly kind: ErrorKind
  /** Stable: programs decide by it. */
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>
  readonly hint: string | null
  readonly requestId: string | null

  constructor(kind: ErrorKind, code: string, message: string, { hint, data, cause, requestId }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
    this.code = code
    this.data = data ?? {}
    this.hint = hint ?? null
    this.requestId = requestId ?? null
  }
}

/** Ctrl-C came before the request went out. */
export function interruptedUnsent(cause: unknown): ApigwCacheError {
  return new ApigwCacheError('interrupted', 'interrupted-unsent', 'interrupted: nothing was changed', {
    cause,
  })
}

/** Copies an error with another message; `details` replace its own. */
export function rephrased(error: ApigwCacheError, message: string, details: ErrorDetails = {}): ApigwCacheError {
  const { kind, code, data, hint, requestId } = error
  const own = { data, hint: hint ?? undefined, requestId: requestId ?? undefined, cause: error }
  return new ApigwCacheError(kind, code, message, { ...own, ...details })
}
