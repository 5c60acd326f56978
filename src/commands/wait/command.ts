import { Argument, type Command } from 'commander'
import type { Context } from '../../context.js'
import { ToolError } from '../../core/base/errors.js'
import { examples, type GlobalFlags, targetOptions, timeoutOption, verb } from '../flags/common.js'

interface WaitFlags extends GlobalFlags {
  readonly timeout: number
}

export function wait(program: Command, context: Context): void {
  const command = verb(program, 'wait', 'wait for a change that somebody else started; sends no write')
    .addArgument(new Argument('<state>', 'available or gone').argParser(goal))
    .addOption(timeoutOption())
  targetOptions(command).action(async (kind: 'available' | 'gone', flags: WaitFlags) => {
    const { openSession } = await import('../session/session.js')
    const { withProgress } = await import('../progress.js')
    const { waitForCache } = await import('../../core/cluster/wait.js')
    const session = await openSession(flags, context)
    const connection = await session.connect({ timeoutMs: flags.timeout })
    const { target } = await session.target(connection)
    const result = await withProgress(context, session, (onProgress) =>
      waitForCache(connection, target, kind, {
        wait: true,
        timeoutMs: flags.timeout,
        onProgress,
        onNote: session.warn,
      }),
    )
    const same = kind === 'available' ? 'the cache serves' : 'there is no cache'
    await session.print(result, async () => (await import('../../render/stage.js')).stageView(same))
  })
  examples(command, 'wait available --stage prod', 'wait gone --api pets --stage prod --timeout 30m')
}

function goal(text: string): 'available' | 'gone' {
  if (text === 'available' || text === 'gone') return text
  throw new ToolError('usage', `"${text}" is not a state to wait for`, { hint: 'available or gone' })
}
