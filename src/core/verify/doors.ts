import type { Sign } from '../aws/connection.js'
import type { MethodRef } from '../gateway/method.js'
import type { ClusterStatus, Target } from '../gateway/model.js'
import type { Doors } from '../request/doors.js'

export interface ProbingDoors extends Pick<Doors, 'http' | 'clock' | 'signal'> {
  readonly onProgress?: ((event: VerifyProgress) => void) | undefined
  /** Needed where requests are signed. */
  readonly sign?: Sign | undefined
  /** Null where no stage is known. */
  readonly stage: StageDoor | null
}

/** The proofs use a stage by this, besides probing it. */
export interface StageDoor {
  /** Starts to flush the stage's cache; false where it has none. */
  startFlush(): Promise<boolean>
  /** True once a flush was sent, however long ago it has ended. */
  readonly hasFlushed: () => boolean
  status(): Promise<ClusterStatus>
  /** Waits until the cluster serves again. `seen`: whether the flush itself was seen. */
  flushed(seen: boolean): Promise<void>
  /** One look that an abort does not end. */
  lastLook(): Promise<ClusterStatus>
  /** Sums over minutes, given by their starts in epoch milliseconds; of one method or of the stage as a whole. */
  counted(minutes: readonly number[], method: MethodRef | null): Promise<Counted>
  /** Why CloudWatch's counts cannot be told from another API's; null where they can. */
  hiddenBy(): Promise<string | null>
  /** So long after a request its counts, or those of others, may still be on their way. */
  readonly lateMs: number
  readonly target: Target
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
  /** Something else than a probe is about to be sent: `doing` says what, for people. */
  | { readonly kind: 'proof'; readonly proof: string; readonly doing: string }
  | {
      readonly kind: 'waiting'
      /** For people: `until the TTL is over`. */
      readonly for: string
      readonly waitedMs: number
      readonly totalMs: number
      /** `totalMs` is how long it typically takes, and not the most that it can. */
      readonly typical: boolean
    }

const TOLD_EVERY_MS = 30_000

/** A wait that is long enough to be told of, again and again: `what` is such as `until the TTL is over`. */
export async function sleepLong(
  { clock, signal, onProgress }: ProbingDoors,
  what: string,
  totalMs: number,
): Promise<void> {
  const started = clock.now()
  for (;;) {
    const waitedMs = clock.now() - started
    if (waitedMs >= totalMs) return
    onProgress?.({ kind: 'waiting', for: what, waitedMs, totalMs, typical: false })
    await clock.sleep(Math.min(TOLD_EVERY_MS, totalMs - waitedMs), signal)
  }
}
