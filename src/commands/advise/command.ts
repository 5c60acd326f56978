import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { LOOK_BACK_MS } from '../../core/metrics/window.js'
import { examples, verb } from '../flags/common.js'
import { targetsOptions } from '../flags/fleet.js'
import { selectorOptions } from '../flags/selectors.js'
import { type WindowFlags, windowFor, windowOptions } from '../flags/window.js'
import type { SelectorFlags } from '../session/meant.js'

interface AdviseFlags extends SelectorFlags, WindowFlags {}

export function advise(program: Command, context: Context): void {
  const command = verb(program, 'advise', 'right-size or retire a cluster, from its metrics')
  windowOptions(command, LOOK_BACK_MS.advise)
  selectorOptions(targetsOptions(command)).action(async (flags: AdviseFlags) => {
    const { openSession } = await import('../session/session.js')
    const { rowPrinter } = await import('../session/rows.js')
    const { forEachStage, oneStage } = await import('../session/each-stage.js')
    const { stageOf } = await import('../../stage.js')
    const { together } = await import('../../core/advise/advise.js')
    const session = await openSession(oneStage(flags), context)
    const window = windowFor(flags, context.clock.now())
    const connection = await session.connect()
    const view = async () => (await import('../../render/advise/screen.js')).ADVICE_VIEW
    await forEachStage(
      { context, session, connection, flags, verb: 'advise' },
      {
        reads: 'reading the metrics',
        work: (stage) => stageOf(stage).advise({ window }),
        async show({ isSeveral, stages, failed, isPrinted }) {
          if (isPrinted) return
          await session.print({ ...together(stages), ...(isSeveral ? { failed } : {}) }, view)
        },
        printer: async () => rowPrinter(session, flags, context, await view()),
      },
    )
  })
  examples(
    command,
    'advise --stage prod',
    'advise --api pets --stage prod --since 28d -o json',
    "advise --stage 'prod*' -o csv",
  )
}
