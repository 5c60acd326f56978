import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { examples, severalOptions, verb, waitingOptions, writingOptions } from '../flags/common.js'
import { targetsOptions } from '../flags/fleet.js'
import { acceptOption } from '../flags/probe.js'
import { selectorOptions } from '../flags/selectors.js'
import { collect } from '../flags/values.js'
import type { FlushFlags } from './run.js'

export function flush(program: Command, context: Context): void {
  const command = verb(program, 'flush', 'discard every entry, wait until the cache serves again')
    .option('--authorizers', 'flush the authorizer cache instead')
    .option('--all', 'flush both')
    .option('--then-warm <file>', 'afterwards ask for the paths of this list, or - for stdin, as warm does')
    .addOption(acceptOption())
    .option('--header <header>', "sent by --then-warm: 'Name: value', 'Name: env:VARIABLE' or @file", collect)
    .option('--api-key <key>', 'x-api-key of --then-warm; also env:NAME or @file')
    .option('--sign', 'sign the requests of --then-warm with SigV4, as AWS_IAM methods want it')
  selectorOptions(targetsOptions(severalOptions(waitingOptions(writingOptions(command))))).action(
    async (flags: FlushFlags) => {
      const { runFlush } = await import('./run.js')
      await runFlush(flags, context)
    },
  )
  examples(
    command,
    'flush --stage prod --yes',
    'flush --api pets --stage prod --authorizers --yes',
    'flush --stage prod --then-warm urls.txt --yes',
    'flush --stage prod --then-warm urls.txt --sign --yes',
    "flush --api 'pets-*' --stage prod --yes",
  )
}
