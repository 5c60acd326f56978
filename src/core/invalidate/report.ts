export interface InvalidateReport {
  readonly url: string
  readonly outcome: 'invalidated' | 'ignored' | 'forbidden' | 'unknown'
  /** True where the request had a signature of version 4. */
  readonly signed: boolean
  readonly status: number
  /** The answer's `Warning` header; null where it has none. */
  readonly warning: string | null
  /** One sentence that names what decided, and what is missing. */
  readonly reason: string
  readonly method: string
  /** Of several combinations of header values the place of this one, from 1; null where there is only one. */
  readonly headerSet: number | null
}

/** The result of `invalidate`, in the order of the URLs. */
export interface InvalidateResult {
  readonly reports: readonly InvalidateReport[]
  /** True where every entry was invalidated. */
  readonly passed: boolean
  /** URLs that could not be reached. */
  readonly failed: readonly { readonly url: string; readonly message: string }[]
}

/** Entries so far. */
export interface InvalidateProgress {
  readonly done: number
  readonly total: number
}
