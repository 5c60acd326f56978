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
  waitingOptions,
  writingOptions,
} from '../flags/common.js'
import { type SettingFlags, settingOptions, settingsOf } from '../flags/settings.js'

interface EnableFlags extends GlobalFlags, WaitingFlags, Omit<SettingFlags, 'cache'> {
  readonly size?: ClusterSize
  readonly defaultCaching?: boolean
}

export function enable(program: Command, context: Context): void {
  const command = verb(
    program,
    'enable',
    'provision the stage cache, turn GET caching on, wait until it serves',
  ).option('--size <gb>', 'capacity: 0.5 1.6 6.1 13.5 28.4 58.2 118 237 (a new cache: 0.5)', size)
  settingOptions(command, '--default-caching', 'cache every GET by default (a new cache: on)')
  targetOptions(waitingOptions(writingOptions(command))).action(async (flags: EnableFlags) => {
    const { changeStage } = await import('../session/stage-change.js')
    const { enableCache } = await import('../../core/cluster/enable.js')
    const { askAboutUnkeyed } = await import('../asking/loss.js')
    const { priceNote } = await import('../../render/price.js')
    return changeStage(context, flags, words, ({ session, connection, resolved, options }) => {
      const request = { size: flags.size, defaults: settingsOf({ ...flags, cache: flags.defaultCaching }) }
      return enableCache(connection, resolved.target, request, {
        ...options,
        onProvision: (one) => session.note(priceNote(one, connection)),
        accepted: flags.acceptUnkeyed,
        acceptUnkeyed: (methods) => askAboutUnkeyed(context, session, flags, methods),
      })
    })
  })
  examples(
    command,
    'enable --stage prod --size 0.5',
    'enable --api pets --stage prod --size 1.6 --ttl 60 --encrypt',
    'enable --api pets --stage prod --dry-run',
  )
}

function words({ changed, cluster }: StageCache): { readonly first: string; readonly next: string } {
  if (cluster.status !== 'AVAILABLE') {
    return {
      first: changed ? 'the cache is being created' : 'the cache is being created already',
      next: 'wait available',
    }
  }
  return { first: changed ? 'the cache is on' : 'nothing to change, the cache is on', next: 'verify <path>' }
}
