import type { StageCache } from '../gateway/model.js'

/** The result of `warm`. */
export interface WarmReport {
  /** The URLs that were asked for, in the order of the list. */
  readonly reports: readonly {
    readonly url: string
    /** Of the first answer; 0 where none came. */
    readonly status: number
    /** Of the first answer, in milliseconds. */
    readonly latencyMs: number
    /** True where later answers showed that a cache gives them; null where nothing could be shown. */
    readonly cached: boolean | null
    /** Why `cached` is not true; left out where it is. */
    readonly reason?: string
  }[]
  /** Why the rest of the list was not asked for; null where all of it was. */
  readonly stopped: string | null
  /** Nothing failed or was redirected, nothing is known not to be cached, and nothing was left out. */
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
  /** Of `flush --then-warm`: how the list was warmed afterwards. */
  readonly warm?: WarmReport
}
