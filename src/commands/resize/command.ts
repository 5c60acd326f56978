import type { Command } from 'commander'
import type { Context } from '../../context.js'
import type { ClusterSize } from '../../core/gateway/model.js'
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
import { sizeHelp } from '../flags/sizes.js'
import { size } from '../flags/values.js'
import type { SeveralTargets } from '../session/each-stage.js'

export interface ResizeFlags extends SeveralTargets, WaitingFlags, WritingFlags {
  readonly size: ClusterSize
}

export function resize(program: Command, context: Context): void {
  const command = verb(program, 'resize', 'change the capacity (drops every entry), wait')
  command.requiredOption('--size <gb>', sizeHelp(), size)
  selectorOptions(severalOptions(waitingOptions(writingOptions(command)))).action(async (flags: ResizeFlags) => {
    const { runResize } = await import('./run.js')
    await runResize(flags, context)
  })
  examples(command, 'resize --stage prod --size 1.6 --yes')
}
