import { Argument, type Command } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { examples, type GlobalFlags, targetOptions, timeoutOption, verb } from '../flags/common.js'

export interface WaitFlags extends GlobalFlags {
  readonly timeout: number
}

export function wait(program: Command, context: Context): void {
  const command = verb(program, 'wait', 'wait for a change that somebody else started; sends no write')
    .addArgument(new Argument('<state>', 'available or gone').argParser(goal))
    .addOption(timeoutOption())
  targetOptions(command).action(async (kind: 'available' | 'gone', flags: WaitFlags) => {
    const { runWait } = await import('./run.js')
    await runWait(kind, flags, context)
  })
  examples(command, 'wait available --stage prod', 'wait gone --api pets --stage prod --timeout 30m')
}

function goal(text: string): 'available' | 'gone' {
  if (text === 'available' || text === 'gone') return text
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not a state to wait for`, {
    hint: 'available or gone',
  })
}
