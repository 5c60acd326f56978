import { cachedVerbs } from '../gateway/cached-verbs.js'
import { type DeployedMethod, pathParameters } from '../gateway/export.js'
import type { MethodRef } from '../gateway/method.js'
import type { StageRecord } from '../gateway/record.js'

export interface UnkeyedMethod extends MethodRef {
  readonly missing: readonly string[]
}

/**
 * The methods that would be cached although a path parameter is not in their cache key, so that `/pets/1` is
 * answered with what was stored for `/pets/2`. `settings` are those that the stage would have; `missing` has
 * the parameters' names. An ANY method stands as the verbs of it that are cached.
 */
export function unkeyedPaths(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  return methods.flatMap((one) => {
    const { path, keyedPathParameters } = one
    const missing = pathParameters(path).filter((name) => !keyedPathParameters.includes(name))
    if (missing.length === 0) return []
    return cachedVerbs(one, methods, settings).map((method) => ({ method, path, missing }))
  })
}
