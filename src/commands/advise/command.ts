import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { examples, selectorOptions, verb } from '../flags/common.js'
import { type WindowFlags, windowFor, windowOptions } from '../flags/window.js'
import type { SelectorFlags } from '../session/each-stage.js'

interface AdviseFlags extends SelectorFlags, WindowFlags {}

export function advise(program: Command, context: Context): void {
  const command = verb(program, 'advise', 'right-size or retire a cluster, from its metrics')
  windowOptions(command, '14d')
  selectorOptions(command).action(async (flags: AdviseFlags) => {
    const { openSession } = await import('../session/session.js')
    const several = await import('../session/each-stage.js')
    const core = await import('../../core/advise/advise.js')
    const session = await openSession(several.oneStage(flags), context)
    const window = windowFor(flags, context.clock.now())
    const connection = await session.connect()
    const view = async () => (await import('../../render/advise/screen.js')).ADVICE_VIEW
    const selectors = several.selectorsOf(flags, session.settings)
    if (!selectors) {
      const resolved = await session.open(connection)
      return session.print(await core.advise(connection, resolved, { window }), view)
    }
    const { forEach } = await import('../../core/find/each.js')
    const chosen = await several.chooseStages(session, connection, selectors)
    const outcomes = await forEach(chosen.targets, (one) => core.advise(connection, one, { window }))
    const { stages, ...failures } = several.severalOf(outcomes, chosen.failed)
    await session.print({ ...core.together(stages), failed: failures.failed }, view)
    several.tellFailures(context, session, failures, false)
  })
  examples(
    command,
    'advise --stage prod',
    'advise --api pets --stage prod --since 28d -o json',
    "advise --stage 'prod*' -o csv",
  )
}
