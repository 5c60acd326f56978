import type { Http } from '../answer/exchange.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Sign } from '../aws/connection.js'
import type { Clock } from '../base/clock.js'
import type { Spelling } from '../base/spelling.js'
import type { ClusterStatus, Target } from '../gateway/model.js'
import type { Variant } from '../request/variants.js'
import type { Known } from './evidence.js'

/** What came back past the cache. */
export interface ControlReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface VerifyDeps {
  readonly http: Http
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((event: VerifyProgress) => void) | undefined
  /** Needed where requests are signed. */
  readonly sign?: Sign | undefined
  /** Null or left out where the stage is not known. */
  readonly stage?: StageControls | null | undefined
}

/** What of a known stage the controls use. */
export interface StageControls {
  /** Starts to flush the stage's cache; false where it has none. */
  startFlush(): Promise<boolean>
  status(): Promise<ClusterStatus>
  /** Waits until the cluster serves again. `seen`: whether the flush itself was seen. */
  flushed(seen: boolean): Promise<void>
  /** One look that an abort does not end. */
  lastLook(): Promise<ClusterStatus>
  /** Sums over minutes, given by their starts in epoch milliseconds; of one method or of the stage as a whole. */
  counted(minutes: readonly number[], method: CountedMethod | null): Promise<Counted>
  /** Why CloudWatch's counts cannot be told from another API's; null where they can. */
  hiddenBy(): Promise<string | null>
  /** How long after a request its counts, or those of others, may still be on their way. */
  readonly lateMs: number
  readonly target: Target
}

export interface CountedMethod {
  readonly method: string
  readonly path: string
}

export interface Counted {
  readonly requests: number
  readonly hits: number
  readonly misses: number
}

/** Told before each request, and when there is something to wait for. */
export type VerifyProgress =
  | { readonly kind: 'announce'; readonly requests: number; readonly testInvokes: number }
  | { readonly kind: 'probe'; readonly number: number; readonly samples: number }
  | { readonly kind: 'spacing'; readonly delayMs: number }
  | { readonly kind: 'control'; readonly control: 'test-invoke' | 'flush' }
  | {
      readonly kind: 'waiting'
      readonly for: 'minute' | 'flush' | 'ttl' | 'metrics'
      readonly waitedMs: number
      /** How long at most; for a flush, how long one typically takes. */
      readonly totalMs: number
    }

export interface VerifyRequest {
  /** Null where the URL is not known to be a stage's. */
  readonly target: Target | null
  readonly method: string
  /** As it is reported; the variants have those that are sent. */
  readonly url: string
  readonly body?: string | Uint8Array | undefined
  readonly connectTo?: string | undefined
  readonly samples: number
  readonly intervalMs: number
  readonly timestamp?: NamedFreshness | undefined
  readonly expected: 'cached' | 'not-cached'
  readonly layer: 'stage' | null
  readonly allowInconclusive: boolean
  readonly known: Known | null
  /** The request itself, and those with other values, each of which is asked for `samples` times. */
  readonly variants: readonly [main: Variant, ...others: Variant[]]
  readonly sign: boolean
  /** `auto` takes one where nothing else tells and the method is GET or HEAD. */
  readonly control: 'auto' | 'none' | 'test-invoke'
  /** Runs the method as the API stands now, past the cache. Null where that is not possible. */
  readonly testInvoke: (() => Promise<ControlReply>) | null
  readonly flush: boolean
  readonly invalidation: boolean
  readonly expiry: boolean
  readonly metrics: boolean
  /** Where the stage counts this method alone (detailed metrics). */
  readonly countedAs: CountedMethod | null
  readonly advice: Advice
}

/** What the next steps that a report suggests are spelled from. */
export interface Advice {
  readonly spelling: Spelling
  /** Null where no stage is known. */
  readonly target: Target | null
  /** The command that removes the entry which the probes made. */
  readonly removal: string
}
