import type { Clock } from './clock.js'
import { ApigwCacheError, interruptedUnsent, rephrased } from './errors.js'
import { causeOf, type Trouble } from './trouble.js'

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 20_000
/** Milliseconds of retries if the caller sets no limit. */
const PATIENCE_MS = 60_000
/** Something that answers a read in a wrong form nearly always goes on so. */
const MOST_UNREADABLE = 4

export interface RetryPolicy {
  readonly clock: Clock
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly signal?: AbortSignal | undefined
  /** Epoch milliseconds; nothing is repeated after it, even if `latest` is later. */
  readonly deadline?: number | undefined
  /** Epoch milliseconds: the caller's `--timeout`. Without both, retries end a minute after the first attempt. */
  readonly latest?: number | undefined
  readonly onRetry?: ((note: RetryNote) => void) | undefined
}

export interface RetryNote {
  readonly trouble: Trouble['kind']
  readonly attempt: number
  readonly delayMs: number
}

/** Repeats a read through throttling, server errors and lost connections. */
export function retryRead<T>(policy: RetryPolicy, attempt: () => Promise<T>): Promise<T> {
  return retry(policy, attempt, (trouble) => trouble.kind !== 'conflict')
}

/** Repeats a write only after throttling, when AWS surely did nothing; after any other trouble, read first. */
export function retryThrottled<T>(policy: RetryPolicy, attempt: () => Promise<T>): Promise<T> {
  return retry(policy, attempt, (trouble) => trouble.kind === 'throttled', interruptedUnsent)
}

/**
 * Repeats a whole step that reads the state, computes what is missing and writes it: after a conflict or a lost
 * answer, only a new look tells what is left to do. Unreadable answers have been asked for again by then.
 */
export function retryStep<T>(
  policy: RetryPolicy,
  step: () => Promise<T>,
  repeats: (trouble: Trouble) => boolean = () => true,
): Promise<T> {
  return retry(policy, step, (trouble) => trouble.kind !== 'unreadable' && repeats(trouble))
}

async function retry<T>(
  policy: RetryPolicy,
  attempt: () => Promise<T>,
  repeats: (trouble: Trouble) => boolean,
  interrupted = (cause: unknown) => cause,
): Promise<T> {
  const { clock, random, signal, latest = Number.POSITIVE_INFINITY, onRetry } = policy
  const started = clock.now()
  const patience = policy.latest ?? started + PATIENCE_MS
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      const trouble = causeOf(error)
      if (!trouble || !repeats(trouble)) throw error
      if (trouble.kind === 'unreadable' && tries >= MOST_UNREADABLE) throw error
      const delayMs = delay(tries, random, trouble.retryAfterMs)
      // Read each time: a pause for a question moves a deadline on.
      if (clock.now() + delayMs > Math.min(latest, policy.deadline ?? patience))
        throw withRetryTime(clock.now() - started, error, trouble)
      onRetry?.({ trouble: trouble.kind, attempt: tries, delayMs })
      await clock.sleep(delayMs, signal).catch((cause: unknown) => {
        throw signal?.aborted ? interrupted(cause) : cause
      })
    }
  }
}

/** Adds how long the call was retried. Conflicts are explained by the caller, who knows the stage. */
function withRetryTime(ms: number, error: unknown, { kind }: Trouble): unknown {
  if (!(error instanceof ApigwCacheError) || kind === 'conflict' || ms < 1000) return error
  const message = error.message.replace(/, tried for \d+ s$/, '')
  return rephrased(error, `${message}, tried for ${Math.round(ms / 1000)} s`, {
    hint: error.hint ?? 'repeat the command later: what is done already is not done again',
  })
}

/** Limits the retries of an optional read to a minute, whatever the `--timeout`. */
export function briefly(policy: RetryPolicy): RetryPolicy {
  return { ...policy, deadline: policy.clock.now() + PATIENCE_MS }
}

/** Milliseconds: exponential with jitter over the upper half, and never before `Retry-After`. */
export function delay(tries: number, random: () => number, retryAfterMs = 0): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1))
  return Math.round(Math.max(retryAfterMs, ceiling * (0.5 + random() / 2)))
}
