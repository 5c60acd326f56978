import type { Context } from '../../context.js'
import { type Applied, applyStages, replacedIn } from '../../core/declare/apply/apply.js'
import { lockApis } from '../../core/declare/apply/locks.js'
import type { Choices } from '../../core/declare/choices.js'
import { type Planned, planStages } from '../../core/declare/plan.js'
import { selectWanted } from '../../core/declare/selection.js'
import { kindOf } from '../../core/find/each.js'
import { sentBefore } from '../../core/find/ledger.js'
import { fullNameOf } from '../../core/gateway/stage.js'
import { choicesOf, flagWords } from '../declare/options.js'
import { connecting, readFiles } from '../declare/wanted.js'
import { EXIT } from '../exit.js'
import { withProgress } from '../progress.js'
import { openResume, type Resume } from '../session/resume.js'
import { openSession, type Session } from '../session/session.js'
import { showKept } from '../session/stage-change.js'
import { wayBack } from '../session/way-back.js'
import { agreeToPlan } from './agree.js'
import { backUp, openBackup } from './backup.js'
import type { ApplyFlags } from './flags.js'
import { notDone, noteUnchanged, noting } from './resumed.js'
import { readSaved } from './saved.js'

export async function runApply(saved: string | undefined, flags: ApplyFlags, context: Context): Promise<void> {
  const session = await openSession(flags, context)
  await openBackup(flags, context)
  const run = await prepared(saved, flags, session, context)
  const { planned, listed } = run
  const view = async () => (await import('../../render/plan/applied.js')).appliedView(listed)
  if (planned.plan.changes.length === 0) {
    const nothing = {
      plan: planned.plan,
      applied: [],
      failed: planned.plan.failed.map((one) => ({
        ...one,
        ...{ deployment: null, previousDeployment: null, done: [] },
      })),
      changed: false,
      waitedMs: 0,
    }
    if (flags.dryRun) return showKept(session, async () => {})
    await session.print(nothing, view)
    await noteUnchanged(planned, run.resume)
    return conclude({ report: nothing, failed: planned.failed }, run, context)
  }
  await agreeToPlan(planned, listed, flags, session, context)
  if (flags.dryRun) {
    return showKept(session, async () => {
      const { failed } = await carriedOut(run, flags, session, context)
      for (const { target, message } of failed) {
        const name = target.api && target.stage ? `${target.api.name ?? target.api.id}/${target.stage}` : 'a stage'
        session.warn(`would be refused: ${name}: ${message}`)
      }
    })
  }
  const release = await lockApis(planned.stages, context.lock)
  try {
    if (flags.backup !== undefined) await backUp(flags.backup, planned, context)
    await noteUnchanged(planned, run.resume)
    const applied = await carriedOut(run, flags, session, context)
    await session.print(applied.report, view)
    noteLooks(applied, planned, session)
    tellWaysBack(planned, session.note)
    conclude(applied, run, context)
  } catch (error) {
    // Notes are dropped where the error is an object.
    tellWaysBack(planned, session.warn)
    throw error
  } finally {
    await release()
  }
}

interface Prepared {
  readonly planned: Planned
  readonly choices: Choices
  readonly listed: number
  readonly resume: Resume
  /** True if a stage that is left out has something blocked. */
  readonly wasNo: boolean
}

async function prepared(
  saved: string | undefined,
  flags: ApplyFlags,
  session: Session,
  context: Context,
): Promise<Prepared> {
  const { dryRun } = flags
  const connect = connecting(session, flags, { dryRun })
  const common = { connect, now: context.clock.now, spelling: session.spelling }
  if (saved !== undefined) {
    const resume = await openResume('apply', {}, context)
    return { ...(await readSaved(saved, flags, common, context)), resume, wasNo: false }
  }
  const { all, selection, digest } = await readFiles(flags, context)
  // What is done was what the files said then.
  const resume = await openResume('apply', dryRun ? {} : { ...flags, digest }, context)
  const named = await selectWanted(all, selection, connect)
  const { wanted, wasNo } = await notDone(named, resume, connect, session)
  const choices = choicesOf(flags, session.settings.managedBy)
  const planned = await planStages(wanted, { ...common, choices, flags: flagWords(flags) })
  return { planned, choices, listed: all.length, resume, wasNo }
}

function carriedOut(
  { planned, choices, resume }: Prepared,
  { timeout, parallel, maxFailures, dryRun }: ApplyFlags,
  session: Session,
  context: Context,
): Promise<Applied> {
  return withProgress(context, session, (onProgress) =>
    applyStages(planned, {
      choices,
      clock: context.clock,
      spelling: session.spelling,
      timeoutMs: timeout,
      parallel,
      ...(maxFailures === undefined ? {} : { maxFailures }),
      isDryRun: dryRun ?? false,
      onFinished: noting(planned, resume),
      onProgress: ({ api, stage }, progress) =>
        onProgress({ ...progress, status: `${api.name ?? api.id}/${stage} ${progress.status}` }),
    }),
  )
}

/** How to look at the stages that were written to and failed. */
function noteLooks({ failed }: Applied, { stages }: Planned, { note }: Session): void {
  for (const { target, error } of failed) {
    const stage = stages.find((one) => one.pair.seen.stage.target === target)?.pair.seen.stage
    if (!stage || sentBefore(error) === 'none') continue
    const command = stage.connection.spelling.step({ verb: 'status', target: stage.target })
    note(`to look at ${fullNameOf(stage.target)}:\n${command}`)
  }
}

/** How to go back to the deployments that were replaced, however the run has ended. */
function tellWaysBack(planned: Planned, tell: Session['note']): void {
  for (const { stage, previous } of replacedIn(planned)) {
    const command = wayBack(stage.connection, stage.target, previous)
    tell(`${fullNameOf(stage.target)} ran deployment ${previous} before; to go back to it:\n${command}`)
  }
}

function conclude({ report, failed }: Applied, { wasNo }: Prepared, { setExitCode }: Context): void {
  const isBlocked = wasNo || report.plan.changes.some(({ blocked }) => blocked !== null)
  const kind = kindOf(failed, report.applied.length) ?? (isBlocked ? 'negative' : null)
  const [only] = failed
  // A single stage that was begun has the exit code of what happened to it.
  const isSingle = report.plan.summary.stages === 1 && report.plan.failed.length === 0
  const code = isSingle && only ? only.error.kind : kind
  if (code !== null) setExitCode(EXIT[code])
}
