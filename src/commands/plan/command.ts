import type { Command } from 'commander'
import type { Context } from '../../context.js'
import { declareOptions } from '../declare/options.js'
import { connectionOptions, examples, verb } from '../flags/common.js'
import { notEmpty } from '../flags/values.js'
import { reportOption } from '../session/files.js'
import type { PlanFlags } from './run.js'

export function plan(program: Command, context: Context): void {
  const command = verb(program, 'plan', 'show the difference between the declarative file and what is live')
  declareOptions(command)
    .option('--check', 'exit 6 if something differs that apply could mend')
    .option('--strict', 'also look for caches and overrides that no file has, and count them with --check')
    .option('--out <file>', 'save the plan, to be applied as it is', notEmpty('--out'))
  reportOption(command, ['markdown']).addHelpText('after', NOTES)
  connectionOptions(command).action(async (flags: PlanFlags) => {
    const { runPlan } = await import('./run.js')
    await runPlan(flags, context)
  })
  examples(
    command,
    'plan',
    "plan -f caches --target 'pets/*' --check",
    'plan --deploy --out plan.json --report markdown=plan.md',
    'export --stage prod | apigw-cache plan -f -',
  )
}

const NOTES = `
It only reads, and exits 0, or 7 where a stage could not be planned. What another
tool manages, and stages on hold (tag apigw-cache:hold), are shown and not
counted by --check. Overrides that the file does not name are left alone: their
number is shown, --strict names and counts them, prune: true removes them.
`
