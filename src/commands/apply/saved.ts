import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { type PlanOptions, planStages } from '../../core/declare/plan.js'
import { parseSavedPlan, refuseStale } from '../../core/declare/saved.js'
import { flagWords } from '../declare/options.js'
import { withRoles } from '../declare/wanted.js'
import type { ApplyFlags } from './flags.js'

/** Reads a saved plan, and its stages again. Errors: `usage` for flags that would change it; `failure` if it is stale. */
export async function readSaved(
  path: string,
  flags: ApplyFlags,
  common: Omit<PlanOptions, 'choices'>,
  { readFile }: Pick<Context, 'readFile'>,
) {
  const { file, resume } = flags
  const [narrowing] = [
    ...(file === undefined ? [] : ['--file']),
    ...(resume === undefined ? [] : ['--resume']),
    ...flagWords(flags),
  ]
  if (narrowing !== undefined) {
    const message = `${narrowing.split(/[ =]/)[0]} would change the plan in "${path}"`
    throw new ApigwCacheError('usage', 'command-line', message, {
      hint: 'plan again with it, or leave it out',
    })
  }
  const text = await readFile(path)
  if (text === null) throw new ApigwCacheError('usage', 'command-line', `there is no plan "${path}"`)
  const saved = parseSavedPlan(path, text)
  const options = { ...common, choices: saved.choices, flags: saved.flags }
  const planned = await planStages(withRoles(saved.wanted, flags), options)
  refuseStale(saved, planned, options)
  return { planned, choices: saved.choices, listed: saved.summary.stages }
}
