import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { DEFAULT_CONCURRENCY, DEFAULT_PER_SECOND } from '../../core/request/options.js'
import { examples, targetOptions, verb } from '../flags/common.js'
import { acceptOption, plainProbeOptions } from '../flags/probe.js'
import { collect, integer, rate } from '../flags/values.js'
import type { WarmFlags } from './run.js'

export function warm(program: Command, context: Context): void {
  const command = verb(program, 'warm', 'fill the cache from a list of URLs, gently')
    .argument('[path...]', "paths under the stage's invoke URL, or full URLs")
    .option('--from <file>', 'paths or URLs, one a line; - for stdin; repeatable', collect)
    .option('--openapi <file>', 'GET operations of an OpenAPI document, with its examples; repeatable', collect)
    .option('--concurrency <n>', 'requests at the same time', integer('--concurrency', 1, 50), DEFAULT_CONCURRENCY)
    .option('--dry-run', 'print the requests that would be sent; send only reads of the settings')
    .addOption(acceptOption())
  plainProbeOptions(command).option('--sign', 'sign with SigV4, as AWS_IAM methods want it')
  targetOptions(command).action(async (paths: readonly string[], flags: WarmFlags) => {
    const { runWarm } = await import('./run.js')
    await runWarm(paths, flags, context)
  })
  describeRate(command)
  command.addHelpText(
    'after',
    '\nIt stops when the backend fails, slows down or throttles, and asks again to see what is cached now.\n',
  )
  examples(
    command,
    "warm /pets '/users?type=admin' --stage prod",
    'warm --from urls.txt --api pets --stage prod --rate 10/s',
    'warm --openapi openapi.yaml --stage prod --dry-run',
  )
}

/** Describes `--rate` as the rate at which the stage is asked. */
function describeRate(command: Command): void {
  const option = command.options.find(({ long }) => long === '--rate')
  option?.argParser(rate).default(DEFAULT_PER_SECOND, `${DEFAULT_PER_SECOND}/s`)
  if (option) option.description = 'requests a second'
}
