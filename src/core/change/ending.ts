import { ApigwCacheError, rephrased } from '../base/errors.js'
import { causeOf, isUnmade } from '../base/trouble.js'
import type { OpenStage } from '../find/open-stage.js'
import type { ClusterStatus } from '../gateway/model.js'
import { nameOf, refOf } from '../gateway/stage.js'
import type { Goal } from './wait-for-cluster.js'

/** What became of the writes: surely all, some, or none of them were made; `open` where an answer is missing. */
export type Sent = 'none' | 'open' | 'part' | 'accepted'

/** What is known of the writes to one stage, and the only place that judges it. */
export interface KnownWrites {
  readonly sent: () => Sent
  /** True if the last write got no reliable answer. */
  readonly unanswered: () => boolean
  /** Sends a write and notes what became of it. */
  write(send: () => Promise<void>): Promise<void>
  /** Notes a status of the stage. */
  saw(status: ClusterStatus): void
  /** The error that ends the change, with what was sent, the last state, and how to look. */
  ended(error: unknown): Promise<unknown>
}

export function createKnownWrites(stage: OpenStage, accepted = 0): KnownWrites {
  const before = stage.record.clusterStatus
  const state: State = { accepted, unanswered: false, refused: false, seen: null, before }
  stage.connection.onWrites?.({ target: stage.target, told: () => told(stage, state) })
  return {
    sent: () => sentOf(state),
    unanswered: () => state.unanswered,
    async write(send) {
      const { unanswered } = state
      // From here on the change may have been made, whether an answer comes or not.
      Object.assign(state, { unanswered: true, refused: false })
      try {
        await send()
        Object.assign(state, { accepted: state.accepted + 1, unanswered: false })
      } catch (error) {
        // The change behind a conflict may be the one whose answer was lost.
        if (isUnmade(error)) Object.assign(state, { unanswered, refused: true })
        throw error
      } finally {
        Object.assign(state, { seen: null, before: state.seen ?? state.before })
      }
    },
    saw(status) {
      state.seen = status
    },
    ended: (error) => ended(error, stage, state),
  }
}

/** Does what follows an accepted change: its errors say that it was made. */
export async function afterChange<T>(stage: OpenStage, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw sentBefore(error) === 'none' ? await createKnownWrites(stage, 1).ended(error) : error
  }
}

/** What an error says of the writes before it. */
export function sentBefore(error: unknown): Sent {
  const sent = error instanceof ApigwCacheError ? error.data.sent : undefined
  return sent === 'open' || sent === 'part' || sent === 'accepted' ? sent : 'none'
}

interface State {
  accepted: number
  unanswered: boolean
  /** True if the last write was surely not made. */
  refused: boolean
  /** Since the last write. */
  seen: ClusterStatus | null
  /** Before it. */
  before: ClusterStatus
}

function sentOf({ accepted, unanswered, refused }: State): Sent {
  if (unanswered) return 'open'
  if (accepted === 0) return 'none'
  return refused ? 'part' : 'accepted'
}

const SAID: Readonly<Record<Exclude<Sent, 'none'>, string>> = {
  open: 'the change may have been made',
  part: 'AWS has accepted a part of the change',
  accepted: 'AWS has accepted the change',
}

function told({ target }: OpenStage, state: State): string | null {
  const sent = sentOf(state)
  if (sent === 'none') return null
  return `${SAID[sent]}, and ${seenOf(nameOf(target), state) ?? unseen(nameOf(target), state)}`
}

const ANOTHER_CHANGE: Goal['kind'] = 'idle'

/** Errors whose message has the present state. */
const STATE_KNOWN = new Set(['cluster-still-changing', 'keys-not-live', 'not-as-asked'])

async function ended(error: unknown, stage: OpenStage, state: State): Promise<unknown> {
  const sent = sentOf(state)
  const interrupted = stage.connection.retry.signal?.aborted === true
  if (sent === 'none') {
    return unsent(interrupted ? interruptedUnchanged(error, stage) : stillBusy(error, stage))
  }
  if (error instanceof ApigwCacheError && STATE_KNOWN.has(error.code)) {
    const said = sent === 'accepted' && waitedForAnother(error) ? 'part' : sent
    const message = error.code === 'not-as-asked' ? error.message : `${error.message}; ${SAID[said]}`
    return rephrased(error, message, { data: { ...error.data, sent: said } })
  }
  const data = { target: stage.target, sent }
  const seen = await lastState(stage, state)
  if (interrupted) {
    const what = sent === 'open' ? 'a change was sent' : SAID[sent]
    const message = `interrupted: ${what}, and ${seen}`
    return new ApigwCacheError('interrupted', 'interrupted-changed', message, { data, cause: error })
  }
  const first = stillBusy(error, stage)
  if (!(first instanceof ApigwCacheError)) return first
  const trouble = causeOf(error)?.kind ?? 'unreadable'
  // Other trouble is borne until the time is over, and then the change is still in progress.
  const kind = trouble === 'unreadable' || sent === 'open' ? first.kind : 'timeout'
  return new ApigwCacheError(kind, 'change-sent', `${first.message}; ${SAID[sent]}, and ${seen}`, {
    data: { ...data, first },
    cause: first,
    requestId: first.requestId ?? undefined,
  })
}

/** Reads the stage once more if it was not seen since the write, ignoring the abort. */
async function lastState({ connection, target }: OpenStage, state: State): Promise<string> {
  const name = nameOf(target)
  return (
    seenOf(name, state) ??
    connection.lastLook(refOf(target)).then(
      ({ clusterStatus }) => `${name} is ${clusterStatus}`,
      () => `the state of ${name} could not be read any more (before, it was ${state.before})`,
    )
  )
}

function seenOf(name: string, { seen }: State): string | null {
  return seen === null ? null : `${name} was ${seen} when last seen`
}

function unseen(name: string, { before }: State): string {
  return `the state of ${name} was not read since (before, it was ${before})`
}

/** The change that it waited for is another one, after which its own was to come. */
function waitedForAnother(error: unknown): error is ApigwCacheError {
  return (
    error instanceof ApigwCacheError &&
    error.code === 'cluster-still-changing' &&
    error.data.goal === ANOTHER_CHANGE
  )
}

function unsent(error: unknown): unknown {
  return waitedForAnother(error) ? rephrased(error, `${error.message}; nothing was sent`) : error
}

function interruptedUnchanged(error: unknown, { target }: OpenStage): unknown {
  const isTold = error instanceof ApigwCacheError && error.kind === 'interrupted'
  if (isTold && error.code !== 'interrupted-unsent') return error
  const message = 'interrupted: nothing was changed'
  return new ApigwCacheError('interrupted', 'interrupted-unchanged', message, {
    data: { target },
    cause: error,
  })
}

function stillBusy(error: unknown, { target }: OpenStage): unknown {
  if (causeOf(error)?.kind !== 'conflict') return error
  const message = `${nameOf(target)} is still busy with another change`
  return new ApigwCacheError('timeout', 'still-busy', message, { data: { target }, cause: error })
}
