export interface Metrics {
  /** ISO 8601, UTC. */
  readonly since: string
  readonly until: string
  /** Up to here CloudWatch has everything; later minutes may still be missing. */
  readonly settledUntil: string
  readonly periodSeconds: number
  readonly hits: number | null
  readonly misses: number | null
  readonly requests: number | null
  /** hits ÷ (hits + misses), 0 to 1. */
  readonly ratio: number | null
  /** Mean of what callers waited, in milliseconds; left out unless it was asked for. */
  readonly latencyMs?: number | null
  readonly series: readonly { readonly at: string; readonly hits: number; readonly misses: number }[]
  /** Null where detailed metrics are off. */
  readonly methods:
    | readonly {
        readonly method: string
        readonly path: string
        readonly hits: number
        readonly misses: number
        readonly ratio: number | null
      }[]
    | null
  /** Those with detailed metrics that are not among `methods`, as CloudWatch may be late; left out where none is. */
  readonly methodsNotYet?: readonly { readonly method: string; readonly path: string }[]
}
