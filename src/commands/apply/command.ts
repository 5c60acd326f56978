import { type Command, Option } from 'commander'
import type { Context } from '../../context.js'
import { declareOptions } from '../declare/options.js'
import { connectionOptions, examples, timeoutOption, verb, writingOptions } from '../flags/common.js'
import { resumeOption } from '../flags/fleet.js'
import { integer, notEmpty } from '../flags/values.js'
import type { ApplyFlags } from './flags.js'

export function apply(program: Command, context: Context): void {
  const command = verb(program, 'apply', 'make live stages what the declarative file says').argument(
    '[plan]',
    'a plan that was saved with plan --out: that plan and no other',
    notEmpty('the plan'),
  )
  resumeOption(declareOptions(writingOptions(command)))
    .option('--backup <file>', 'first write what is live to a new file, which apply restores', notEmpty('--backup'))
    .option(
      '--max-stages <n>',
      'change at most this many stages (needed above ten where nobody can be asked)',
      integer('--max-stages', 1, 100_000),
    )
    .option(
      '--max-removals <n>',
      "remove at most this many of a stage's overrides (needed above ten and 30 %)",
      integer('--max-removals', 1, 100_000),
    )
    .option(
      '--max-failures <n>',
      'begin no other stage once this many have failed',
      integer('--max-failures', 1, 100_000),
    )
    .addOption(
      new Option('--parallel <n>', 'APIs at a time; stages of one API come one after the other')
        .argParser(integer('--parallel', 1, 100))
        .default(4),
    )
    .addOption(timeoutOption())
    .addHelpText('after', NOTES)
  connectionOptions(command).action(async (saved: string | undefined, flags: ApplyFlags) => {
    const { runApply } = await import('./run.js')
    await runApply(saved, flags, context)
  })
  examples(
    command,
    'apply',
    "apply -f caches --target 'pets/*' --deploy",
    'apply plan.json --yes',
    'apply --backup before.yaml --yes',
  )
}

const NOTES = `
It shows the plan, asks once, and reads back. It deploys only with --deploy; a
method that waits for a deployment is left as it is. --timeout is for each stage.
What an interrupted or failed run leaves undone, the same command does: there is
no journal. It exits 6 where something stays blocked, 7 where a stage failed.

Two runs on this machine keep out of each other's way by a lock file. AWS has
nothing of the kind, so in CI use its concurrency groups.
`
