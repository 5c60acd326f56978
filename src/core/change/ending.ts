import { ApigwCacheError, rephrased } from '../base/errors.js'
import { causeOf } from '../base/trouble.js'
import { sentBefore } from '../find/ledger.js'
import type { OpenStage } from '../find/open-stage.js'
import { nameOf, refOf } from '../gateway/stage.js'
import type { Goal } from './wait-for-cluster.js'

/** Does what may follow a write: its errors say what was sent before. */
export async function tellingWrites<T>(stage: OpenStage, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw await ended(error, stage)
  }
}

/** Likewise for what takes several writes: before all of them are made, those that were accepted are a part. */
export async function inParts<T>(stage: OpenStage, work: () => Promise<T>): Promise<T> {
  const end = stage.ledger.more(work)
  const result = await tellingWrites(stage, work)
  end()
  return result
}

const ANOTHER_CHANGE: Goal['kind'] = 'idle'

/** Errors whose message has the present state. */
const STATE_KNOWN = new Set(['cluster-still-changing', 'keys-not-live', 'not-as-asked'])

/** The error that ends a change: with what was sent, the last state, and how to look. */
export async function ended(error: unknown, stage: OpenStage): Promise<unknown> {
  const { ledger, connection, target } = stage
  if (waitedForAnother(error)) ledger.more(error)
  const sent = ledger.sent()
  const said = ledger.said()
  const interrupted = connection.retry.signal?.aborted === true
  if (said === null) return unsent(interrupted ? interruptedUnchanged(error, stage) : stillBusy(error, stage))
  if (sentBefore(error) !== 'none') return error
  if (error instanceof ApigwCacheError && STATE_KNOWN.has(error.code)) {
    const isSaid = error.code === 'not-as-asked' && sent === 'accepted'
    return rephrased(error, isSaid ? error.message : `${error.message}; ${said}`, {
      data: { ...error.data, sent, why: error.message },
    })
  }
  const data = { target, sent }
  const seen = await lastState(stage)
  if (interrupted) {
    const what = said === 'the change may have been made' ? 'a change was sent' : said
    const message = `interrupted: ${what}, and ${seen}`
    const why = `interrupted, and ${seen}`
    return new ApigwCacheError('interrupted', 'interrupted-changed', message, { data: { ...data, why }, cause: error })
  }
  const first = stillBusy(error, stage)
  if (!(first instanceof ApigwCacheError)) return first
  const trouble = causeOf(error)?.kind ?? 'unreadable'
  // Other trouble is borne until the time is over, and then the change is still in progress.
  const kind = trouble === 'unreadable' || sent !== 'accepted' ? first.kind : 'timeout'
  return new ApigwCacheError(kind, 'change-sent', `${first.message}; ${said}, and ${seen}`, {
    data: { ...data, first, why: `${first.message}; ${seen}` },
    cause: first,
    requestId: first.requestId ?? undefined,
  })
}

/** The message of an error that has ended a change, without what was sent: for whoever says that in better words. */
export function whyOf({ data, message }: ApigwCacheError): string {
  return typeof data.why === 'string' ? data.why : message
}

/** Reads the stage once more if it was not seen since the write, ignoring the abort. */
async function lastState({ connection, target, ledger }: OpenStage): Promise<string> {
  const name = nameOf(target)
  const seen = ledger.seen()
  if (seen !== null) return `${name} was ${seen} when last seen`
  return connection.lastLook(refOf(target)).then(
    ({ clusterStatus }) => `${name} is ${clusterStatus}`,
    () => `the state of ${name} could not be read any more (before, it was ${ledger.before()})`,
  )
}

/** The change that it waited for is another one, after which its own was to come. */
function waitedForAnother(error: unknown): error is ApigwCacheError {
  return (
    error instanceof ApigwCacheError && error.code === 'cluster-still-changing' && error.data.goal === ANOTHER_CHANGE
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
