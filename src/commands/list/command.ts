import { type Command, Option } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { KEPT_FOR_MS, LOOK_BACK_MS } from '../../core/metrics/window.js'
import { connectionOptions, examples, verb } from '../flags/common.js'
import { fleetOptions, tagOption, targetsOptions } from '../flags/fleet.js'
import { apis, duration, stages } from '../flags/values.js'
import { spanText } from '../flags/window.js'
import type { ListFlags } from './run.js'

/** CloudWatch is late by a few minutes, and a moment without requests says nothing. */
const LEAST_MS = 15 * 60_000

export function list(program: Command, context: Context): void {
  const command = verb(program, 'list', 'every stage with its cache: state, ratio, price, findings')

    .option('--cached', 'only stages whose cluster is on')
    .option('--idle', 'only clusters that nobody asked for anything')
    .option('--findings', 'also what doctor finds: reads every deployed API, and takes longer')
    .addOption(
      new Option('--since <duration>', 'count hits, misses and requests this far back')
        .argParser(since)
        .default(LOOK_BACK_MS.list, spanText(LOOK_BACK_MS.list)),
    )
    .optionsGroup('Which stages (all where left out; both may be repeated, and be globs such as pets-*):')
    .option('-a, --api <api>', 'REST API: id, name, ARN or invoke URL', apis)
    .option('-s, --stage <stage>', 'stage', stages)
  connectionOptions(fleetOptions(targetsOptions(tagOption(command)))).action(async (flags: ListFlags) => {
    const { runList } = await import('./run.js')
    await runList(flags, context)
  })
  examples(
    command,
    'list',
    'list --cached --tag team=shop --since 7d',
    "list --idle --stage 'dev*' -o csv",
    'list --findings -o ndjson',
    'list --regions all --accounts accounts.csv --role arn:aws:iam::{account}:role/reader --cached',
  )
}

function since(text: string): number {
  const ms = duration(text)
  if (ms >= LEAST_MS && ms <= KEPT_FOR_MS) return ms
  throw new ApigwCacheError('usage', 'command-line', `--since is "${text}"`, { hint: 'from 15m to 455d' })
}
