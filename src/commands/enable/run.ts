import type { Context } from '../../context.js'
import { DEFAULT_SIZE } from '../../core/cluster/enable.js'
import type { StageCache } from '../../core/gateway/model.js'
import { provisioned } from '../../core/gateway/stage.js'
import { priceNote } from '../../render/format/price.js'
import { priceLine } from '../asking/figures.js'
import type { Doing } from '../asking/stages.js'
import { settingsOf } from '../flags/settings.js'
import { changeStages } from '../session/stage-change.js'
import type { EnableFlags } from './command.js'

export function runEnable(flags: EnableFlags, context: Context): Promise<void> {
  const settings = settingsOf({ ...flags, cache: flags.defaultCaching })
  const size = flags.size ?? DEFAULT_SIZE
  const lines: Doing['lines'] = async (stages) => [
    priceLine(stages, (record) => (provisioned(record) ? 'same' : { size })),
  ]
  return changeStages(context, flags, {
    doing: { verb: 'Enable the caches of', lines },
    words,
    call: ({ session, connection, stage, options }) => {
      // Once, however often the request is repeated.
      let isTold = false
      return stage.enable({
        ...options,
        size: flags.size,
        settings,
        onProvision: (provisioning) => {
          if (!isTold) session.note(priceNote(provisioning, connection))
          isTold = true
        },
      })
    },
  })
}

function words({ changed, cluster }: StageCache) {
  if (cluster.status === 'FLUSH_IN_PROGRESS') {
    return {
      first: 'nothing to change, the cache is on and is being flushed',
      next: { verb: 'wait', words: ['available'] },
    }
  }
  if (cluster.status !== 'AVAILABLE') {
    return {
      first: changed ? 'the cache is being created' : 'the cache is being created already',
      next: { verb: 'wait', words: ['available'] },
    }
  }
  return {
    first: changed ? 'the cache is on' : 'nothing to change, the cache is on',
    next: { verb: 'status', options: { methods: true } },
  }
}
