import type { Context } from '../../context.js'
import { readOptions, type VerifyOptions, type VerifyQuestion } from '../../core/verify/options.js'
import { PROOFS } from '../../core/verify/proofs/list.js'
import { isAsked } from '../../core/verify/proofs/proof.js'
import type { VerifyResult } from '../../core/verify/report.js'
import { requestsThrough } from '../../stage.js'
import { askAboutIdentity } from '../asking/identity.js'
import { askAboutLoss, requireYes } from '../asking/loss.js'
import { EXIT } from '../exit.js'
import { checkReports, writeReports } from '../session/files.js'
import { readUrlList } from '../session/lists.js'
import { orPartial } from '../session/partial.js'
import { agreeToMethod, doorsTo, hideSecrets, openFor, requestsOf } from '../session/requests.js'
import { optionName } from '../session/spelling.js'
import { repeating } from './again.js'
import type { VerifyFlags } from './flags.js'
import { withAnnouncements } from './progress.js'
import { proofOptions } from './proof-flags.js'

export async function runVerify(
  named: readonly string[],
  flags: VerifyFlags,
  context: Context,
): Promise<void> {
  const listed = flags.from === undefined ? [] : await readUrlList(flags.from, context, flags)
  const paths = [...named, ...listed]
  const options = await optionsOf(paths, flags, context)
  // A value that cannot be meant is refused before anything is sent.
  readOptions(options)
  await checkReports(context, flags.report)
  const session = await openFor(paths, flags, context)
  const flushing = PROOFS.find((proof) => proof.flushes && isAsked(proof, options))
  if (flushing) requireYes(flags, context, `verify ${optionName(flushing.input.name)}`)
  await agreeToMethod('probing several times', flags, context)
  const { spelling, ...doors } = await doorsTo(paths, flags, session, context)
  const asking = { context, session, flags: flags.yes ? { yes: flags.yes } : {} }
  const onAsk = async (question: VerifyQuestion) => {
    if (question.kind === 'identity') return askAboutIdentity(asking, question.probes)
    if (doors.stage) await askAboutLoss({ ...asking, connection: doors.stage.connection }, question)
  }
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
          ...{ onAsk, onProgress, onPartial },
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

/** From the flags, with secrets read. */
async function optionsOf(
  paths: readonly string[],
  flags: VerifyFlags,
  context: Context,
): Promise<VerifyOptions> {
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
