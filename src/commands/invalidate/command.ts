import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { DEFAULT_PER_SECOND } from '../../core/request/options.js'
import { examples, targetOptions, verb } from '../flags/common.js'
import { acceptOption, probeOptions } from '../flags/probe.js'
import { collect } from '../flags/values.js'
import type { InvalidateFlags } from './run.js'

export function invalidate(program: Command, context: Context): void {
  const command = verb(
    program,
    'invalidate',
    'refresh single entries with Cache-Control: max-age=0, and judge whether it was obeyed',
  )
    .argument('[path...]', "paths under the stage's invoke URL, or full URLs; {id} takes values of --param")
    .option('--from <file>', 'more of them, one a line, # for comments; - for stdin')
    .option(
      '--param <values>',
      "such as 'querystring.type=a,b', header.X=… or path.id=1,2 (\\, is a comma); repeatable: every combination",
      collect,
    )
    .option('--sign', 'sign with the AWS credentials (SigV4); else only where the method is AWS_IAM')
    .option('--no-sign', 'never sign')
    .option('-y, --yes', 'do not ask before sending other methods than GET, HEAD and OPTIONS')
    .addOption(acceptOption())
    .option('--dry-run', 'print the requests that would be sent to the stage; send only reads')
  targetOptions(probeOptions(command)).action(async (paths: readonly string[], flags: InvalidateFlags) => {
    const { runInvalidate } = await import('./run.js')
    await runInvalidate(paths, flags, context)
  })
  command.addHelpText(
    'after',
    `\n--rate paces the requests to the stage, too (${DEFAULT_PER_SECOND}/s). What is in the cache key has to\nbe sent as the entry's readers send it: query and headers.`,
  )
  examples(
    command,
    'invalidate /pets/1 --api pets --stage prod',
    "invalidate '/users?department=sales' --param querystring.type=admin,regular --stage prod",
    "invalidate '/pets/{id}' --param path.id=1,2,3 --header 'X-Tenant: a' --stage prod",
    'invalidate --from changed-urls.txt --rate 2/s --stage prod -o json',
  )
}
