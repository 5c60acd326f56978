import type { Command } from 'commander'
import type { Context } from '../context.js'
import type { Flushed } from '../core/control/flush.js'
import { ToolError } from '../core/errors.js'
import {
  examples,
  type GlobalFlags,
  targetOptions,
  verb,
  type WaitingFlags,
  type WritingFlags,
  waitingOptions,
  writingOptions,
} from './options.js'

interface FlushFlags extends GlobalFlags, WaitingFlags, WritingFlags {
  readonly authorizers?: true
  readonly all?: true
}

export function flush(program: Command, context: Context): void {
  const command = verb(program, 'flush', 'discard every entry, wait until the cache serves again')
    .option('--authorizers', 'flush the authorizer cache instead')
    .option('--all', 'flush both')
  targetOptions(waitingOptions(writingOptions(command))).action(async (flags: FlushFlags) => {
    const { askAboutLoss, requireYes } = await import('./questions.js')
    const what = whatOf(flags)
    requireYes(flags, context, 'flush')
    const { changeStage } = await import('./change.js')
    const { flushCache } = await import('../core/control/flush.js')
    return changeStage(
      context,
      flags,
      ({ changed }) => ({ first: changed ? DONE[what](flags.wait) : 'nothing was flushed' }),
      ({ connection, resolved: { target }, options }) =>
        flushCache(connection, target, what, {
          ...options,
          agree: (record) => askAboutLoss(context, flags, connection, target, record, QUESTION[what]),
        }),
    )
  })
  examples(command, 'flush --stage prod --yes', 'flush --api pets --stage prod --authorizers --yes')
}

const DONE: Readonly<Record<Flushed, (waited: boolean) => string>> = {
  responses: (waited) => (waited ? 'the cache is empty and serves' : 'the cache is being flushed'),
  authorizers: () => 'the authorizer cache is empty',
  both: (waited) => (waited ? 'both caches are empty' : 'both caches are being flushed'),
}

const QUESTION = {
  responses: {
    verb: (stage: string) => `Flush the cache of stage ${stage}`,
    loss: 'It takes a couple of minutes',
  },
  authorizers: {
    verb: (stage: string) => `Flush the authorizer cache of stage ${stage}`,
    loss: 'Every caller is authorised anew',
  },
  both: {
    verb: (stage: string) => `Flush both caches of stage ${stage}`,
    loss: 'It takes a couple of minutes; every caller is authorised anew',
  },
} as const

function whatOf({ authorizers, all }: FlushFlags): Flushed {
  if (authorizers && all) {
    throw new ToolError('usage', '--authorizers and --all exclude each other', {
      hint: '--all flushes both caches',
    })
  }
  return all ? 'both' : authorizers ? 'authorizers' : 'responses'
}
