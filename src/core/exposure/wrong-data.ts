import type { DeployedMethod } from '../gateway/export.js'
import { type MethodRef, pathParameters, sameMethod } from '../gateway/method.js'
import { cachedVerbs } from '../gateway/methods.js'
import type { StageRecord } from '../gateway/record.js'

/**
 * Lists methods that would serve one caller's answer to another, with the missing cache keys: `path.id`,
 * `header.Authorization`.
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

/** Lists only the methods that a change would add: earlier problems are not its doing. */
export function newlyWrong(
  methods: readonly DeployedMethod[],
  before: StageRecord['settings'] | null,
  after: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  const already = before === null ? [] : wrongData(methods, before)
  return wrongData(methods, after).filter((one) => !already.some((other) => sameMethod(one, other)))
}

/**
 * Lists methods that would be cached without the parameters that their authorizer reads in the key, so that one
 * caller gets an answer stored for another.
 */
export function unkeyedIdentities(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  return methods.flatMap((one) => {
    const { path, unkeyedIdentity: missing } = one
    if (missing.length === 0) return []
    return cachedVerbs(one, methods, settings).map((method) => ({
      method,
      path,
      servedBy: one.method,
      missing,
    }))
  })
}

export interface UnkeyedMethod extends MethodRef {
  /** The API's method that has its cache keys: `ANY`, or the same verb. */
  readonly servedBy: string
  /** `IAM` and `authorizer` stand for what no key can hold. */
  readonly missing: readonly string[]
}

/**
 * Lists methods that would be cached without a path parameter in the key, so that `/pets/1` gets an answer
 * stored for `/pets/2`. `settings` are those that the stage would have; `missing` has the names of the
 * parameters. ANY is listed as its cached verbs.
 */
export function unkeyedPaths(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  return methods.flatMap((one) => {
    const { path, keyedPathParameters } = one
    const missing = pathParameters(path).filter((name) => !keyedPathParameters.includes(name))
    if (missing.length === 0) return []
    return cachedVerbs(one, methods, settings).map((method) => ({
      method,
      path,
      servedBy: one.method,
      missing,
    }))
  })
}
