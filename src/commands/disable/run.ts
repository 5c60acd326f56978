import type { Context } from '../../context.js'
import type { StageCache } from '../../core/gateway/model.js'
import { lossLines, requireYes } from '../asking/loss.js'
import type { Doing } from '../asking/stages.js'
import { changeStages } from '../session/stage-change.js'
import type { DisableFlags } from './command.js'

export async function runDisable(flags: DisableFlags, context: Context): Promise<void> {
  requireYes(flags, context, 'disable')
  const lines: Doing['lines'] = (stages) => lossLines(stages, { change: 'disable' })
  await changeStages(context, flags, {
    doing: { verb: 'Remove the caches of', lines, isOff: true },
    words,
    call: ({ stage, options }) => stage.disable(options),
  })
}

function words({ changed, cluster }: StageCache): { readonly first: string } {
  const gone = cluster.status === 'NOT_AVAILABLE'
  if (changed) return { first: gone ? 'the cache is gone' : 'the cache is being removed' }
  return { first: gone ? 'nothing to change, there is no cache' : 'the cache is being removed already' }
}
