import type { Context } from '../../context.js'
import type { Window } from '../../core/metrics/window.js'
import { readStatus } from '../../core/status/status.js'
import { EXIT } from '../exit.js'
import { oneStage, selectorsOf } from '../session/each-stage.js'
import { openSession } from '../session/session.js'
import type { StatusFlags } from './command.js'
import { conclude } from './conclude.js'

const PLOT_ROWS = 12

export async function runStatus(
  flags: StatusFlags,
  windowAt: (now: number) => Window,
  context: Context,
): Promise<void> {
  const session = await openSession(oneStage(flags), context)
  // Refused before anything is sent.
  const window = windowAt(context.clock.now())
  const selectors = selectorsOf(flags, session.settings)
  if (selectors) {
    const { refuseWatch, statusSeveral } = await import('./several.js')
    refuseWatch(flags)
    const connection = await session.connect()
    return statusSeveral(selectors, window, { session, connection }, flags, context)
  }
  const connection = await session.connect()
  const resolved = await session.open(connection)
  if (flags.watch) {
    const { watchStage } = await import('./watch.js')
    return watchStage({ flags, windowAt, session, connection, resolved }, context)
  }
  const methods = flags.methods === true
  const report = await readStatus(connection, resolved, { window, methods })
  await session.print(report, async () =>
    (await import('../../render/status/screen.js')).statusView(methods, flags.plot ? PLOT_ROWS : null),
  )
  if (await conclude([report], flags, () => session, context)) context.setExitCode(EXIT.negative)
}
