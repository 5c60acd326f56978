import type { Command } from 'commander'
import type { Context } from '../../context.js'
import type { ClusterSize } from '../../core/gateway/model.js'
import { examples, severalOptions, verb, type WaitingFlags, waitingOptions, writingOptions } from '../flags/common.js'
import { selectorOptions } from '../flags/selectors.js'
import { type SettingFlags, settingOptions } from '../flags/settings.js'
import { sizeHelp } from '../flags/sizes.js'
import { size } from '../flags/values.js'
import type { SeveralTargets } from '../session/each-stage.js'

export interface EnableFlags extends SeveralTargets, WaitingFlags, Omit<SettingFlags, 'cache'> {
  readonly size?: ClusterSize
  readonly defaultCaching?: boolean
}

export function enable(program: Command, context: Context): void {
  const command = verb(
    program,
    'enable',
    'provision the stage cache, turn GET caching on, wait until it serves',
  ).option('--size <gb>', `${sizeHelp()} (a new cache: 0.5)`, size)
  settingOptions(command, '--default-caching', 'cache every GET by default (a new cache: on)')
  selectorOptions(severalOptions(waitingOptions(writingOptions(command)))).action(async (flags: EnableFlags) => {
    const { runEnable } = await import('./run.js')
    await runEnable(flags, context)
  })
  examples(
    command,
    'enable --stage prod --size 0.5',
    'enable --api pets --stage prod --size 1.6 --ttl 60 --encrypt',
    'enable --api pets --stage prod --dry-run',
  )
}
