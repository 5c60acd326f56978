import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ToolError } from '../../core/base/errors.js'
import type { ChangeOptions } from '../../core/change/change.js'
import type { ResolvedTarget } from '../../core/find/target.js'
import type { StageCache } from '../../core/gateway/model.js'
import { ownerOf } from '../../core/gateway/owner.js'
import { flagsOf } from '../../core/gateway/stage.js'
import type { View } from '../../render/print.js'
import {
  DEFAULT_TIMEOUT_MS,
  type GlobalFlags,
  type WaitingFlags,
  type WritingFlags,
} from '../flags/common.js'
import { type Shown, withProgress } from '../progress.js'
import { openSession, type Session } from './session.js'

export interface Changing {
  readonly session: Session
  readonly connection: Connection
  readonly resolved: ResolvedTarget
  readonly options: ChangeOptions
  /** Shows anything else that is waited for. */
  readonly tell: (progress: Shown) => void
}

interface Words<Result, Row> {
  /** First line of the result: what happened, or why nothing had to. */
  readonly first: string
  /** How the result is shown; like a stage where left out. */
  readonly view?: () => Promise<View<Result, Row>>
  /** What one would run next, without the target. */
  readonly next?: string
}

/**
 * What every verb that changes a stage does around its one core call: session, connection, target, progress,
 * and the result, which under `--dry-run` is the requests that were kept back.
 */
export async function changeStage<Result extends StageCache, Row = never>(
  context: Context,
  flags: GlobalFlags & Partial<WaitingFlags> & WritingFlags,
  words: (result: Result) => Words<Result, Row>,
  call: (changing: Changing) => Promise<Result>,
): Promise<void> {
  const { wait = true, timeout: timeoutMs = DEFAULT_TIMEOUT_MS, dryRun } = flags
  const session = await openSession(flags, context)
  const connection = await session.connect({ dryRun, timeoutMs })
  const resolved = await session.target(connection)
  warnOfManager(session, resolved)
  const work = () =>
    withProgress(context, session, (tell) => {
      const options = { wait, timeoutMs, onProgress: tell, onNote: session.warn }
      return call({ session, connection, resolved, options, tell })
    })
  const { kept } = connection
  if (kept) {
    await refusalsSaid(session, work)
    return session.print({ requests: kept }, async () => (await import('../../render/dry-run.js')).dryRunView)
  }
  const result = await work()
  const { first, view, next } = words(result)
  if (view) await session.print(result, view)
  else
    await session.print(result, async () =>
      (await import('../../render/stage.js')).stageView(first, connection.prices),
    )
  if (next !== undefined) session.suggest(`apigw-cache ${next} ${flagsOf(connection, resolved.target)}`)
}

/** A dry run says what would be refused, and has succeeded all the same. */
export async function refusalsSaid(session: Session, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ToolError) || !['usage', 'failure', 'cancelled'].includes(error.kind)) throw error
    session.warn(`would be refused: ${error.message}`)
  }
}

export function warnOfManager({ settings, warn }: Session, { api, stage }: ResolvedTarget): void {
  const found = ownerOf(stage.tags, api.tags)
  const { managedBy } = settings
  if (found) warn(`${found.tool} manages this stage (${found.evidence}) and will revert the change`)
  else if (managedBy)
    warn(`${managedBy} manages this stage (managedBy in the config file) and will revert the change`)
}
