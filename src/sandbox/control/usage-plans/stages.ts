import { notFound } from '../../http/errors.js'
import type { PlanStage } from '../../world/usage-plan.js'
import type { World } from '../../world/world.js'

/** A plan has stages that there are. */
export function checkStage(
  { apis }: World,
  planId: string,
  { apiId, stage }: Pick<PlanStage, 'apiId' | 'stage'>,
): void {
  if (apis.get(apiId)?.stages.has(stage)) return
  throw notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${planId}`)
}
