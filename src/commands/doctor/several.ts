import { reaches, readDoctor } from '../../core/doctor/doctor.js'
import type { DoctorReport } from '../../core/doctor/report.js'
import { forEach, type Outcomes } from '../../core/find/each.js'
import type { Selectors } from '../../core/find/select.js'
import { describe, type ResolvedTarget } from '../../core/find/target.js'
import { agreeToStages, chooseStages, severalOf, tellFailures } from '../session/each-stage.js'
import { writeReports } from '../session/files.js'
import { showKept } from '../session/stage-change.js'
import { fix, type Running } from './run.js'

interface Judged {
  readonly resolved: ResolvedTarget
  readonly report: DoctorReport
}

/** Judges all that the selectors mean; with `--fix`, what would be done is shown and agreed to once for all. */
export async function doctorSeveral(selectors: Selectors, running: Running): Promise<void> {
  const { connection, options, session, flags, context } = running
  const chosen = await chooseStages(session, connection, selectors)
  const judged = await forEach(chosen.targets, async (resolved): Promise<Judged> => {
    return { resolved, report: await readDoctor(connection, resolved, options) }
  })
  if (flags.dryRun && flags.fix) return showKept(session, () => fixAll(judged, running))
  const outcomes = flags.fix ? await fixAll(judged, running) : judged
  const { kind, ...rest } = severalOf(outcomes, chosen.failed)
  const result = { ...rest, stages: rest.stages.map(({ report }) => report) }
  for (const { resolved, report } of outcomes.done) {
    for (const { rule, reason } of report.notJudged) {
      session.warn(`${rule} was not judged for ${describe(resolved)}: ${reason}`)
    }
  }
  await session.print(result, async () => (await import('../../render/doctor/screen.js')).DOCTORS_VIEW)
  await writeReports(context, flags.report, {
    sarif: async () => (await import('../../render/doctor/sarif.js')).sarif(result.stages),
  })
  const { failOn } = flags
  const negative = failOn !== undefined && result.stages.some((report) => reaches(report, failOn))
  tellFailures(context, session, { failed: result.failed, kind }, negative)
}

/** One stage after the other, and only those that have something to fix. */
async function fixAll(judged: Outcomes<Judged>, running: Running): Promise<Outcomes<Judged>> {
  const { session, flags, context } = running
  const open = judged.done.filter(({ report }) => commandsOf(report).length > 0)
  if (open.length === 0) {
    session.note('nothing of this can be fixed safely without a decision')
    return judged
  }
  for (const { report } of open) {
    for (const command of commandsOf(report)) session.warn(`--fix would run: ${command}`)
  }
  const targets = open.map(({ resolved }) => resolved)
  await agreeToStages(context, targets, 'Fix', flags)
  const fixed = await forEach(
    targets,
    async (resolved): Promise<Judged> => {
      return { resolved, report: await fix(resolved, running, async () => {}) }
    },
    1,
  )
  const rest = judged.done.filter((one) => !open.includes(one))
  return { done: [...rest, ...fixed.done], failed: [...judged.failed, ...fixed.failed] }
}

function commandsOf({ findings }: DoctorReport): readonly string[] {
  return [
    ...new Set(
      findings
        .filter(({ safe, suppressed }) => safe && suppressed === null)
        .map(({ fix: command }) => command),
    ),
  ]
}
