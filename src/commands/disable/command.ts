import type { Command } from 'commander'
import type { Context } from '../../context.js'
import {
  examples,
  type GlobalFlags,
  targetOptions,
  verb,
  type WaitingFlags,
  type WritingFlags,
  waitingOptions,
  writingOptions,
} from '../flags/common.js'

export type DisableFlags = GlobalFlags & WaitingFlags & WritingFlags

export function disable(program: Command, context: Context): void {
  const command = verb(
    program,
    'disable',
    'remove the cache, wait until it is gone, read back that nothing is billed',
  )
  targetOptions(waitingOptions(writingOptions(command))).action(async (flags: DisableFlags) => {
    const { runDisable } = await import('./run.js')
    await runDisable(flags, context)
  })
  examples(command, 'disable --stage prod --yes', 'disable --api pets --stage prod --yes --no-wait')
}
