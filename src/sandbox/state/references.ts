import type { RestApi } from '../world/model.js'

/** What an API refers to and does not have, as where somebody edited a file; null where all is there. */
export function danglingIn({ id, resources, rootResourceId, stages, deployments }: RestApi): string | null {
  if (!resources.has(rootResourceId)) return `the API ${id} has no resource ${rootResourceId}, its root`
  for (const { path, parentId } of resources.values()) {
    if (parentId !== null && !resources.has(parentId)) {
      return `the resource ${path} of the API ${id} is below ${parentId}, which there is not`
    }
  }
  for (const { stageName, deploymentId, canary } of stages.values()) {
    const missing = [deploymentId, canary?.deploymentId].find((one) => one && !deployments.has(one))
    if (missing) return `the stage ${stageName} of the API ${id} serves the deployment ${missing}, which there is not`
  }
  return null
}
