import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import type { UnauthorizedStrategy } from '../gateway/model.js'

/** All that the verdict may rest on. */
export interface Evidence {
  /** Answers to the request itself, in the order in which they were asked for, before anything disturbed the cache. */
  readonly probes: readonly Observation[]
  readonly controls: readonly Control[]
  /** What the request has of what was varied; null where nothing was. */
  readonly main: Labels | null
  readonly named: NamedFreshness | null
  readonly expected: 'cached' | 'not-cached'
  readonly known: Known | null
}

/** What the stage's settings and its deployment say of the method that answers. */
export interface Known {
  readonly method: string
  /** As in the API: `/pets/{id}`. */
  readonly path: string
  /** Whether an answer would be stored now. */
  readonly cached: boolean
  readonly ttlSeconds: number
  readonly requireAuthorization: boolean
  readonly unauthorized: UnauthorizedStrategy
  /** Null where they could not be told. */
  readonly keys: readonly string[] | null
  /** Whether it takes signed requests only (AWS_IAM). */
  readonly signed: boolean
  /** Whether some requests run a canary past the stage's cache. */
  readonly canary: boolean
}

/** Something that was done to see what a fresh answer looks like, or which cache gives the answers. */
export type Control =
  | TestInvokeControl
  | VariantControl
  | FlushControl
  | InvalidationControl
  | ExpiryControl
  | MetricsControl

export interface TestInvokeControl {
  readonly kind: 'test-invoke'
  readonly answer: Observation
}

/** The same request with another value of something, asked for in turn with the others. */
export interface VariantControl {
  readonly kind: 'variant'
  readonly variant: Labels
  readonly answers: readonly Observation[]
}

/** What a variant has, by dimension: `querystring.type` → `type=admin`. */
export interface Labels {
  readonly label: string
  readonly values: readonly {
    /** `querystring.type`, `header.X`, `path.id`; `identity` for `--as`. */
    readonly dimension: string
    /** Never a header's value. */
    readonly label: string
  }[]
}

export interface FlushControl {
  readonly kind: 'flush'
  /** Since the cache was disturbed last. */
  readonly before: readonly Observation[]
  /** While the stage said FLUSH_IN_PROGRESS, before and after each. */
  readonly during: readonly Observation[]
  readonly after: readonly Observation[]
}

export interface InvalidationControl {
  readonly kind: 'invalidation'
  readonly before: readonly Observation[]
  /** With `Cache-Control: max-age=0` and without, in turn. */
  readonly steps: readonly {
    readonly sent: 'plain' | 'unsigned' | 'signed'
    readonly answer: Observation
  }[]
}

export interface ExpiryControl {
  readonly kind: 'expiry'
  readonly ttlSeconds: number
  readonly before: readonly Observation[]
  readonly after: readonly Observation[]
}

/** What CloudWatch counted in the minutes of the requests. */
export interface MetricsControl {
  readonly kind: 'metrics'
  /** Requests of this run that were counted there, and those of them for this URL. */
  readonly sent: number
  readonly own: number
  readonly requests: number
  readonly hits: number
  readonly misses: number
  /** Whether there will be no later data. */
  readonly settled: boolean
}

/** The controls of one kind. */
export function controlsOf<K extends Control['kind']>(
  { controls }: Pick<Evidence, 'controls'>,
  kind: K,
): readonly Extract<Control, { kind: K }>[] {
  return controls.filter((control): control is Extract<Control, { kind: K }> => control.kind === kind)
}
