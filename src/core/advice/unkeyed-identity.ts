import type { DeployedMethod } from '../control/deployed.js'
import type { StageRecord } from '../control/plane.js'
import { wouldBeCached } from './cached-verbs.js'
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
    const { method, path, unkeyedIdentity: missing } = one
    return missing.length > 0 && wouldBeCached(one, methods, settings) ? [{ method, path, missing }] : []
  })
}
