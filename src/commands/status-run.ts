import type { Context } from '../context.js'
import type { Window } from '../core/metrics/window.js'
import type { StatusReport } from '../core/model.js'
import { readStatus } from '../core/status.js'
import { openSession, type Session } from './session.js'
import { oneStage, selectorsOf } from './several.js'
import type { StatusFlags } from './status.js'

const EXIT_NEGATIVE = 6
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
    const { refuseWatch, statusSeveral } = await import('./status-several.js')
    refuseWatch(flags)
    const connection = await session.connect()
    return statusSeveral(selectors, window, { session, connection }, flags, context)
  }
  const connection = await session.connect()
  const resolved = await session.target(connection)
  if (flags.watch) {
    const { watchStage } = await import('./status-watch.js')
    return watchStage({ flags, windowAt, session, connection, resolved }, context)
  }
  const methods = flags.methods === true
  const report = await readStatus(connection, resolved, { window, methods })
  await session.print(report, async () =>
    (await import('../render/status.js')).statusView(methods, flags.plot ? PLOT_ROWS : null),
  )
  await conclude(report, flags, session, context)
}

/** Writes the reports, and judges the figures: true for a no, which the exit code says. */
export async function conclude(
  report: StatusReport,
  flags: StatusFlags,
  session: Pick<Session, 'note' | 'warn'>,
  context: Context,
): Promise<boolean> {
  if (flags.report) {
    const { writeReports } = await import('./report-files.js')
    await writeReports(context, flags.report, {
      prometheus: async () => (await import('../render/prometheus.js')).prometheus([report]),
      markdown: async () => (await import('../render/status-markdown.js')).statusMarkdown(report),
    })
  }
  if (!flags.failIf) return false
  const { fails } = await import('./status-conditions.js')
  if (!fails(report, { ...flags, failIf: flags.failIf }, session)) return false
  context.setExitCode(EXIT_NEGATIVE)
  return true
}
