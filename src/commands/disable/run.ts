import type { Context } from '../../context.js'
import type { StageCache } from '../../core/gateway/model.js'
import { requireYes } from '../asking/loss.js'
import { changeStage } from '../session/stage-change.js'
import type { DisableFlags } from './command.js'

export async function runDisable(flags: DisableFlags, context: Context): Promise<void> {
  requireYes(flags, context, 'disable')
  await changeStage(context, flags, words, ({ stage, options }) => stage.disable(options))
}

function words({ changed, cluster }: StageCache): { readonly first: string } {
  const gone = cluster.status === 'NOT_AVAILABLE'
  if (changed) return { first: gone ? 'the cache is gone' : 'the cache is being removed' }
  return { first: gone ? 'nothing to change, there is no cache' : 'the cache is being removed already' }
}
