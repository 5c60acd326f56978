import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { examples, severalOptions, verb, writingOptions } from '../flags/common.js'
import { selectorOptions } from '../flags/selectors.js'
import { type SettingFlags, settingOptions } from '../flags/settings.js'
import type { SeveralTargets } from '../session/each-stage.js'

export interface OverrideFlags extends SeveralTargets, SettingFlags {
  readonly skipMissing?: true
  readonly remove?: true
  readonly allSettings?: true
  readonly list?: true
  readonly cleanStrays?: true
}

export function override(program: Command, context: Context): void {
  const command = verb(
    program,
    'override',
    'show or set the settings of one method; --remove to inherit again',
  ).argument('[method...]', "METHOD PATH, such as GET /pets or 'GET /pets/{id}'")
  settingOptions(command, '--cache', 'cache this method, or not')
    .option('--remove', 'follow the defaults again; other settings of the entry are kept')
    .option('--all-settings', 'with --remove: its throttling, logging and metrics go as well')
    .option('--list', 'the methods with settings of their own, and stray entries')
    .option('--clean-strays', 'move entries such as a/b/GET to the spelling that API Gateway uses')
    .option('--skip-missing', 'of several stages, leave out those that do not have the method')
    .addHelpText('after', NOTES)
  selectorOptions(severalOptions(writingOptions(command))).action(
    async (words: readonly string[], flags: OverrideFlags) => {
      const { runOverride } = await import('./run.js')
      await runOverride(words, flags, context)
    },
  )
  examples(
    command,
    'override --list --stage prod',
    "override GET '/pets/{id}' --ttl 60 --stage prod",
    'override GET /health --cache off --stage prod',
    "override ANY '/{proxy+}' --cache on --stage prod --dry-run",
    'override GET /health --remove --stage prod',
  )
}

const NOTES = `
An override is a full copy of the settings: it does not follow later changes of the defaults.
ANY stands for the verbs that the ANY method serves; --cache on caches only its GET.
`
