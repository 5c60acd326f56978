import { type DeployedMethod, pathParameters } from '../control/deployed.js'
import type { StageRecord } from '../control/plane.js'
import type { MethodRef } from '../control/settings.js'
import { wouldBeCached } from './cached-verbs.js'

export interface UnkeyedMethod extends MethodRef {
  readonly missing: readonly string[]
}

/**
 * The methods that would be cached although a path parameter is not in their cache key, so that `/pets/1` is
 * answered with what was stored for `/pets/2`. `settings` are those that the stage would have; `missing` has
 * the parameters' names.
 */
export function unkeyedPaths(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  return methods.flatMap((one) => {
    const { method, path, keyedPathParameters } = one
    const missing = pathParameters(path).filter((name) => !keyedPathParameters.includes(name))
    return missing.length > 0 && wouldBeCached(one, methods, settings) ? [{ method, path, missing }] : []
  })
}
