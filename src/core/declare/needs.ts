import type { Spelling } from '../base/spelling.js'
import { nameOfMethod } from '../gateway/method.js'
import type { Plan } from './report.js'
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
function needsOf(plan: StagePlan): readonly Need[] {
  const { changes, unkeyed, isUnchecked, removals } = plan
  const blocked = changes.flatMap(({ blocked: why }) => why ?? [])
  const has = (start: string) => blocked.some((why) => why.startsWith(start))
  const removes = removals.count > UNSAID.removals && removals.count > removals.of * UNSAID.share
  return [
    ...[...new Set(unkeyed.map(nameOfMethod))].map((value): Need => ({ option: 'acceptUnkeyed', value })),
    ...(isUnchecked ? [{ option: 'acceptUnchecked' } as const] : []),
    ...(blocked.includes('waits for a deployment') ? [{ option: 'deploy' } as const] : []),
    ...(has('waits: a deployment would also') ? [{ option: 'deployAll' } as const] : []),
    ...(has('managed by ') ? [{ option: 'takeOver' } as const] : []),
    ...(removes ? [{ option: 'maxRemovals', value: String(removals.count) } as const] : []),
  ]
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
export function toldNeeds(plans: readonly StagePlan[], { option }: Pick<Spelling, 'option'>): Plan['needs'] {
  const flag = (need: Need) => option(need.option, need.value)
  return [
    ...needsOfAll(plans).map((need) => ({ target: null, flag: flag(need) })),
    ...plans.flatMap((one) => needsOf(one).map((need) => ({ target: one.pair.seen.stage.target, flag: flag(need) }))),
  ]
}
