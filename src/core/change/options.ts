import type { ClusterStatus } from '../gateway/model.js'

export const DEFAULT_TIMEOUT_MS = 15 * 60_000

export interface Progress {
  readonly status: ClusterStatus
  readonly waitedMs: number
  /** Typical duration in milliseconds; null if no change is running. */
  readonly typicalMs: number | null
}

/** Options of every change. */
export interface ChangeOptions {
  /** False returns as soon as AWS has accepted the change. Default: true. */
  readonly wait?: boolean | undefined
  /** Milliseconds, including the wait for another change. Default: 15 minutes. */
  readonly timeoutMs?: number | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Receives what the operator should know but needs no answer. */
  readonly onNote?: ((message: string) => void) | undefined
}

/** Options of a change that asks first. */
export interface AskingOptions<Question> extends ChangeOptions {
  /**
   * Called before the first write with a decision for a person; throws to refuse. If it is left out, the call
   * itself is the consent, but nothing that would serve wrong data is accepted.
   */
  readonly onAsk?: ((question: Question) => Promise<void>) | undefined
}
