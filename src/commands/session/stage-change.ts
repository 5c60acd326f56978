import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Step } from '../../core/base/spelling.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { StageCache } from '../../core/gateway/model.js'
import { holdOf, ownerOf } from '../../core/gateway/owner.js'
import { fullNameOf } from '../../core/gateway/stage.js'
import type { View } from '../../render/format/print.js'
import { type Stage, stageOf } from '../../stage.js'
import type { AnsweringFlags } from '../asking/agree.js'
import { type Asked, asker } from '../asking/ask.js'
import { agreeToStages, type Doing } from '../asking/stages.js'
import type { UnkeyedFlags, WaitingFlags } from '../flags/common.js'
import { type Shown, withProgress } from '../progress.js'
import { forEachStage, naming, oneStage, printEach } from './each-stage.js'
import type { SelectorFlags } from './meant.js'
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

interface ChangeFlags extends SelectorFlags, Partial<WaitingFlags>, UnkeyedFlags {
  readonly maxChanges?: number
  readonly skipMissing?: true
}

/** A verb that changes stages. */
interface Verb<Result, Row> {
  /** Of the question about several stages. */
  readonly doing: Doing
  readonly words: (result: Result) => Words<Result, Row>
  readonly call: (changing: Changing) => Promise<Result>
}

/**
 * Does what every verb that changes stages does around its one core call: session, connection, targets, questions,
 * progress, and the result, or under `--dry-run` the requests that were kept back.
 */
export async function changeStages<Result extends StageCache, Row = never>(
  context: Context,
  flags: ChangeFlags,
  { doing, words, call }: Verb<Result, Row>,
): Promise<void> {
  const { timeout: timeoutMs, dryRun, yes } = flags
  const session = await openSession(oneStage(flags), context)
  const connection = await session.connect({ dryRun, timeoutMs })
  const several = async () => (await import('../../render/stage/several.js')).STAGES_VIEW
  await forEachStage<Result | null>(
    { context, session, connection, flags },
    {
      async begin(stages, isSeveral) {
        for (const stage of stages) {
          const told = isSeveral ? naming(session, fullNameOf(stage.target)) : session
          warnOfManager(told, stage)
          warnOfHold(told, stage)
        }
        if (isSeveral) await agreeToStages(context, stages, doing, flags)
      },
      work: async (stage, isSeveral) => {
        if (!isSeveral) return withChange(context, session, stage, flags, call)
        const result = await oneOfSeveral(context, session, stage, flags, call)
        if (result && !dryRun) session.note(`${words(result).first}: ${fullNameOf(stage.target)}`)
        return result
      },
      // Questions about wrong data come one after the other.
      isOneByOne: context.io.interactive && !yes,
      isDryRun: dryRun,
      async printer() {
        const { severalPrinter } = await import('./rows.js')
        const print = await severalPrinter<StageCache, StageCache>(session, flags, context, several)
        return print && ((result) => result && print(result))
      },
      show: async ({ stages, ...rest }) => {
        const done = { ...rest, stages: stages.filter((one) => one !== null) }
        const [first] = done.stages
        const { view, next, ...said } = first ? words(first) : { first: '' }
        const shown = { first: said.first, prices: connection.prices }
        const plain = async () => (await import('../../render/stage/screen.js')).stageView(shown)
        await (view ? printEach(session, done, view, several) : printEach(session, done, plain, several))
        if (next && first && !done.isSeveral) session.suggest({ ...next, target: { ...first } })
      },
    },
  )
}

/** Null for a stage that does not have the method, where such stages are left out. */
export async function oneOfSeveral<T>(
  context: Context,
  session: Session,
  open: OpenStage,
  flags: ChangeFlags,
  call: (changing: Changing) => Promise<T>,
): Promise<T | null> {
  const named = naming(session, fullNameOf(open.target))
  try {
    return await call(changingOf(context, named, open, { ...flags, agreed: true }, () => {}))
  } catch (error) {
    const isMissing = error instanceof ApigwCacheError && error.code === 'no-such-method'
    if (!flags.skipMissing || !isMissing) throw error
    session.note(`left out: ${fullNameOf(open.target)} does not have the method`)
    return null
  }
}

type OneFlags = Partial<WaitingFlags> & UnkeyedFlags & AnsweringFlags

/** Makes one change of one stage, as the flags say. */
export function withChange<T>(
  context: Context,
  session: Session,
  open: OpenStage,
  flags: OneFlags,
  call: (changing: Changing) => Promise<T>,
): Promise<T> {
  return withProgress(context, session, (onProgress) => call(changingOf(context, session, open, flags, onProgress)))
}

function changingOf(
  context: Context,
  session: Session,
  open: OpenStage,
  flags: OneFlags,
  onProgress: Changing['options']['onProgress'],
): Changing {
  const { wait = true, timeout: timeoutMs, dryRun, acceptUnkeyed, acceptUnchecked } = flags
  const { connection } = open
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
  return { session, connection, open, stage: stageOf(open), options }
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
    if (!(error instanceof ApigwCacheError) || !['usage', 'failure', 'cancelled'].includes(error.kind)) throw error
    const { adviceOn } = await import('../errors/advice.js')
    session.warn(`would be refused: ${adviceOn(error, session.spelling).message}`)
  }
}

export function warnOfManager({ warn }: Pick<Session, 'warn'>, { connection, api, record }: OpenStage): void {
  const owner = ownerOf(record.tags, api.tags, connection.managedBy)
  if (!owner) return
  const { tool, evidence } = owner
  warn(`${tool} manages this stage (${evidence}): its next deployment may revert the change`)
}

/** Of the tag that keeps apply away: whoever names a stage may change it all the same. */
export function warnOfHold({ warn }: Pick<Session, 'warn'>, { record }: OpenStage): void {
  const hold = holdOf(record.tags)
  if (hold !== null) warn(`the stage is on hold (tag apigw-cache:hold): ${hold}`)
}
