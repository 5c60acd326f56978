import { ApigwCacheError } from '../base/errors.js'
import { retryStep } from '../base/retry.js'
import type { Trouble } from '../base/trouble.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import type { StageRecord } from '../gateway/record.js'
import { nameOf } from '../gateway/stage.js'
import { ended } from './ending.js'
import { type ChangeOptions, DEFAULT_TIMEOUT_MS } from './options.js'
import { endOfChange, type Goal, waitForCluster } from './wait-for-cluster.js'

/** Outcome of a change, as its result reports it. */
export interface Outcome {
  readonly changed: boolean
  readonly waitedMs: number
}

/** State and operations that the steps of a running change share. */
export interface Change {
  /** Epoch milliseconds; moved on by the time spent on questions. */
  readonly deadline: () => number
  readonly changed: () => boolean
  /** True if the last write got no reliable answer, so that a running change may be that one. */
  readonly unanswered: () => boolean
  /** Asks once, however often the step is retried. */
  ask(question: () => Promise<void>): Promise<void>
  /** Sends a write and notes that the stage may have changed, even if the answer is lost; `what` names it. */
  write(send: () => Promise<void>, what?: string): Promise<void>
  /**
   * Waits until no change is running, since AWS refuses another one until then. Errors: `failure` with the
   * status, for a caller that does not wait.
   */
  idle(record: StageRecord): Promise<StageRecord>
  /**
   * Waits for the goal and returns the stage; returns the present stage for `none`, or for a caller that does
   * not wait.
   */
  finish(goal: Goal | 'none'): Promise<StageRecord>
  outcome(): Outcome
}

/**
 * Runs `step`, which reads, computes what is missing and writes it, until it succeeds: after a conflict or a
 * lost answer it reads again before it repeats anything.
 */
export async function changing<T>(
  stage: OpenStage,
  options: ChangeOptions,
  step: (change: Change) => Promise<T>,
): Promise<T> {
  const { clock, retry } = stage.connection
  const { wait = true, timeoutMs = DEFAULT_TIMEOUT_MS, onProgress } = options
  const state = { startedAt: clock.now(), asked: false }
  const phase = stage.ledger.phase()
  const deadline = () => Math.min(state.startedAt + timeoutMs, retry.latest ?? Number.POSITIVE_INFINITY)
  const waitFor = (goal: Goal) => waitForCluster(stage, goal, deadline(), onProgress)
  const changed = () => phase.sent() !== 'none'
  const change: Change = {
    deadline,
    changed,
    unanswered: phase.unanswered,
    async ask(question) {
      if (state.asked) return
      const before = clock.now()
      await question()
      state.asked = true
      state.startedAt += clock.now() - before
    },
    write: phase.write,
    async idle(record) {
      const goal = endOfChange(record.clusterStatus)
      if (goal === null) return record
      if (!wait) throw inTransition(stage, record)
      // A removal may be the first half of a resize; only its end tells.
      return waitFor(goal)
    },
    finish: (goal) => (goal !== 'none' && wait ? waitFor(goal) : readRecord(stage)),
    outcome: () => ({ changed: changed(), waitedMs: clock.now() - state.startedAt }),
  }
  const policy = {
    ...retry,
    get deadline() {
      return deadline()
    },
    latest: undefined,
  }
  // Without a limit, a read has been tried for long enough by itself.
  const repeats = ({ kind }: Trouble) => options.timeoutMs !== undefined || kind === 'conflict' || phase.unanswered()
  try {
    const result = await retryStep(policy, () => step(change), repeats)
    phase.settled()
    return result
  } catch (error) {
    throw await ended(error, stage)
  }
}

/** Builds the error for a change that AWS accepted and then does not show. */
export function notAsAsked({ target }: OpenStage, what: string): ApigwCacheError {
  return new ApigwCacheError(
    'failure',
    'not-as-asked',
    `AWS accepted the change, but ${nameOf(target)} reads back ${what}`,
    { data: { target } },
  )
}

function inTransition({ target }: OpenStage, { clusterStatus }: StageRecord): ApigwCacheError {
  return new ApigwCacheError('failure', 'in-transition', `${nameOf(target)} is ${clusterStatus}`, {
    data: { target, status: clusterStatus },
  })
}
