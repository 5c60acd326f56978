export interface InvalidateReport {
  readonly url: string
  readonly outcome: 'invalidated' | 'ignored' | 'forbidden' | 'unknown'
  /** True if the request had a signature of version 4. */
  readonly signed: boolean
  readonly status: number
  /** The answer's `Warning` header; null without one. */
  readonly warning: string | null
  /** One sentence: what decided, and what is missing. */
  readonly reason: string
  readonly method: string
  /** Position of this combination of header values, from 1; null if there is only one. */
  readonly headerSet: number | null
}

/** The result of `invalidate`, in the order of the URLs. */
export interface InvalidateResult {
  readonly reports: readonly InvalidateReport[]
  /** True if every entry was invalidated. */
  readonly passed: boolean
  /** URLs that could not be reached. */
  readonly failed: readonly { readonly url: string; readonly message: string }[]
}

/** Entries so far. */
export interface InvalidateProgress {
  readonly done: number
  readonly total: number
}
