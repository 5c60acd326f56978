import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { kindOf } from '../../core/find/each.js'
import { listStages } from '../../core/list/list.js'
import type { StageList } from '../../core/list/report.js'
import { counted } from '../../render/format/units.js'
import { EXIT } from '../exit.js'
import { nowAndThen, withProgress } from '../progress.js'
import { nameOfFailed, type SelectorFlags } from '../session/each-stage.js'
import { openSession } from '../session/session.js'
import { listPrinter } from './print.js'

export interface ListFlags extends SelectorFlags {
  readonly tag?: readonly string[]
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
  const connection = await session.connect()
  const account = await connection.account()
  if (flags.findings) session.note('reading every deployed API, which takes several times as long')
  const listed = await withProgress(context, session, (tell) => {
    const show = nowAndThen(context, tell)
    return listStages(connection, account, {
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
      onProgress: ({ apis, of, stages }) =>
        show(`${apis} of ${counted(of, 'API')}, ${counted(stages, 'stage')}`),
    })
  })
  const failed = listed.failed.map(({ target, message }) => ({ target, message }))
  refuseNothing(flags, listed)
  await printer.end({ ...listed, failed })
  for (const { target, message } of failed) session.warn(`${nameOfFailed(target)}: ${message}`)
  const kind = kindOf(listed.failed, listed.scanned.length)
  if (kind !== null) context.setExitCode(EXIT[kind])
}

/** A name that fits nothing is a mistake; a filter that lets nothing through is an answer. */
function refuseNothing({ api, stage, tag, cached, idle, region }: ListFlags, { totals, failed }: StageList) {
  if (!(api ?? stage) || tag || cached || idle || failed.length > 0) return
  if (totals.some(({ stages }) => stages > 0)) return
  const names = [...(api ?? []), ...(stage ?? [])].join(', ')
  const message = `no stage fits ${names}${region === undefined ? '' : ` in ${region}`}`
  throw new ApigwCacheError('failure', 'nothing-fits', message)
}
