import type { StageCache } from '../gateway/model.js'

/** The result of `warm`. */
export interface WarmReport {
  /** The requested URLs, in the order of the list. */
  readonly reports: readonly {
    readonly url: string
    /** Status of the first answer; 0 without one. */
    readonly status: number
    /** Milliseconds until the first answer. */
    readonly latencyMs: number
    /** True if later answers showed a cache; null if nothing could be shown. */
    readonly cached: boolean | null
    /** Reason why `cached` is not true; left out if it is. */
    readonly reason?: string
  }[]
  /** Reason for stopping before the end of the list; null if all was requested. */
  readonly stopped: string | null
  /** True if nothing failed, was redirected, is known to be uncached, or was left out. */
  readonly passed: boolean
}

/** Each URL is filled once and looked at again soon after. */
export interface WarmProgress {
  readonly filled: number
  readonly seenAgain: number
  readonly total: number
}

/** The result of `flush`. */
export interface FlushReport extends StageCache {
  /** With `flush --then-warm`: the report of the warming. */
  readonly warm?: WarmReport
}
