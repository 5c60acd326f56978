import type { ClusterStatus } from '../gateway/model.js'

/** How long a change is waited for where nobody said it. */
export const DEFAULT_TIMEOUT_MS = 15 * 60_000

export interface Progress {
  readonly status: ClusterStatus
  readonly waitedMs: number
  /** How long such a change typically takes; null while none is running. */
  readonly typicalMs: number | null
}

/** What every change takes. */
export interface ChangeOptions {
  /** False: return as soon as AWS has accepted the change. True where left out. */
  readonly wait?: boolean | undefined
  /** Milliseconds, waiting for another change included; 15 minutes where left out. */
  readonly timeoutMs?: number | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Something that the operator should know, but that changes nothing. */
  readonly onNote?: ((message: string) => void) | undefined
}

/** A change that asks first. */
export interface AskingOptions<Question> extends ChangeOptions {
  /**
   * Called before the first write with what only a person can decide: throw to refuse. Where it is left out the
   * call itself counts as the answer, but nothing that would serve wrong data is accepted.
   */
  readonly onAsk?: ((question: Question) => Promise<void>) | undefined
}
