import { Argument, type Command } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { examples, type GlobalFlags, targetOptions, verb } from '../flags/common.js'

export interface ConfigFlags extends GlobalFlags {
  readonly origin?: true
}

export function config(program: Command, context: Context): void {
  const command = verb(program, 'config', 'show what is set by options, variables and the config file')
    .addArgument(new Argument('<action>', 'show').argParser(action))
    .option('--origin', 'also where each value comes from')
  targetOptions(command).action(async (_: 'show', flags: ConfigFlags) => {
    const { runConfig } = await import('./run.js')
    await runConfig(flags, context)
  })
  examples(command, 'config show', 'config show --origin', 'config show -o json')
}

function action(text: string): 'show' {
  if (text === 'show') return text
  throw new ApigwCacheError('usage', 'command-line', `"${text}" is not something to do with the settings`, {
    hint: 'show',
  })
}
