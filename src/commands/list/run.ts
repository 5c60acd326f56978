import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { kindOf } from '../../core/find/each.js'
import type { ListOptions } from '../../core/list/list.js'
import type { StageList } from '../../core/list/report.js'
import { counted } from '../../render/format/units.js'
import { EXIT } from '../exit.js'
import { isFleet } from '../flags/fleet-flags.js'
import { nowAndThen, withProgress } from '../progress.js'
import { nameOfFailed } from '../session/failed.js'
import { openFleet, type Scope } from '../session/fleet.js'
import type { SelectorFlags } from '../session/meant.js'
import { later, leftOut, openResume } from '../session/resume.js'
import { openSession } from '../session/session.js'
import { accountsLine } from './accounts-line.js'
import { listFleet } from './fleet.js'
import { listPrinter } from './print.js'
import { scanProgress } from './progress.js'

export interface ListFlags extends SelectorFlags {
  readonly cached?: true
  readonly idle?: true
  readonly findings?: true
  readonly since: number
}

export async function runList(flags: ListFlags, context: Context): Promise<void> {
  const { api, stage, ...global } = flags
  const session = await openSession(global, context)
  const { sensitive, doctorIgnore: ignore } = session.settings
  const printer = listPrinter(session, { ...global, since: flags.since }, context)
  const opened = await openResume('list', flags, context)
  // What is shown at the end only is not done before.
  const resume = printer.onRow ? { ...opened, flush: async () => {} } : later(opened)
  // Nothing is kept of a row that was printed.
  if (printer.onRow) await context.spareMemory()
  const fleet = await openFleet(flags, session, await session.connect(), context)
  if (flags.findings) session.note('reading every deployed API, which takes several times as long')
  const options: ListOptions = {
    apis: api,
    stages: stage,
    tags: flags.tag,
    idle: flags.idle,
    cached: flags.cached,
    findings: flags.findings ? { sensitive, ignore } : false,
    sinceMs: flags.since,
    onRow: printer.onRow,
    onNote: session.warn,
    signal: context.io.closed,
  }
  const onLeftOut = (stages: number, regions: number) => {
    const of = stages > 0 ? counted(stages, 'stage') : counted(regions, 'region')
    session.note(leftOut(of, []))
  }
  const list = await withProgress(context, session, (tell) => {
    const progress = scanProgress(fleet.scopes.length, nowAndThen(context, tell))
    const optionsFor = (scope: Scope) => ({ ...options, onProgress: progress(scope) })
    return listFleet(fleet, { isSeveral: isFleet(flags), resume, onLeftOut, optionsFor })
  })
  const failed = list.failed.map(({ target, message }) => ({ target, message }))
  refuseNothing(flags, list)
  await printer.end({ ...list, failed })
  await resume.flush()
  for (const { target, message } of failed) session.warn(`${nameOfFailed(target)}: ${message}`)
  const accounts = accountsLine(list, fleet.suspended)
  if (accounts !== null) session.note(accounts)
  // A region of whose APIs none told its stages is not done.
  const done = list.scanned.filter(({ apis, stages }) => stages > 0 || apis === 0)
  const kind = kindOf(list.failed, done.length)
  if (kind !== null) context.setExitCode(EXIT[kind])
}

/** A name that fits nothing is a mistake; a filter that lets nothing through is an answer. */
function refuseNothing(flags: ListFlags, { totals, failed }: StageList) {
  const { api, stage, tag, cached, idle, region, shard, resume } = flags
  if (!(api ?? stage) || tag || cached || idle || shard || resume || failed.length > 0) return
  if (totals.some(({ stages }) => stages > 0)) return
  const names = [...(api ?? []), ...(stage ?? [])].join(', ')
  const message = `no stage fits ${names}${region === undefined ? '' : ` in ${region}`}`
  throw new ApigwCacheError('failure', 'nothing-fits', message)
}
