import type { Deployment, RestApi, Stage } from '../world/model.js'

/** What a stage runs for one request: its deployment, or its canary's. */
export interface Release {
  readonly deployment: Deployment
  readonly variables: Readonly<Record<string, string>>
  /** Canary traffic uses the cache only where the canary says so. */
  readonly usesCache: boolean
}

export function chooseRelease(api: RestApi, stage: Stage, random: () => number): Release | null {
  const { canary, variables } = stage
  const chosen = canary && random() * 100 < canary.percentTraffic ? canary : null
  const deployment = api.deployments.get(chosen?.deploymentId ?? stage.deploymentId)
  if (!deployment) return null
  if (!chosen) return { deployment, variables, usesCache: true }
  return {
    deployment,
    variables: { ...variables, ...chosen.stageVariableOverrides },
    usesCache: chosen.useStageCache,
  }
}
