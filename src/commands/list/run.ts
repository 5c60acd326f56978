import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { inParallel } from '../../core/base/parallel.js'
import { kindOf } from '../../core/find/each.js'
import type { Failure } from '../../core/find/select.js'
import { joined, type Listed, type ListOptions, listStages } from '../../core/list/list.js'
import type { StageList } from '../../core/list/report.js'
import { EXIT } from '../exit.js'
import { checkFleetFlags } from '../flags/fleet.js'
import { type FleetFlags, isFleet } from '../flags/fleet-flags.js'
import { nowAndThen, withProgress } from '../progress.js'
import { nameOfFailed, type SelectorFlags } from '../session/each-stage.js'
import { type Fleet, openFleet, type Scope } from '../session/fleet.js'
import { openSession } from '../session/session.js'
import { accountsLine } from './accounts-line.js'
import { listPrinter } from './print.js'
import { scanProgress } from './progress.js'

/** Accounts and regions at a time; each has a quota of its own. */
const PARALLEL_SCOPES = 32

export interface ListFlags extends SelectorFlags, FleetFlags {
  readonly tag?: readonly string[]
  readonly cached?: true
  readonly idle?: true
  readonly findings?: true
  readonly since: number
}

export async function runList(flags: ListFlags, context: Context): Promise<void> {
  checkFleetFlags(flags)
  const { api, stage, ...global } = flags
  const session = await openSession(global, context)
  const { sensitive, doctorIgnore: ignore } = session.settings
  const printer = listPrinter(session, { ...global, since: flags.since }, context)
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
  const list = await withProgress(context, session, (tell) => {
    const progress = scanProgress(fleet.scopes.length, nowAndThen(context, tell))
    return listFleet(fleet, isFleet(flags), (scope) => ({ ...options, onProgress: progress(scope) }))
  })
  const failed = list.failed.map(({ target, message }) => ({ target, message }))
  refuseNothing(flags, list)
  await printer.end({ ...list, failed })
  for (const { target, message } of failed) session.warn(`${nameOfFailed(target)}: ${message}`)
  const accounts = accountsLine(list, fleet.suspended)
  if (accounts !== null) session.note(accounts)
  const kind = kindOf(list.failed, list.scanned.length)
  if (kind !== null) context.setExitCode(EXIT[kind])
}

/** Of several accounts and regions, one that fails is told, and the others go on. */
async function listFleet(
  { scopes, failed: unentered, connect }: Fleet,
  isSeveral: boolean,
  optionsFor: (scope: Scope) => ListOptions,
): Promise<Listed> {
  const failed: Failure[] = [...unentered]
  const lists = await inParallel(scopes, PARALLEL_SCOPES, async (scope): Promise<readonly Listed[]> => {
    const { account, region } = scope
    try {
      return [await listStages(await connect(scope), account, optionsFor(scope))]
    } catch (error) {
      if (!isSeveral || !(error instanceof ApigwCacheError) || error.kind === 'interrupted') throw error
      failed.push({ target: { account, region }, message: error.message, error })
      return []
    }
  })
  const list = joined(lists.flat())
  return { ...list, failed: [...failed, ...list.failed] }
}

/** A name that fits nothing is a mistake; a filter that lets nothing through is an answer. */
function refuseNothing({ api, stage, tag, cached, idle, region }: ListFlags, { totals, failed }: StageList) {
  if (!(api ?? stage) || tag || cached || idle || failed.length > 0) return
  if (totals.some(({ stages }) => stages > 0)) return
  const names = [...(api ?? []), ...(stage ?? [])].join(', ')
  const message = `no stage fits ${names}${region === undefined ? '' : ` in ${region}`}`
  throw new ApigwCacheError('failure', 'nothing-fits', message)
}
