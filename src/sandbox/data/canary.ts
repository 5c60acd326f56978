import type { Deployment, RestApi, Stage } from '../world/model.js'

/** The deployment that serves one request: the stage's, or its canary's. */
export interface ServedDeployment {
  readonly deployment: Deployment
  readonly variables: Readonly<Record<string, string>>
  /** False for a canary without `useStageCache`. */
  readonly usesCache: boolean
  /** Whether the canary serves; null where the stage has none. */
  readonly canary: boolean | null
}

export function chooseDeployment(api: RestApi, stage: Stage, random: () => number): ServedDeployment | null {
  const { canary, variables } = stage
  const chosen = canary && random() * 100 < canary.percentTraffic ? canary : null
  const deployment = api.deployments.get(chosen?.deploymentId ?? stage.deploymentId)
  if (!deployment) return null
  if (!chosen) return { deployment, variables, usesCache: true, canary: canary && false }
  return {
    deployment,
    variables: { ...variables, ...chosen.stageVariableOverrides },
    usesCache: chosen.useStageCache,
    canary: true,
  }
}
