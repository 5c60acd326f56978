import type { Context } from '../../context.js'
import type { Doors } from '../../core/request/doors.js'
import { readOptions, type VerifyOptions } from '../../core/verify/options.js'
import { PROOFS } from '../../core/verify/proofs/list.js'
import { isAsked } from '../../core/verify/proofs/proof.js'
import type { VerifyResult } from '../../core/verify/report.js'
import { requestsThrough } from '../../stage.js'
import type { Asking } from '../asking/agree.js'
import { askAboutIdentity } from '../asking/identity.js'
import { askAboutLoss, requireYes } from '../asking/loss.js'
import { EXIT } from '../exit.js'
import { checkReports, writeReports } from '../session/files.js'
import { namingLines, readUrlList, typed } from '../session/lists.js'
import { orPartial } from '../session/partial.js'
import { agreeToMethod, doorsTo, hideSecrets, openFor, requestsOf } from '../session/requests.js'
import type { Session } from '../session/session.js'
import { optionName } from '../session/spelling.js'
import { refusalsSaid } from '../session/stage-change.js'
import { repeating } from './again.js'
import type { VerifyFlags } from './flags.js'
import { withAnnouncements } from './progress.js'
import { proofOptions } from './proof-flags.js'

export async function runVerify(named: readonly string[], flags: VerifyFlags, context: Context): Promise<void> {
  const listed = flags.from === undefined ? [] : await readUrlList(flags.from, context, flags)
  const urls = [...typed(named), ...listed]
  const paths = urls.map(({ url }) => url)
  await namingLines(urls, () => verifyAll(paths, flags, context))
}

async function verifyAll(paths: readonly string[], flags: VerifyFlags, context: Context): Promise<void> {
  const options = await optionsOf(paths, flags, context)
  // A value that cannot be meant is refused before anything is sent.
  readOptions(options)
  if (!flags.dryRun) await checkReports(context, flags.report)
  const session = await openFor(paths, flags, context)
  if (flags.dryRun) return showPlan(paths, options, flags, session, context)
  const flushing = PROOFS.find((proof) => proof.flushes && isAsked(proof, options))
  if (flushing) requireYes(flags, context, `verify ${optionName(flushing.input.name)}`)
  await agreeToMethod('probing several times', flags, context)
  const { spelling, ...doors } = await doorsTo(paths, flags, session, context)
  const asking = { context, session, flags: flags.yes ? { yes: flags.yes } : {} }
  const report = (result: VerifyResult) =>
    writeReports(context, flags.report, {
      junit: async () => (await import('../../render/verify/junit.js')).verifyJunit(result),
      markdown: async () => (await import('../../render/verify/markdown.js')).verifyMarkdown(result),
    })
  const result = await orPartial<VerifyResult>(
    (onPartial) =>
      withAnnouncements(context, session, (onProgress) =>
        requestsThrough({ ...doors, spelling: repeating(spelling, flags) }).verify({
          ...options,
          ...{ onAsk: asker(doors, asking), onProgress, onPartial },
          onPlan: ({ plans }) => hideSecrets(plans, context),
        }),
      ),
    report,
  )
  await session.print(result, async () => (await import('../../render/verify/screen.js')).VERIFY_VIEW)
  // A result that took minutes is told also where it cannot be written.
  await report(result)
  if (!result.passed) context.setExitCode(EXIT.negative)
}

async function showPlan(
  paths: readonly string[],
  options: VerifyOptions,
  flags: VerifyFlags,
  session: Session,
  context: Context,
): Promise<void> {
  const doors = await doorsTo(paths, flags, session, context, { dryRun: true })
  const plan = await requestsThrough(doors).planVerification({
    ...options,
    onAsk: asker(doors, { context, session, flags: { dryRun: true } }),
    onPlan: ({ plans }) => hideSecrets(plans, context),
  })
  await refusalsSaid(session, plan.agree)
  session.note('these are the most that would be sent: the answers decide how many are needed')
  const { requests } = plan
  await session.print({ requests }, async () => (await import('../../render/dry-run.js')).dryRunView)
}

type Asked = Omit<Asking, 'connection'>

function asker({ stage }: Pick<Doors, 'stage'>, asking: Asked): NonNullable<VerifyOptions['onAsk']> {
  return async (question) => {
    if (question.kind === 'identity') return askAboutIdentity(asking, question.probes)
    if (stage) await askAboutLoss({ ...asking, connection: stage.connection }, question)
  }
}

/** From the flags, with secrets read. */
async function optionsOf(paths: readonly string[], flags: VerifyFlags, context: Context): Promise<VerifyOptions> {
  const { samples, timestamp, allowInconclusive, sign, layer, acceptUnkeyed } = flags
  const { url, method, headers, body, connectTo } = await requestsOf(paths, flags, context)
  return {
    ...(await proofOptions(flags, PROOFS, context)),
    ...{ paths, url, method, headers, body, connectTo },
    ...{ samples, timestamp, allowInconclusive, sign, layer, acceptUnkeyed },
    intervalMs: flags.interval,
    expected: flags.expect,
  }
}
