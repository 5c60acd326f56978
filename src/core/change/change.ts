import type { Connection } from '../aws/connection.js'
import { ToolError } from '../base/errors.js'
import { retryStep } from '../base/retry.js'
import { causeOf } from '../base/trouble.js'
import type { Target } from '../gateway/model.js'
import { flagsOf, nameOf, refOf } from '../gateway/stage.js'
import type { Progress } from './wait-for-cluster.js'

export interface ChangeOptions {
  /** False: return as soon as AWS has accepted the change. */
  readonly wait: boolean
  readonly timeoutMs: number
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Something that the operator should know, but that changes nothing. */
  readonly onNote?: ((message: string) => void) | undefined
}

/** A running change: what its steps share. */
export interface Change {
  /** Both move on by the time that answers to questions take. */
  readonly startedAt: () => number
  readonly deadline: () => number
  readonly changed: () => boolean
  /** Whether the last write got no answer that can be trusted: a change that runs now may be that one. */
  readonly unanswered: () => boolean
  /** Asks once, however often the step is repeated. */
  ask(question: () => Promise<void>): Promise<void>
  /** Sends a write, and remembers that the stage may have changed, also where the answer was lost. */
  write(send: () => Promise<void>): Promise<void>
}

/**
 * Runs `step`, which reads, computes what is missing and writes it, again and again until it gets through:
 * after a conflict or a lost answer it looks before it repeats anything.
 */
export async function changing<T>(
  connection: Connection,
  target: Target,
  { timeoutMs }: Pick<ChangeOptions, 'timeoutMs'>,
  step: (change: Change) => Promise<T>,
): Promise<T> {
  const { clock, retry } = connection
  const state = { startedAt: clock.now(), changed: false, unanswered: false, asked: false }
  const change: Change = {
    startedAt: () => state.startedAt,
    deadline: () => state.startedAt + timeoutMs,
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
  }
  const policy = {
    ...retry,
    get deadline() {
      return change.deadline()
    },
    latest: undefined,
  }
  try {
    return await retryStep(policy, () => step(change))
  } catch (error) {
    throw retry.signal?.aborted
      ? await interrupted(error, connection, target, state.changed)
      : stillBusy(error, connection, target)
  }
}

async function write(
  send: () => Promise<void>,
  state: { changed: boolean; unanswered: boolean },
): Promise<void> {
  const before = { ...state }
  // From here on the change may have been made, whatever happens to the answer.
  state.changed = true
  state.unanswered = true
  try {
    await send()
    state.unanswered = false
  } catch (error) {
    const kind = causeOf(error)?.kind
    const open = kind === 'lost' || kind === 'server' || !(error instanceof ToolError)
    // A conflict leaves it open: the change in progress may be the one whose answer was lost.
    if (!open) Object.assign(state, before)
    throw error
  }
}

export function notAsAsked(connection: Connection, target: Target, what: string): ToolError {
  return new ToolError('failure', `AWS accepted the change, but ${nameOf(target)} reads back ${what}`, {
    hint: `another tool may have changed it: apigw-cache status ${flagsOf(connection, target)}`,
  })
}

/** Says what state AWS is left in: one last look, past the signal that has ended everything else. */
async function interrupted(
  error: unknown,
  connection: Connection,
  target: Target,
  changed: boolean,
): Promise<unknown> {
  if (error instanceof ToolError && error.kind === 'interrupted') return error
  const hint = `apigw-cache status ${flagsOf(connection, target)}`
  if (!changed)
    return new ToolError('interrupted', 'interrupted: nothing was changed', { hint, cause: error })
  const state = await connection.lastLook(refOf(target)).then(
    ({ clusterStatus }) => `${nameOf(target)} is ${clusterStatus}`,
    () => `the state of ${nameOf(target)} could not be read any more`,
  )
  const message = `interrupted: a change was sent, and ${state}`
  return new ToolError('interrupted', message, { hint: `AWS goes on by itself; ${hint}`, cause: error })
}

function stillBusy(error: unknown, connection: Connection, target: Target): unknown {
  if (causeOf(error)?.kind !== 'conflict') return error
  return new ToolError('timeout', `${nameOf(target)} is still busy with another change`, {
    hint: `apigw-cache status ${flagsOf(connection, target)} shows its state; repeat the command later`,
    cause: error,
  })
}
