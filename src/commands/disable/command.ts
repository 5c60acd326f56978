import type { Command } from 'commander'
import type { Context } from '../../context.js'
import type { StageCache } from '../../core/gateway/model.js'
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

type DisableFlags = GlobalFlags & WaitingFlags & WritingFlags

export function disable(program: Command, context: Context): void {
  const command = verb(
    program,
    'disable',
    'remove the cache, wait until it is gone, read back that nothing is billed',
  )
  targetOptions(waitingOptions(writingOptions(command))).action(async (flags: DisableFlags) => {
    const { askAboutLoss, requireYes } = await import('../asking/loss.js')
    requireYes(flags, context, 'disable')
    const question = {
      verb: (stage: string) => `Remove the cache of stage ${stage}`,
      loss: 'It takes about 4 minutes',
      sizeAfter: null,
    }
    const { changeStage } = await import('../session/stage-change.js')
    const { disableCache } = await import('../../core/cluster/disable.js')
    return changeStage(context, flags, words, ({ connection, resolved: { target }, options }) =>
      disableCache(connection, target, {
        ...options,
        agree: (record) => askAboutLoss(context, flags, connection, target, record, question),
      }),
    )
  })
  examples(command, 'disable --stage prod --yes', 'disable --api pets --stage prod --yes --no-wait')
}

function words({ changed, cluster }: StageCache): { readonly first: string } {
  const gone = cluster.status === 'NOT_AVAILABLE'
  if (changed) return { first: gone ? 'the cache is gone' : 'the cache is being removed' }
  return { first: gone ? 'nothing to change, there is no cache' : 'the cache is being removed already' }
}
