import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { reaches } from '../../core/doctor/doctor.js'
import type { DoctorReport } from '../../core/doctor/report.js'
import { explanationOf } from '../../core/doctor/rule.js'
import { RULES, ruleOf } from '../../core/doctor/rules.js'
import { type Suppression, stillValid } from '../../core/doctor/suppression.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import { readMethod } from '../../core/gateway/named-method.js'
import { fullNameOf } from '../../core/gateway/stage.js'
import { stageOf } from '../../stage.js'
import { type Done, forEachStage, oneStage, printEach } from '../session/each-stage.js'
import { checkReports, writeReports } from '../session/files.js'
import { hideTokens } from '../session/requests.js'
import { severalPrinter } from '../session/rows.js'
import { openSession, type Session } from '../session/session.js'
import type { DoctorFlags } from './flags.js'

export async function runDoctor(flags: DoctorFlags, context: Context): Promise<void> {
  if (flags.explain !== undefined) return explain(flags.explain, flags, context)
  const given = (flags.ignore ?? []).map(parseIgnore)
  hideTokens(flags.probe ?? [], context)
  const session = await openSession(oneStage(flags), context)
  const options = {
    sinceMs: flags.since,
    sensitive: session.settings.sensitive,
    probe: flags.probe ?? [],
    ignore: [...fromFile(session, context), ...given],
  }
  await checkReports(context, flags.report)
  const connection = await session.connect({ dryRun: flags.dryRun })
  const { failOn } = flags
  await forEachStage(
    { context, session, connection, flags, verb: 'doctor' },
    {
      ...(flags.fix
        ? (await import('./fix.js')).fixing({ options, session, flags, context })
        : { reads: 'reading the stage', work: (stage: OpenStage) => stageOf(stage).doctor(options) }),
      show: (done) => show(done, session, flags, context),
      printer: () => severalPrinter(session, flags, context, several),
      isNo: (report) => failOn !== undefined && reaches(report, failOn),
    },
  )
}

const several = async () => (await import('../../render/doctor/screen.js')).DOCTORS_VIEW

async function show(done: Done<DoctorReport>, session: Session, flags: DoctorFlags, context: Context): Promise<void> {
  for (const { target, notJudged } of done.stages) {
    const where = done.isSeveral ? ` for ${fullNameOf(target)}` : ''
    for (const { rule, reason } of notJudged) session.warn(`${rule} was not judged${where}: ${reason}`)
  }
  await printEach(session, done, async () => (await import('../../render/doctor/screen.js')).DOCTOR_VIEW, several)
  await writeReports(context, flags.report, {
    sarif: async () => (await import('../../render/doctor/sarif.js')).sarif(done.stages, session.spelling),
  })
  if (done.isSeveral) return
  const [first] = done.stages.flatMap(({ findings }) => findings.filter(({ suppressed }) => suppressed === null))
  if (first) session.suggest({ verb: 'doctor', options: { explain: first.rule }, target: null })
}

/** Exceptions of the config file end when it says so. */
function fromFile({ settings, warn }: Session, { clock }: Context): readonly Suppression[] {
  for (const { rule } of settings.doctorIgnore) ruleOf(rule, 'doctor.ignore in the config file')
  const { valid, expired } = stillValid(settings.doctorIgnore, clock.now())
  for (const { rule, method, path, until } of expired) {
    const what = [rule, method, path].filter(Boolean).join(' ')
    warn(`doctor.ignore of ${what} ended on ${until}: its findings count again`)
  }
  return valid
}

async function explain(id: string | true, flags: DoctorFlags, context: Context): Promise<void> {
  const rule = id === true ? null : ruleOf(id, '--explain')
  const session = await openSession(oneStage(flags), context)
  if (rule === null) {
    const rules = RULES.map((one) => explanationOf(one, session.spelling))
    await session.print({ rules }, async () => (await import('../../render/doctor/rules.js')).RULES_VIEW)
    return session.suggest({ verb: 'doctor', options: { explain: RULES[0]?.id ?? '' }, target: null })
  }
  const view = async () => (await import('../../render/doctor/rules.js')).RULE_VIEW
  await session.print(explanationOf(rule, session.spelling), view)
}

const ON_COMMAND_LINE = 'ignored on the command line'

/** `RULE` or `RULE@METHOD PATH`. Errors: `usage`. */
export function parseIgnore(text: string): Suppression {
  const at = text.indexOf('@')
  const rule = ruleOf(at < 0 ? text : text.slice(0, at), '--ignore').id
  if (at < 0) return { rule, reason: ON_COMMAND_LINE }
  const method = readMethod(text.slice(at + 1))
  if (method) return { rule, ...method, reason: ON_COMMAND_LINE }
  throw new ApigwCacheError('usage', 'command-line', `--ignore is "${text}"`, {
    hint: `--ignore ${rule}, or --ignore '${rule}@GET /pets/{id}'`,
  })
}
