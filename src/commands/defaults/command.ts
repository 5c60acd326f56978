import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { examples, severalOptions, verb, writingOptions } from '../flags/common.js'
import { selectorOptions } from '../flags/selectors.js'
import { type SettingFlags, settingOptions } from '../flags/settings.js'
import { onOff } from '../flags/values.js'
import type { SeveralTargets } from '../session/each-stage.js'

export interface DefaultsFlags extends SeveralTargets, SettingFlags {
  readonly includeOverrides?: true
  readonly detailedMetrics?: boolean
}

export function defaults(program: Command, context: Context): void {
  const command = verb(program, 'defaults', 'show or set the stage-wide method settings (*/*)')
  settingOptions(command, '--cache', 'cache every GET that has no settings of its own')
    .option(
      '--detailed-metrics <on|off>',
      'let CloudWatch count each method by itself, which AWS bills as metrics of your own',
      onOff('--detailed-metrics'),
    )
    .option('--include-overrides', 'change methods with settings of their own too')
    .addHelpText('after', NOTES)
  selectorOptions(severalOptions(writingOptions(command))).action(async (flags: DefaultsFlags) => {
    const { runDefaults } = await import('./run.js')
    await runDefaults(flags, context)
  })
  examples(
    command,
    'defaults --stage prod',
    'defaults --stage prod --cache on --ttl 60 --encrypt',
    'defaults --stage prod --detailed-metrics on',
    'defaults --stage prod --no-require-authorization --dry-run',
    'defaults --stage prod --ttl 120 --include-overrides --yes',
  )
}

const NOTES = `
Without settings it shows the present ones. Default caching is for GET only; other verbs need an override.
An override is a full copy: it does not follow the defaults. Those that keep another value are listed.
`
