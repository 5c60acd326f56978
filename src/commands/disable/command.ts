import type { Command } from 'commander'
import type { Context } from '../../context.js'
import {
  examples,
  severalOptions,
  verb,
  type WaitingFlags,
  type WritingFlags,
  waitingOptions,
  writingOptions,
} from '../flags/common.js'
import { selectorOptions } from '../flags/selectors.js'
import type { SeveralTargets } from '../session/each-stage.js'

export type DisableFlags = SeveralTargets & WaitingFlags & WritingFlags

export function disable(program: Command, context: Context): void {
  const command = verb(program, 'disable', 'remove the cache, wait until it is gone, read back that nothing is billed')
  selectorOptions(severalOptions(waitingOptions(writingOptions(command)))).action(async (flags: DisableFlags) => {
    const { runDisable } = await import('./run.js')
    await runDisable(flags, context)
  })
  examples(command, 'disable --stage prod --yes', 'disable --api pets --stage prod --yes --no-wait')
}
