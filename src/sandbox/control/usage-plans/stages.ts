import { notFound } from '../../http/errors.js'
import type { PlanStage } from '../../world/usage-plan.js'
import type { World } from '../../world/world.js'

/** Takes a deleted stage, or all stages of a deleted API, out of the plans. */
export function forgetStages({ knobs, settings }: World, apiId: string, stage?: string): void {
  if (knobs.deletedStageInPlan === 'keep') return
  for (const plan of settings.usagePlans.values()) {
    plan.apiStages = plan.apiStages.filter((one) => one.apiId !== apiId || (stage !== undefined && one.stage !== stage))
  }
}

/** A plan has stages that there are. */
export function checkStage({ apis }: World, planId: string, named: Pick<PlanStage, 'apiId' | 'stage'>): void {
  if (!apis.get(named.apiId)?.stages.has(named.stage)) throw unknownStage(planId, named)
}

export function unknownStage(planId: string, { apiId, stage }: Pick<PlanStage, 'apiId' | 'stage'>): Error {
  return notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${planId}`)
}
