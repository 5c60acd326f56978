import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { stores } from '../../core/gateway/settings.js'
import type { Plan } from '../../core/request/plan.js'
import { shownUrl } from '../../core/request/shown-url.js'
import type { KnownStage } from '../../core/request/stage-url.js'
import { type Prepared, prepareWarm, requireServing } from '../../core/warm/prepare.js'
import type { WarmReport } from '../../core/warm/report.js'
import { runWarm, type WarmRun } from '../../core/warm/run.js'
import { GENTLE } from '../../core/warm/warm.js'
import { counted, duration } from '../../render/format/units.js'
import { EXIT } from '../exit.js'
import { type Shown, withProgress } from '../progress.js'
import { repeatedNote } from '../session/lists.js'
import { orPartial } from '../session/partial.js'
import { agreeToIdentity, hideSecrets, knownStage, openFor, requestsOf } from '../session/requests.js'
import type { Session } from '../session/session.js'
import { refusalsSaid } from '../session/stage-change.js'
import type { WarmFlags } from './command.js'
import { readWarmList } from './list.js'
import { everySoOften } from './progress.js'

export async function runWarmVerb(
  given: readonly string[],
  { rate: perSecond = GENTLE.perSecond, ...flags }: WarmFlags,
  context: Context,
): Promise<void> {
  const get = { ...flags, method: 'GET' }
  const skipped: string[] = []
  const { headers, base, connectTo } = await requestsOf(given, get, context)
  const names = headers.map(([name]) => name)
  const paths = await readWarmList(given, flags, names, context, (message) => skipped.push(message))
  const session = await openFor(paths, get, context)
  for (const message of skipped) session.warn(message)
  const stage = await knownStage(paths, get, session)
  const signed = flags.sign === true
  const prepared = await prepareWarm(stage, { paths, base, headers, signed })
  hideSecrets(prepared.plans, context)
  sayDoubts(prepared, signed, session)
  if (flags.dryRun) return dryRun(stage, prepared, flags, session, context)
  requireServing(stage, prepared.plans)
  await agreeToIdentity(prepared.privateProbes, prepared.methods, flags, context)
  const sign = signed ? (await connectionOf(stage, session)).sign : null
  const { concurrency } = flags
  const run = { headers, connectTo, sign, perSecond, concurrency, pastCache: prepared.pastCache }
  const show = (report: WarmReport) =>
    session.print(report, async () => (await import('../../render/warm/screen.js')).WARM_VIEW)
  const report = await orPartial<WarmReport>(
    (onPartial) =>
      withProgress(context, session, (tell) =>
        warming(prepared.plans, run, session, context, { tell, onPartial }),
      ),
    show,
  )
  await show(report)
  const code = exitCodeOf(report)
  if (code !== 0) context.setExitCode(code)
}

interface Hearing {
  readonly tell: (progress: Shown) => void
  readonly onPartial: (report: WarmReport) => void
}

/** Warms and shows how far it is. */
export async function warming(
  plans: readonly Plan[],
  run: WarmRun,
  session: Session,
  context: Context,
  { tell, onPartial }: Hearing,
): Promise<WarmReport> {
  session.note(announcement(plans.length, run))
  const { http, clock, signal } = context
  return runWarm({ http, clock, signal, onProgress: everySoOften(context, tell), onPartial }, plans, run)
}

/** 7 where some could not be reached: a script should know that the no is not about the cache. */
export function exitCodeOf({ reports, passed }: WarmReport): number {
  if (reports.some(({ status }) => status === 0)) return EXIT.partial
  return passed ? 0 : EXIT.negative
}

/** About as long as a block waits before its second look. */
const PAUSE_MS = 2000

function announcement(urls: number, { perSecond, pastCache }: WarmRun): string {
  const took = duration((urls * 2000) / perSecond + PAUSE_MS)
  const list = urls === 1 ? 'one URL' : `${urls} URLs`
  const most = pastCache?.atMost ?? 0
  const tests = most === 0 ? '' : ` and at most ${counted(most, 'test-invoke')}`
  return `warming ${list}: two or three requests each${tests}, at most ${perSecond} a second, about ${took} in all`
}

/** What is known beforehand to come to nothing. */
export function sayDoubts({ plans, repeated }: Prepared, signed: boolean, session: Session): void {
  const named = (wanted: readonly Plan[]) => [
    ...new Set(wanted.flatMap(({ method }) => (method ? `${method.method} ${method.path}` : []))),
  ]
  const uncached = named(plans.filter(({ inside, method }) => inside !== null && method && !stores(method)))
  const locked = signed ? [] : named(plans.filter(({ deployed }) => deployed?.signed))
  if (repeated > 0) session.note(repeatedNote(repeated))
  if (uncached.length > 0) session.warn(`not cached, so nothing is stored: ${uncached.join(', ')}`)
  if (locked.length > 0) {
    session.warn(`--sign is needed, as only signed requests are served: ${locked.join(', ')}`)
  }
}

async function connectionOf(stage: KnownStage | null, session: Session): Promise<Connection> {
  return stage?.connection ?? session.connect()
}

async function dryRun(
  stage: KnownStage | null,
  { plans, privateProbes, methods }: Prepared,
  flags: Pick<WarmFlags, 'acceptUnkeyed'>,
  session: Session,
  { io }: Context,
): Promise<void> {
  const nobody = { io: { ...io, interactive: false } }
  await refusalsSaid(session, async () => {
    requireServing(stage, plans)
    await agreeToIdentity(privateProbes, methods, flags, nobody)
  })
  const requests = plans.map(({ url, deployed }) => ({
    ...{ service: 'execute-api', method: 'GET', url: shownUrl(url, deployed), body: null },
  }))
  await session.print({ requests }, async () => (await import('../../render/dry-run.js')).dryRunView)
}
