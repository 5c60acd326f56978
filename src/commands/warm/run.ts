import type { Context } from '../../context.js'
import type { WarmReport } from '../../core/warm/report.js'
import type { WarmOptions } from '../../core/warm/warm.js'
import { requestsThrough } from '../../stage.js'
import { askAboutIdentity } from '../asking/identity.js'
import { EXIT } from '../exit.js'
import type { ProbeFlags } from '../flags/probe.js'
import { withProgress } from '../progress.js'
import { namingLines } from '../session/lists.js'
import { orPartial } from '../session/partial.js'
import { doorsTo, openFor, requestsOf, telling } from '../session/requests.js'
import { refusalsSaid } from '../session/stage-change.js'
import { readWarmList } from './list.js'
import { everySoOften } from './progress.js'

export interface WarmFlags extends Omit<ProbeFlags, 'method' | 'data'> {
  readonly from?: readonly string[]
  readonly openapi?: readonly string[]
  readonly sign?: true
  readonly concurrency: number
  readonly dryRun?: true
  readonly acceptUnkeyed?: readonly string[]
}

export async function runWarm(
  given: readonly string[],
  { rate: perSecond, ...flags }: WarmFlags,
  context: Context,
): Promise<void> {
  const get = { ...flags, method: 'GET' }
  const skipped: string[] = []
  const { headers, url, connectTo } = await requestsOf(given, get, context)
  const names = headers.map(([name]) => name)
  const urls = await readWarmList(given, flags, names, context, (message) => skipped.push(message))
  const paths = urls.map(({ url }) => url)
  const session = await openFor(paths, get, context)
  for (const message of skipped) session.warn(message)
  const { sign, concurrency, acceptUnkeyed, dryRun } = flags
  const requests = requestsThrough(await doorsTo(paths, get, session, context))
  const asking = { context, session, flags: dryRun ? { dryRun } : {} }
  const options: WarmOptions = {
    ...{ paths, headers, url, connectTo, sign, perSecond, concurrency, acceptUnkeyed },
    ...telling(session, context),
    onAsk: ({ probes }) => askAboutIdentity(asking, probes),
  }
  if (dryRun) {
    const plan = await namingLines(urls, () => requests.planWarming(options))
    await refusalsSaid(session, plan.agree)
    const { requests: kept } = plan
    return session.print({ requests: kept }, async () => (await import('../../render/dry-run.js')).dryRunView)
  }
  const show = (report: WarmReport) =>
    session.print(report, async () => (await import('../../render/warm/screen.js')).WARM_VIEW)
  const report = await orPartial<WarmReport>(
    (onPartial) =>
      withProgress(context, session, (tell) =>
        namingLines(urls, () => requests.warm({ ...options, ...everySoOften(context, session, tell), onPartial })),
      ),
    show,
  )
  await show(report)
  const code = exitCodeOf(report)
  if (code !== 0) context.setExitCode(code)
}

/** Gives 7 if some could not be reached, so that a script knows that the no is not about the cache. */
export function exitCodeOf({ reports, passed }: WarmReport): number {
  if (reports.some(({ status }) => status === 0)) return EXIT.partial
  return passed ? 0 : EXIT.negative
}
