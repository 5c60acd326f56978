import type { Target } from '../gateway/model.js'

export type Verdict = 'cached' | 'not-cached' | 'inconclusive'

/** Who says what is expected. */
export type ExpectedBy = 'caller' | 'settings' | 'default'

export interface Check {
  readonly id: string
  readonly outcome: 'pass' | 'fail' | 'skip' | 'unknown'
  readonly detail: string
}

export interface VerifyReport {
  /** Null where the URL is not known to be a stage's. */
  readonly target: Target | null
  readonly method: string
  readonly url: string
  readonly verdict: Verdict
  readonly layer: 'stage' | 'some-cache' | null
  readonly expected: 'cached' | 'not-cached'
  /** `default`: nothing is known of the settings, and nobody said. */
  readonly expectedBy: ExpectedBy
  readonly passed: boolean
  /** One sentence that names the evidence. */
  readonly reason: string
  /** Which value showed it, such as `body:data.generatedAt` or `header:x-generated-at`. */
  readonly freshness: { readonly source: string; readonly kind: 'timestamp' | 'token' | 'body' } | null
  readonly probes: readonly {
    readonly at: string
    readonly status: number
    readonly latencyMs: number
    readonly value: string | null
    /** The variant, identity or phase that it belongs to, such as `type=admin` or `during the flush`. */
    readonly group: string | null
    /** As the first one of its group; null where that cannot be told. */
    readonly sameAsFirst: boolean | null
    /** Names what was special about the request, such as `type=admin` or `max-age=0, unsigned`; left out for plain ones. */
    readonly label?: string
  }[]
  readonly latency: { readonly firstMs: number; readonly repeatMedianMs: number }
  readonly checks: readonly Check[]
  /** The next step where it did not pass, with the command where there is one; else null. */
  readonly next: string | null
}

/** The result of `verify`, also for one URL. */
export interface VerifyResult {
  readonly reports: readonly VerifyReport[]
  readonly passed: boolean
}
