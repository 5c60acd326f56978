import { ApigwCacheError } from '../base/errors.js'
import { retryStep } from '../base/retry.js'
import { causeOf } from '../base/trouble.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import type { StageRecord } from '../gateway/record.js'
import { nameOf, refOf } from '../gateway/stage.js'
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
  /** Sends a write and notes that the stage may have changed, even if the answer is lost. */
  write(send: () => Promise<void>): Promise<void>
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
  const state = { startedAt: clock.now(), changed: false, unanswered: false, asked: false }
  const deadline = () => state.startedAt + timeoutMs
  const change: Change = {
    deadline,
    changed: () => state.changed,
    unanswered: () => state.unanswered,
    async ask(question) {
      if (state.asked) return
      const before = clock.now()
      await question()
      state.asked = true
      state.startedAt += clock.now() - before
    },
    write: (send) => write(send, state),
    async idle(record) {
      const goal = endOfChange(record.clusterStatus)
      if (goal === null) return record
      if (!wait) throw inTransition(stage, record)
      // A removal may be the first half of a resize; only its end tells.
      return waitForCluster(stage, goal, deadline(), onProgress)
    },
    finish: (goal) =>
      goal === 'none' || !wait ? readRecord(stage) : waitForCluster(stage, goal, deadline(), onProgress),
    outcome: () => ({ changed: state.changed, waitedMs: clock.now() - state.startedAt }),
  }
  const policy = {
    ...retry,
    get deadline() {
      return deadline()
    },
    latest: undefined,
  }
  try {
    return await retryStep(policy, () => step(change))
  } catch (error) {
    throw retry.signal?.aborted ? await interrupted(error, stage, state.changed) : stillBusy(error, stage)
  }
}

async function write(
  send: () => Promise<void>,
  state: { changed: boolean; unanswered: boolean },
): Promise<void> {
  const before = { ...state }
  // From here on the change may have been made, whether an answer comes or not.
  state.changed = true
  state.unanswered = true
  try {
    await send()
    state.unanswered = false
  } catch (error) {
    const kind = causeOf(error)?.kind
    const open = kind === 'lost' || kind === 'server' || !(error instanceof ApigwCacheError)
    // The change behind a conflict may be the one whose answer was lost.
    if (!open) Object.assign(state, before)
    throw error
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

/** Reads the stage once more, ignoring the abort, to name the status that AWS is left in. */
async function interrupted(error: unknown, stage: OpenStage, changed: boolean): Promise<unknown> {
  if (error instanceof ApigwCacheError && error.kind === 'interrupted') return error
  const { connection, target } = stage
  const data = { target }
  if (!changed) {
    return new ApigwCacheError('interrupted', 'interrupted-unchanged', 'interrupted: nothing was changed', {
      data,
      cause: error,
    })
  }
  const state = await connection.lastLook(refOf(target)).then(
    ({ clusterStatus }) => `${nameOf(target)} is ${clusterStatus}`,
    () => `the state of ${nameOf(target)} could not be read any more`,
  )
  const message = `interrupted: a change was sent, and ${state}`
  return new ApigwCacheError('interrupted', 'interrupted-changed', message, { data, cause: error })
}

function stillBusy(error: unknown, { target }: OpenStage): unknown {
  if (causeOf(error)?.kind !== 'conflict') return error
  const message = `${nameOf(target)} is still busy with another change`
  return new ApigwCacheError('timeout', 'still-busy', message, { data: { target }, cause: error })
}
