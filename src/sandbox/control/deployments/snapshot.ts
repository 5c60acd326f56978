import { badRequest } from '../../http/errors.js'
import type { Resource, RestApi, Snapshot } from '../../world/model.js'

/** A copy of the API's resources and authorizers that nothing can write to: what a deployment serves. */
export function takeSnapshot(api: RestApi): Snapshot {
  const resources: Map<string, Resource> = structuredClone(api.resources)
  const methods = [...resources.values()].flatMap((resource) => [...resource.methods.values()])
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods")
  if (methods.some(({ integration }) => integration === null)) {
    throw badRequest('No integration defined for method')
  }
  const authorizers = structuredClone(api.authorizers)
  deepFreeze(resources)
  deepFreeze(authorizers)
  return { resources, authorizers }
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const parts = value instanceof Map ? [...value.values()] : Object.values(value)
  for (const part of parts) deepFreeze(part)
  Object.freeze(value)
}
