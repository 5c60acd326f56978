import { cachedVerbs } from '../gateway/cached-verbs.js'
import type { DeployedMethod } from '../gateway/export.js'
import type { StageRecord } from '../gateway/record.js'
import type { UnkeyedMethod } from './unkeyed-path.js'

/**
 * The methods that would be cached although what their authorizer reads is not in their cache key, so that one
 * caller gets what was stored for another. `missing` has `IAM` for signed requests, which cannot be keyed.
 */
export function unkeyedIdentities(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  return methods.flatMap((one) => {
    const { path, unkeyedIdentity: missing } = one
    if (missing.length === 0) return []
    return cachedVerbs(one, methods, settings).map((method) => ({ method, path, missing }))
  })
}
