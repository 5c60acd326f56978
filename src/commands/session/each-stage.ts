import { ApigwCacheError } from '../../core/base/errors.js'
import { forEach, kindOf, type Outcomes } from '../../core/find/each.js'
import { isGlob } from '../../core/find/glob.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { Failed, Several } from '../../core/find/outcome.js'
import { fullNameOf } from '../../core/gateway/stage.js'
import type { View } from '../../render/format/print.js'
import { EXIT } from '../exit.js'
import { isFleet } from '../flags/fleet-flags.js'
import { nowAndThen, whileReading, withProgress } from '../progress.js'
import { lookAt, nameOfFailed } from './failed.js'
import { meansSeveral, meant, type Run, type SelectorFlags, selectorsOf } from './meant.js'
import { later, noting } from './resume.js'
import type { Session } from './session.js'

/** Flags of verbs that change several stages. */
export interface SeveralTargets extends SelectorFlags {
  readonly maxChanges?: number
}

/** Turns the flags into those of verbs for one stage; several of a kind are left to `selectorsOf`. */
export function oneStage<Flags extends SelectorFlags>(
  flags: Flags,
): Omit<Flags, 'api' | 'stage'> & { readonly api?: string; readonly stage?: string } {
  const { api, stage, ...rest } = flags
  const only = (given: readonly string[] | undefined) => (given?.length === 1 ? given[0] : undefined)
  const [one, other] = [only(api), only(stage)]
  return {
    ...rest,
    ...(one === undefined || isGlob(one) ? {} : { api: one }),
    ...(other === undefined || isGlob(other) ? {} : { stage: other }),
  }
}

/** Refuses several stages for what only one can have. Errors: `usage`. */
export function refuseSeveral(flags: SelectorFlags, { settings }: Session, message: string, hint: string): void {
  if (meansSeveral(flags, selectorsOf(flags, settings)))
    throw new ApigwCacheError('usage', 'command-line', message, { hint })
}

/** The results of the selected stages. */
export interface Done<Result> extends Several<Result> {
  /** True if the flags could mean several. */
  readonly isSeveral: boolean
  /** True if each result was printed when it was there. */
  readonly isPrinted?: boolean
}

/** The part of a verb that differs from others. */
interface EachStage<Result> {
  /** Runs before anything is done to the first stage; throws to refuse. */
  readonly begin?: (stages: readonly OpenStage[], isSeveral: boolean) => Promise<void>
  readonly work: (stage: OpenStage, isSeveral: boolean) => Promise<Result>
  /** What is read, for verbs that may take long and change nothing. */
  readonly reads?: string
  readonly isOneByOne?: boolean | undefined
  /** True shows the requests that were kept back instead of the result. */
  readonly isDryRun?: boolean | undefined
  readonly show: (done: Done<Result>) => Promise<void>
  /** Prints one of several results; null where only all of them together can be shown. */
  readonly printer?: () => Promise<((result: Result) => void) | null>
  /** Runs at the end. */
  readonly conclude?: (done: Done<Result>) => Promise<void>
  /** True if the answer for a stage is a no. */
  readonly isNo?: (result: Result) => boolean
}

/**
 * Finds the selected stages, does the same for each, and shows the results. The error of a single stage is that
 * of the verb; of several stages each failure is shown, and the exit code tells of it.
 */
export async function forEachStage<Result>(run: Run, verb: EachStage<Result>): Promise<void> {
  const { context, session, narrow = (all) => all } = run
  const { isSeveral, stages: found, failed: unread, resume: opened, wasNo } = await meant(run)
  const stages = narrow(found)
  // What was only read is not done before somebody has got it.
  const print = isSeveral && isFleet(run.flags) && !verb.isDryRun ? ((await verb.printer?.()) ?? null) : null
  const unshown = verb.reads !== undefined && opened && !print ? later(opened) : undefined
  const resume = unshown ?? opened
  const isNegative = verb.isNo ?? (() => false)
  if (stages.length > 0) await verb.begin?.(stages, isSeveral)
  const each = <T>(work: (stage: OpenStage) => Promise<T>, judge?: (result: T) => boolean) =>
    isSeveral
      ? counting(run, stages.length, verb.isOneByOne, (done) =>
          forEach(
            stages,
            (stage) => done(noting(stage, work(stage), verb.isDryRun ? undefined : resume, judge)),
            verb.isOneByOne ? 1 : undefined,
          ),
        )
      : verb.reads === undefined
        ? only(stages, work)
        : whileReading(context, session, verb.reads, () => only(stages, work))
  let failed = unread
  let doneCount = 0
  let isNo = wasNo
  if (verb.isDryRun) {
    const { refusalsSaid, showKept } = await import('./stage-change.js')
    await showKept(session, async () => {
      const outcomes = await each<unknown>((stage) => {
        const work = () => verb.work(stage, isSeveral)
        return isSeveral ? refusalsSaid(naming(session, fullNameOf(stage.target)), work) : work()
      })
      failed = [...unread, ...outcomes.failed]
      doneCount = outcomes.done.length
    })
  } else {
    const outcomes = await each(async (stage) => {
      const result = await verb.work(stage, isSeveral)
      print?.(result)
      return result
    }, isNegative)
    failed = [...unread, ...outcomes.failed]
    doneCount = outcomes.done.length
    const told = failed.map(({ target, message }): Failed => ({ target, message }))
    const done = {
      isSeveral,
      stages: outcomes.done,
      failed: told,
      isPrinted: print !== null && doneCount > 0,
    }
    await verb.show(done)
    await unshown?.flush()
    await verb.conclude?.(done)
    isNo ||= outcomes.done.some(isNegative)
  }
  for (const one of failed) session.warn(`${nameOfFailed(one.target)}: ${one.message}${lookAt(one, stages)}`)
  const kind = kindOf(failed, doneCount) ?? (isNo ? 'negative' : null)
  if (kind !== null) context.setExitCode(EXIT[kind])
}

/** Shows how many of the stages are done. */
async function counting<T>(
  { context, session }: Run,
  all: number,
  isOneByOne: boolean | undefined,
  work: (done: <R>(one: Promise<R>) => Promise<R>) => Promise<T>,
): Promise<T> {
  // Somebody may be asked in between.
  if (isOneByOne) return work((one) => one)
  let count = 0
  return withProgress(context, session, (tell) => {
    const show = nowAndThen(context, tell)
    const shown = () => show(`${count} of ${all} stages`)
    return work(async (one) => {
      shown()
      try {
        return await one
      } finally {
        count++
        shown()
      }
    })
  })
}

async function only<T>(stages: readonly OpenStage[], work: (stage: OpenStage) => Promise<T>): Promise<Outcomes<T>> {
  return { done: await Promise.all(stages.map(work)), failed: [] }
}

/** Shows a single stage as itself, and several as a list with the failures. */
export function printEach<Result, Row, Rows>(
  { print }: Session,
  { isSeveral, stages, failed, isPrinted = false }: Done<Result>,
  one: () => Promise<View<Result, Row>>,
  several: () => Promise<View<Several<Result>, Rows>>,
): Promise<void> {
  if (isPrinted) return Promise.resolve()
  const [first] = stages
  return isSeveral || first === undefined ? print({ stages, failed }, several) : print(first, one)
}

/** Copies a session with the name of a stage in its messages. */
export function naming(session: Session, name: string): Session {
  const { note, warn } = session
  return { ...session, note: (text) => note(`${name}: ${text}`), warn: (text) => warn(`${name}: ${text}`) }
}
