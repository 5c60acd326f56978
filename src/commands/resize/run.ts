import type { Context } from '../../context.js'
import type { StageCache } from '../../core/gateway/model.js'
import { lossLines, requireYes } from '../asking/loss.js'
import type { Doing } from '../asking/stages.js'
import { changeStages } from '../session/stage-change.js'
import type { ResizeFlags } from './command.js'

export async function runResize(flags: ResizeFlags, context: Context): Promise<void> {
  requireYes(flags, context, 'resize')
  const { size } = flags
  const lines: Doing['lines'] = (stages) => lossLines(stages, { change: 'resize', size })
  await changeStages(context, flags, {
    doing: { verb: 'Replace the caches of', lines },
    words,
    call: ({ stage, options }) => stage.resize({ ...options, size }),
  })
}

function words({ changed, cluster }: StageCache): { readonly first: string } {
  const there = cluster.status === 'AVAILABLE'
  if (changed) return { first: there ? 'the cache has its new size' : 'the cache is being replaced' }
  const kept = 'nothing to change, the cache has this size'
  if (there) return { first: kept }
  const flushing = cluster.status === 'FLUSH_IN_PROGRESS'
  return { first: flushing ? `${kept} and is being flushed` : 'the cache is being replaced already' }
}
