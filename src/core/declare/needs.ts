import type { Spelling } from '../base/spelling.js'
import { nameOfMethod } from '../gateway/method.js'
import type { Choices } from './choices.js'
import type { Plan } from './report.js'
import { WAITS } from './stage/blocks.js'
import type { StagePlan } from './stage/stage-plan.js'
import { isDone } from './stage/work.js'

/** Above these, somebody has to name the number. */
export const UNSAID = { stages: 10, removals: 10, share: 0.3 } as const

/** An option, by its name in the library, that a plan needs where nobody can be asked. */
export interface Need {
  readonly option:
    | 'yes'
    | 'acceptUnkeyed'
    | 'acceptUnchecked'
    | 'deploy'
    | 'deployAll'
    | 'takeOver'
    | 'maxStages'
    | 'maxRemovals'
  readonly value?: string
}

/** What one stage needs. PURE. */
function needsOf(plan: StagePlan, deploy: Need): readonly Need[] {
  const { unkeyed, isUnchecked, removals } = plan
  const blocked = blocksOf(plan)
  const has = (start: string) => blocked.some((why) => why.startsWith(start))
  const removes = removals.count > UNSAID.removals && removals.count > removals.of * UNSAID.share
  return [
    ...[...new Set(unkeyed.map(nameOfMethod))].map((value): Need => ({ option: 'acceptUnkeyed', value })),
    ...(isUnchecked ? [{ option: 'acceptUnchecked' } as const] : []),
    ...(blocked.includes(WAITS) ? [deploy] : []),
    ...(has('waits: a deployment would also') ? [{ option: 'deployAll' } as const] : []),
    ...(has('managed by ') ? [{ option: 'takeOver' } as const] : []),
    ...(removes ? [{ option: 'maxRemovals', value: String(removals.count) } as const] : []),
  ]
}

function blocksOf({ changes }: StagePlan): readonly string[] {
  return changes.flatMap(({ blocked }) => blocked ?? [])
}

const NOT_IN_BRACES = /[[\]{},]/

/** A glob that is given stays, and takes the stages that wait beside what it fits. PURE. */
function deployNeed(plans: readonly StagePlan[], { deploy }: Pick<Choices, 'deploy'>): Need {
  if (typeof deploy !== 'string') return { option: 'deploy' }
  const given = choicesIn(deploy)
  // Braces do not nest, and have no classes.
  if (given.some((one) => NOT_IN_BRACES.test(one))) return { option: 'deploy' }
  const waiting = plans.filter((one) => blocksOf(one).includes(WAITS)).map(nameAsGlob)
  return { option: 'deploy', value: `{${[...given, ...waiting].join(',')}}` }
}

/** `{a,b}/prod` as `a/prod` and `b/prod`. */
function choicesIn(glob: string): readonly string[] {
  const [all, before = '', inside = '', after = ''] = /^([^{]*)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(glob) ?? []
  if (all === undefined) return [glob]
  return inside.split(',').flatMap((one) => choicesIn(`${before}${one}${after}`))
}

/** The id of an API stands for a name that a glob would take for several. */
function nameAsGlob({ pair }: StagePlan): string {
  const { api, stage } = pair.seen.stage.target
  const isPlain = api.name !== null && !/[*?]/.test(api.name) && !NOT_IN_BRACES.test(api.name)
  return `${isPlain ? api.name : api.id}/${stage}`
}

/** What all of them need together. PURE. */
function needsOfAll(plans: readonly StagePlan[]): readonly Need[] {
  const changed = changedStages(plans)
  return [
    ...(changed > 0 ? [{ option: 'yes' } as const] : []),
    ...(changed > UNSAID.stages ? [{ option: 'maxStages', value: String(changed) } as const] : []),
  ]
}

export function changedStages(plans: readonly StagePlan[]): number {
  return plans.filter(({ work }) => !isDone(work)).length
}

/** How a plan tells them: as options. */
export function toldNeeds(
  plans: readonly StagePlan[],
  choices: Pick<Choices, 'deploy'>,
  { option }: Pick<Spelling, 'option'>,
): Plan['needs'] {
  const flag = (need: Need) => option(need.option, need.value)
  const deploy = deployNeed(plans, choices)
  return [
    ...needsOfAll(plans).map((need) => ({ target: null, flag: flag(need) })),
    ...plans.flatMap((one) =>
      needsOf(one, deploy).map((need) => ({ target: one.pair.seen.stage.target, flag: flag(need) })),
    ),
  ]
}
