import type { DeployedMethod } from '../gateway/export.js'
import { sameMethod } from '../gateway/method.js'
import type { StageRecord } from '../gateway/record.js'
import { unkeyedIdentities } from './unkeyed-identity.js'
import { type UnkeyedMethod, unkeyedPaths } from './unkeyed-path.js'

/**
 * The methods that would serve one caller's answer to another, with what their cache key lacks, in the spelling
 * of cache keys: `path.id`, `header.Authorization`; `IAM` where no key can help.
 */
export function wrongData(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  const paths = unkeyedPaths(methods, settings).map(({ missing, ...method }) => ({
    ...method,
    missing: missing.map((name) => `path.${name}`),
  }))
  const identities = unkeyedIdentities(methods, settings)
  const alone = identities.filter((one) => !paths.some((other) => sameMethod(one, other)))
  const both = paths.map((one) => {
    const identity = identities.find((other) => sameMethod(one, other))
    return identity ? { ...one, missing: [...one.missing, ...identity.missing] } : one
  })
  return [...both, ...alone]
}

/** Those that a change would add: what is wrong already is not this change's doing. */
export function newlyWrong(
  methods: readonly DeployedMethod[],
  before: StageRecord['settings'] | null,
  after: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  const already = before === null ? [] : wrongData(methods, before)
  return wrongData(methods, after).filter((one) => !already.some((other) => sameMethod(one, other)))
}
