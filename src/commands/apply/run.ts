import type { Context } from '../../context.js'
import { type Applied, applyStages } from '../../core/declare/apply/apply.js'
import type { Choices } from '../../core/declare/choices.js'
import { type Planned, planStages } from '../../core/declare/plan.js'
import { isDone } from '../../core/declare/stage/work.js'
import { kindOf } from '../../core/find/each.js'
import { fullNameOf } from '../../core/gateway/stage.js'
import { choicesOf, flagWords } from '../declare/options.js'
import { connecting, inPlaces, readWanted } from '../declare/wanted.js'
import { EXIT } from '../exit.js'
import { withProgress } from '../progress.js'
import { openSession, type Session } from '../session/session.js'
import { showKept } from '../session/stage-change.js'
import { wayBack } from '../session/way-back.js'
import { agreeToPlan } from './agree.js'
import type { ApplyFlags } from './flags.js'
import { readSaved } from './saved.js'

export async function runApply(
  saved: string | undefined,
  flags: ApplyFlags,
  context: Context,
): Promise<void> {
  const session = await openSession(flags, context)
  if (flags.backup !== undefined) await context.checkWritable(flags.backup)
  const run = await prepared(saved, flags, session, context)
  const { planned, choices, listed } = run
  const view = async () => (await import('../../render/plan/applied.js')).appliedView(listed)
  if (planned.plan.changes.length === 0) {
    const nothing = {
      plan: planned.plan,
      applied: [],
      failed: planned.plan.failed,
      changed: false,
      waitedMs: 0,
    }
    if (flags.dryRun) return showKept(session, async () => {})
    await session.print(nothing, view)
    return conclude({ report: nothing, failed: planned.failed }, context)
  }
  await agreeToPlan(planned, listed, flags, session, context)
  if (flags.dryRun) {
    return showKept(session, async () => {
      const { failed } = await carriedOut(planned, choices, flags, session, context)
      for (const { target, message } of failed) {
        const name =
          target.api && target.stage ? `${target.api.name ?? target.api.id}/${target.stage}` : 'a stage'
        session.warn(`would be refused: ${name}: ${message}`)
      }
    })
  }
  const release = await locks(planned, context)
  try {
    if (flags.backup !== undefined) await backUp(flags.backup, planned, context)
    const applied = await carriedOut(planned, choices, flags, session, context)
    await session.print(applied.report, view)
    noteWaysBack(applied, planned, session)
    conclude(applied, context)
  } finally {
    await release()
  }
}

interface Prepared {
  readonly planned: Planned
  readonly choices: Choices
  readonly listed: number
}

async function prepared(
  saved: string | undefined,
  flags: ApplyFlags,
  session: Session,
  context: Context,
): Promise<Prepared> {
  const connect = connecting(session, flags, { dryRun: flags.dryRun })
  const common = { connect, now: context.clock.now, spelling: session.spelling }
  if (saved !== undefined) return readSaved(saved, flags, common, context)
  const { wanted: named, listed } = await readWanted(flags, context)
  const wanted = await inPlaces(named, flags, connect)
  const choices = choicesOf(flags, session.settings.managedBy)
  const planned = await planStages(wanted, { ...common, choices, flags: flagWords(flags) })
  return { planned, choices, listed }
}

function carriedOut(
  planned: Planned,
  choices: Choices,
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
      onProgress: ({ api, stage }, progress) =>
        onProgress({ ...progress, status: `${api.name ?? api.id}/${stage} ${progress.status}` }),
    }),
  )
}

/** One for each API that is changed. */
async function locks({ stages }: Planned, { lock }: Context): Promise<() => Promise<void>> {
  const names = stages
    .filter(({ work }) => !isDone(work))
    .map(({ pair: { seen } }) => {
      const { connection, target } = seen.stage
      return `API ${target.api.id} in ${target.region}${connection.endpoint === null ? '' : ` at ${connection.endpoint}`}`
    })
  const releases: (() => Promise<void>)[] = []
  const release = async () => {
    for (const one of releases) await one()
  }
  try {
    // In one order, so that two runs do not wait for each other's.
    for (const name of [...new Set(names)].toSorted((a, b) => (a < b ? -1 : 1)))
      releases.push(await lock(name))
  } catch (error) {
    await release()
    throw error
  }
  return release
}

async function backUp(path: string, { stages }: Planned, context: Context): Promise<void> {
  const { exportStages } = await import('../../core/declare/export.js')
  const { documentOf, yamlOf } = await import('../../core/declare/document/write.js')
  const touched = stages.filter(({ work }) => !isDone(work)).map(({ pair }) => pair.seen.stage)
  const data = await exportStages(touched, { exact: true })
  await context.writeFile(path, yamlOf(documentOf(data), null))
}

/** How to go back to the deployments that were replaced. */
function noteWaysBack({ report }: Applied, { stages }: Planned, { note }: Session): void {
  for (const { target, previousDeployment } of report.applied) {
    const stage = stages.find((one) => one.pair.seen.stage.target === target)?.pair.seen.stage
    if (previousDeployment === null || !stage) continue
    const command = wayBack(stage.connection, target, previousDeployment)
    note(`${fullNameOf(target)} ran deployment ${previousDeployment} before; to go back to it:\n${command}`)
  }
}

function conclude({ report, failed }: Applied, { setExitCode }: Context): void {
  const isBlocked = report.plan.changes.some(({ blocked }) => blocked !== null)
  const kind = kindOf(failed, report.applied.length) ?? (isBlocked ? 'negative' : null)
  const [only] = failed
  // A single stage that was begun has the exit code of what happened to it.
  const isSingle = report.plan.summary.stages === 1 && report.plan.failed.length === 0
  const code = isSingle && only ? only.error.kind : kind
  if (code !== null) setExitCode(EXIT[code])
}
