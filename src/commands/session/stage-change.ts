import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Step } from '../../core/base/spelling.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { StageCache } from '../../core/gateway/model.js'
import { ownerOf } from '../../core/gateway/owner.js'
import type { View } from '../../render/format/print.js'
import { type Stage, stageOf } from '../../stage.js'
import { type Asked, asker } from '../asking/ask.js'
import type { GlobalFlags, UnkeyedFlags, WaitingFlags } from '../flags/common.js'
import { type Shown, withProgress } from '../progress.js'
import { openSession, type Session } from './session.js'

/** The input of every change of one stage. */
export interface Changing {
  readonly session: Session
  readonly connection: Connection
  readonly open: OpenStage
  readonly stage: Stage
  /** Waiting, questions and notes, as the flags say. */
  readonly options: {
    readonly wait: boolean
    readonly timeoutMs: number | undefined
    readonly onProgress: (progress: Shown) => void
    readonly onNote: (message: string) => void
    readonly onAsk: (question: Asked) => Promise<void>
    readonly acceptUnkeyed: readonly string[] | undefined
    readonly acceptUnchecked: boolean | undefined
  }
}

interface Words<Result, Row> {
  /** First line of the result: what happened, or why nothing had to. */
  readonly first: string
  /** View of the result; default: that of a stage. */
  readonly view?: () => Promise<View<Result, Row>>
  /** The next command to suggest, without the target. */
  readonly next?: Omit<Step, 'target'>
}

type ChangeFlags = GlobalFlags & Partial<WaitingFlags> & UnkeyedFlags

/**
 * Does what every verb that changes a stage does around its one core call: session, connection, target, progress,
 * and the result, or under `--dry-run` the requests that were kept back.
 */
export async function changeStage<Result extends StageCache, Row = never>(
  context: Context,
  flags: ChangeFlags,
  words: (result: Result) => Words<Result, Row>,
  call: (changing: Changing) => Promise<Result>,
): Promise<void> {
  const { timeout: timeoutMs, dryRun } = flags
  const session = await openSession(flags, context)
  const connection = await session.connect({ dryRun, timeoutMs })
  const open = await session.open(connection)
  warnOfManager(session, open)
  const work = () => withChange(context, session, open, flags, call)
  if (dryRun) return showKept(session, work)
  const result = await work()
  const { first, view, next } = words(result)
  if (view) await session.print(result, view)
  else
    await session.print(result, async () =>
      (await import('../../render/stage/screen.js')).stageView(first, connection.prices),
    )
  if (next) session.suggest({ ...next, target: open.target })
}

/** Makes one change of one stage, as the flags say. */
export function withChange<T>(
  context: Context,
  session: Session,
  open: OpenStage,
  flags: ChangeFlags,
  call: (changing: Changing) => Promise<T>,
): Promise<T> {
  const { wait = true, timeout: timeoutMs, dryRun, acceptUnkeyed, acceptUnchecked } = flags
  const { connection } = open
  return withProgress(context, session, (onProgress) => {
    const options = {
      // A dry run has nothing to wait for.
      wait: wait && !dryRun,
      timeoutMs,
      onProgress,
      onNote: session.warn,
      onAsk: asker(context, session, connection, flags),
      acceptUnkeyed,
      acceptUnchecked,
    }
    return call({ session, connection, open, stage: stageOf(open), options })
  })
}

/** Shows the requests that a dry run kept back, after what would be refused. */
export async function showKept(session: Session, work: () => Promise<unknown>): Promise<void> {
  await refusalsSaid(session, work)
  const requests = session.kept()
  await session.print({ requests }, async () => (await import('../../render/dry-run.js')).dryRunView)
}

/** Warns of what would be refused, as a dry run succeeds all the same. */
export async function refusalsSaid(
  session: Pick<Session, 'warn' | 'spelling'>,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    // Nothing was sent: what would have been counts for nothing.
    const { first = thrown } = thrown instanceof ApigwCacheError ? thrown.data : {}
    const error = thrown instanceof ApigwCacheError && thrown.code === 'change-sent' ? first : thrown
    if (!(error instanceof ApigwCacheError) || !['usage', 'failure', 'cancelled'].includes(error.kind))
      throw error
    const { adviceOn } = await import('../errors/advice.js')
    session.warn(`would be refused: ${adviceOn(error, session.spelling).message}`)
  }
}

export function warnOfManager(
  { settings, warn }: Pick<Session, 'settings' | 'warn'>,
  { api, record }: OpenStage,
): void {
  const found = ownerOf(record.tags, api.tags)
  const { managedBy } = settings
  const owner = found ?? (managedBy ? { tool: managedBy, evidence: 'managedBy in the config file' } : null)
  if (!owner) return
  const { tool, evidence } = owner
  warn(`${tool} manages this stage (${evidence}): its next deployment may revert the change`)
}
