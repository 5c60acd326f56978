import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { DEFAULT_TIMEOUT_MS } from '../../core/change/options.js'
import { type DoctorOptions, reaches, readDoctor } from '../../core/doctor/doctor.js'
import { fixDoctor } from '../../core/doctor/fix.js'
import type { DoctorReport, RuleExplanation } from '../../core/doctor/report.js'
import { ruleOf } from '../../core/doctor/rules.js'
import { parseIgnore, type Suppression, stillValid } from '../../core/doctor/suppression.js'
import type { ResolvedTarget } from '../../core/find/target.js'
import { askToGoOn } from '../asking/agree.js'
import { EXIT } from '../exit.js'
import { withProgress } from '../progress.js'
import { oneStage, selectorsOf } from '../session/each-stage.js'
import { writeReports } from '../session/files.js'
import { openSession, type Session } from '../session/session.js'
import { showKept, warnOfManager } from '../session/stage-change.js'
import type { DoctorFlags } from './command.js'

export async function runDoctor(flags: DoctorFlags, context: Context): Promise<void> {
  if (flags.explain !== undefined) return explain(flags.explain, flags, context)
  const given = (flags.ignore ?? []).map(parseIgnore)
  const session = await openSession(oneStage(flags), context)
  const options = {
    sinceMs: flags.since,
    sensitive: session.settings.sensitive,
    probe: flags.probe ?? [],
    ignore: [...fromFile(session, context), ...given],
  }
  const connection = await session.connect({ dryRun: flags.dryRun, timeoutMs: DEFAULT_TIMEOUT_MS })
  const running = { connection, options, session, flags, context }
  const selectors = selectorsOf(flags, session.settings)
  if (selectors) {
    const { doctorSeveral } = await import('./several.js')
    return doctorSeveral(selectors, running)
  }
  const resolved = await session.open(connection)
  if (flags.dryRun && flags.fix) {
    return showKept(session, () =>
      fix(resolved, running, (commands) => askToGoOn({ context, session, flags }, questionFor(commands))),
    )
  }
  const report = flags.fix
    ? await fix(resolved, running, (commands) =>
        askToGoOn({ context, session, flags }, questionFor(commands)),
      )
    : await readDoctor(connection, resolved, options)
  await show(report, session, flags, context)
}

export interface Running {
  readonly connection: Connection
  readonly options: DoctorOptions
  readonly session: Session
  readonly flags: DoctorFlags
  readonly context: Context
}

async function show(
  report: DoctorReport,
  session: Session,
  flags: DoctorFlags,
  context: Context,
): Promise<void> {
  for (const { rule, reason } of report.notJudged) session.warn(`${rule} was not judged: ${reason}`)
  await session.print(report, async () => (await import('../../render/doctor/screen.js')).DOCTOR_VIEW)
  await writeReports(context, flags.report, {
    sarif: async () => (await import('../../render/doctor/sarif.js')).sarif([report]),
  })
  const [first] = report.findings.filter(({ suppressed }) => suppressed === null)
  if (first) session.suggest({ verb: 'doctor', options: { explain: first.rule } })
  if (flags.failOn !== undefined && reaches(report, flags.failOn)) context.setExitCode(EXIT.negative)
}

/** What the config file says counts as long as it says. */
function fromFile({ settings, warn }: Session, { clock }: Context): readonly Suppression[] {
  for (const { rule } of settings.doctorIgnore) ruleOf(rule, 'doctor.ignore in the config file')
  const { valid, expired } = stillValid(settings.doctorIgnore, clock.now())
  for (const { rule, method, path, until } of expired) {
    const what = [rule, method, path].filter(Boolean).join(' ')
    warn(`doctor.ignore of ${what} ended on ${until}: its findings count again`)
  }
  return valid
}

/** Applies what is safe for one stage; `agree` is asked with the commands before the first of them. */
export async function fix(
  resolved: ResolvedTarget,
  { connection, options, session, flags, context }: Running,
  agree: (commands: readonly string[]) => Promise<void>,
): Promise<DoctorReport> {
  const report = await withProgress(context, session, (onProgress) =>
    fixDoctor(connection, resolved, {
      ...options,
      wait: !flags.dryRun,
      timeoutMs: DEFAULT_TIMEOUT_MS,
      onProgress,
      onNote: session.warn,
      onFixed: (command) => {
        if (!flags.dryRun) session.note(`done: ${command}`)
      },
      agree: async (commands) => {
        warnOfManager(session, resolved)
        await agree(commands)
      },
    }),
  )
  const open = report.findings.some(({ suppressed }) => suppressed === null)
  if (open && report.fixed?.length === 0 && !flags.dryRun) {
    session.note('nothing of this can be fixed safely without a decision')
  }
  return report
}

function questionFor(commands: readonly string[]) {
  const count = commands.length === 1 ? 'this change' : `these ${commands.length} changes`
  return {
    why: commands.map((command) => `--fix would run: ${command}`),
    question: `Make ${count}?`,
    refused: `--fix makes ${count}`,
  }
}

async function explain(id: string, flags: DoctorFlags, context: Context): Promise<void> {
  const rule = ruleOf(id, '--explain')
  const { severity, title, page } = rule
  const session = await openSession(oneStage(flags), context)
  const explanation: RuleExplanation = { id: rule.id, severity, title, ...page }
  await session.print(explanation, async () => (await import('../../render/doctor/rules.js')).RULE_VIEW)
}
