import type { Command } from 'commander'
import type { Context } from '../../context.js'
import type { ClusterSize, StageCache } from '../../core/gateway/model.js'
import {
  examples,
  type GlobalFlags,
  size,
  targetOptions,
  verb,
  type WaitingFlags,
  type WritingFlags,
  waitingOptions,
  writingOptions,
} from '../flags/common.js'

interface ResizeFlags extends GlobalFlags, WaitingFlags, WritingFlags {
  readonly size: ClusterSize
}

export function resize(program: Command, context: Context): void {
  const command = verb(program, 'resize', 'change the capacity (drops every entry), wait')
  command.requiredOption('--size <gb>', 'capacity: 0.5 1.6 6.1 13.5 28.4 58.2 118 237', size)
  targetOptions(waitingOptions(writingOptions(command))).action(async (flags: ResizeFlags) => {
    const { askAboutLoss, requireYes } = await import('../asking/loss.js')
    requireYes(flags, context, 'resize')
    const question = {
      verb: (stage: string) => `Replace the cache of stage ${stage} by one of ${flags.size} GB`,
      loss: 'AWS removes the cache and makes a new one: about 4 minutes or more without caching',
      sizeAfter: flags.size,
    }
    const { changeStage } = await import('../session/stage-change.js')
    const { resizeCache } = await import('../../core/cluster/resize.js')
    const { priceNote } = await import('../../render/price.js')
    return changeStage(context, flags, words, ({ session, connection, resolved: { target }, options }) =>
      resizeCache(connection, target, flags.size, {
        ...options,
        agree: (record) => {
          // The question has the prices itself.
          if (flags.yes || flags.dryRun) session.note(priceNote(flags.size, connection))
          return askAboutLoss(context, flags, connection, target, record, question)
        },
      }),
    )
  })
  examples(command, 'resize --stage prod --size 1.6 --yes')
}

function words({ changed, cluster }: StageCache): { readonly first: string } {
  const there = cluster.status === 'AVAILABLE'
  if (changed) return { first: there ? 'the cache has its new size' : 'the cache is being replaced' }
  return {
    first: there ? 'nothing to change, the cache has this size' : 'the cache is being replaced already',
  }
}
