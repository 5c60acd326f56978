import type { Context } from '../../context.js'
import type { StageCache } from '../../core/gateway/model.js'
import { priceNote } from '../../render/format/price.js'
import { settingsOf } from '../flags/settings.js'
import { changeStage } from '../session/stage-change.js'
import type { EnableFlags } from './command.js'

export function runEnable(flags: EnableFlags, context: Context): Promise<void> {
  const settings = settingsOf({ ...flags, cache: flags.defaultCaching })
  return changeStage(context, flags, words, ({ session, connection, stage, options }) =>
    stage.enable({
      ...options,
      size: flags.size,
      settings,
      onProvision: (size) => session.note(priceNote(size, connection)),
    }),
  )
}

function words({ changed, cluster }: StageCache) {
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
