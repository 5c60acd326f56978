import type { Context } from '../../context.js'
import { nameOf } from '../../core/gateway/stage.js'
import type { Window } from '../../core/metrics/window.js'
import { stageOf } from '../../stage.js'
import { forEachStage, naming, oneStage, printEach, refuseSeveral } from '../session/each-stage.js'
import { severalPrinter } from '../session/rows.js'
import { openSession } from '../session/session.js'
import { asksLatency, conclude, isNo } from './conclude.js'
import type { StatusFlags } from './flags.js'

const PLOT_ROWS = 12

export async function runStatus(
  flags: StatusFlags,
  windowAt: (now: number) => Window,
  context: Context,
): Promise<void> {
  const session = await openSession(oneStage(flags), context)
  // Refused before anything is sent.
  const window = windowAt(context.clock.now())
  if (flags.watch) {
    refuseSeveral(flags, session, '--watch looks at a single stage', 'name one --api and one --stage')
  }
  if (flags.report) await (await import('../session/files.js')).checkReports(context, flags.report)
  const connection = await session.connect()
  if (flags.watch) {
    const { watchStage } = await import('./watch.js')
    return watchStage(await session.open(connection), { flags, windowAt, session }, context)
  }
  const methods = flags.methods === true
  const plot = flags.plot === true
  const latency = asksLatency(flags)
  const several = async () => (await import('../../render/status/several.js')).statusesView(methods, plot)
  await forEachStage(
    { context, session, connection, flags, verb: 'status' },
    {
      reads: 'reading the stage and its metrics',
      work: (stage) => stageOf(stage).status({ window, methods, latency }),
      show: (done) =>
        printEach(
          session,
          done,
          async () => (await import('../../render/status/screen.js')).statusView(methods, plot ? PLOT_ROWS : null),
          several,
        ),
      printer: () => severalPrinter(session, flags, context, several),
      isNo: (report) => isNo(report, flags),
      conclude: ({ isSeveral, stages }) =>
        conclude(stages, flags, (report) => (isSeveral ? naming(session, nameOf(report)) : session), context),
    },
  )
}
