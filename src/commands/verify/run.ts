import type { Context } from '../../context.js'
import { parseTimestampSource } from '../../core/answer/named.js'
import { provisioned } from '../../core/gateway/stage.js'
import type { KnownStage } from '../../core/request/stage-url.js'
import { parseVariations } from '../../core/request/variation.js'
import { verifyPaths } from '../../core/verify/paths.js'
import { askAboutLoss, requireYes } from '../asking/loss.js'
import { EXIT } from '../exit.js'
import { writeReports } from '../session/files.js'
import { readHeaders } from '../session/headers.js'
import {
  agreeToIdentity,
  agreeToMethod,
  hideSecrets,
  knownStage,
  openFor,
  requestsOf,
} from '../session/requests.js'
import type { Session } from '../session/session.js'
import type { VerifyFlags } from './command.js'
import { withAnnouncements } from './progress.js'

export async function runVerify(
  paths: readonly string[],
  flags: VerifyFlags,
  context: Context,
): Promise<void> {
  const asked = await questionOf(paths, flags, context)
  const session = await openFor(paths, flags, context)
  if (flags.flush) requireYes(flags, context, 'verify --flush')
  await agreeToMethod('probing several times', flags, context)
  const stage = await knownStage(paths, flags, session)
  const { http, clock, signal } = context
  const sign = flags.sign ? (stage?.connection ?? (await session.connect())).sign : undefined
  const { result, failure } = await withAnnouncements(context, session, (onProgress) =>
    verifyPaths({ http, clock, signal, sign, onProgress }, stage, {
      ...asked,
      beforeProbing: async (probes, methods, plans) => {
        hideSecrets(plans, context)
        await agreeToIdentity(probes, methods, flags, context)
        if (flags.flush && stage) await agreeToFlush(context, session, flags, stage)
      },
    }),
  )
  // What it took minutes to find out is told also where it cannot be written.
  if (!failure)
    await session.print(result, async () => (await import('../../render/verify/screen.js')).VERIFY_VIEW)
  await writeReports(context, flags.report, {
    junit: async () => (await import('../../render/verify/junit.js')).verifyJunit(result),
    markdown: async () => (await import('../../render/verify/markdown.js')).verifyMarkdown(result),
  })
  if (failure) throw failure
  if (!result.passed) context.setExitCode(EXIT.negative)
}

/** What the flags ask for, checked and with secrets read, before anything is sent. */
async function questionOf(paths: readonly string[], flags: VerifyFlags, context: Context) {
  const { timestamp, as: identities = [] } = flags
  return {
    ...(await requestsOf(paths, flags, context)),
    samples: flags.samples,
    intervalMs: flags.interval,
    timestamp: timestamp === undefined ? undefined : parseTimestampSource(timestamp),
    control: flags.control,
    expected: flags.expect ?? null,
    allowInconclusive: flags.allowInconclusive === true,
    variations: parseVariations(flags.vary ?? []),
    identities: await Promise.all(identities.map((text) => readHeaders([text], context))),
    sign: flags.sign === true,
    flush: flags.flush === true,
    invalidation: flags.invalidation === true,
    expiry: flags.expiry === true,
    metrics: flags.metrics === true,
    layer: flags.layer ?? null,
  }
}

async function agreeToFlush(
  context: Context,
  session: Session,
  { yes }: VerifyFlags,
  { connection, resolved: { target, stage } }: KnownStage,
): Promise<void> {
  if (!provisioned(stage)) return
  const asking = { context, session, connection, flags: yes ? { yes } : {} }
  await askAboutLoss(asking, { kind: 'loss', target, record: stage, by: { change: 'verify' } })
}
