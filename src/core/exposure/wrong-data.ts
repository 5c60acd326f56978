import type { DeployedMethod } from '../gateway/export.js'
import { type MethodRef, pathParameters, sameMethod } from '../gateway/method.js'
import { cachedVerbs } from '../gateway/methods.js'
import type { StageRecord } from '../gateway/record.js'
import { sharingPairs } from './shared-entries.js'

/** A method that would serve one caller's answer to another. */
export interface UnkeyedMethod extends MethodRef {
  /** The API's method that has its cache keys: `ANY`, or the same verb. */
  readonly servedBy: string
  /** Cache keys: `path.id`, `header.Authorization`. `IAM` and `authorizer` stand for what no key can hold. */
  readonly missing: readonly string[]
  /** Methods of other resources that have its cache namespace and its keys, and so its entries. */
  readonly sharesWith: readonly MethodRef[]
}

type Judge = (methods: readonly DeployedMethod[], settings: StageRecord['settings']) => readonly UnkeyedMethod[]

/** Lists the methods that would serve one caller's answer to another with these settings. PURE. */
export function wrongData(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  const judges: readonly Judge[] = [unkeyedPaths, unkeyedIdentities, sharedEntries]
  const merged = new Map<string, UnkeyedMethod>()
  for (const one of judges.flatMap((judge) => judge(methods, settings))) {
    const name = `${one.method} ${one.path}`
    const { missing = [], sharesWith = [] } = merged.get(name) ?? {}
    merged.set(name, {
      ...one,
      missing: [...missing, ...one.missing],
      sharesWith: [...sharesWith, ...one.sharesWith],
    })
  }
  return [...merged.values()]
}

/** What the cache key of a method would need before it is cached. */
export function missingKeys({
  path,
  keyedPathParameters,
  unkeyedIdentity,
}: Pick<DeployedMethod, 'path' | 'keyedPathParameters' | 'unkeyedIdentity'>): readonly string[] {
  const open = pathParameters(path).filter((name) => !keyedPathParameters.includes(name))
  return [...open.map((name) => `path.${name}`), ...unkeyedIdentity]
}

/** Lists what is wrong after a change and was not before: earlier problems are not its doing. PURE. */
export function addedWrong(
  before: readonly UnkeyedMethod[],
  after: readonly UnkeyedMethod[],
): readonly UnkeyedMethod[] {
  return after.flatMap((one) => {
    const known = before.find((other) => sameMethod(one, other))
    const missing = one.missing.filter((name) => !known?.missing.includes(name))
    const sharesWith = one.sharesWith.filter((ref) => !didShare(before, one, ref))
    return missing.length + sharesWith.length === 0 ? [] : [{ ...one, missing, sharesWith }]
  })
}

/** Whichever of the two was listed later. */
function didShare(before: readonly UnkeyedMethod[], one: MethodRef, other: MethodRef): boolean {
  const has = (a: MethodRef, b: MethodRef) =>
    before.some((known) => sameMethod(known, a) && known.sharesWith.some((ref) => sameMethod(ref, b)))
  return has(one, other) || has(other, one)
}

/**
 * Lists methods that would be cached without the parameters that their authorizer reads in the key, so that one
 * caller gets an answer stored for another. PURE.
 */
export function unkeyedIdentities(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  return unkeyed(methods, settings, ({ unkeyedIdentity }) => unkeyedIdentity)
}

/**
 * Lists methods that would be cached without a path parameter in the key, so that `/pets/1` gets an answer
 * stored for `/pets/2`. ANY is listed as its cached verbs. PURE.
 */
export function unkeyedPaths(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  return unkeyed(methods, settings, ({ path, keyedPathParameters }) =>
    pathParameters(path)
      .filter((name) => !keyedPathParameters.includes(name))
      .map((name) => `path.${name}`),
  )
}

/**
 * Lists methods that would be cached with the namespace and the keys of an earlier one in the list, so that each is
 * answered with what was stored for the other. PURE.
 */
export function sharedEntries(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly UnkeyedMethod[] {
  const found = new Map<string, UnkeyedMethod>()
  for (const { first, second, sameKeys } of sharingPairs(methods, settings)) {
    if (!sameKeys) continue
    const { method, path, deployed } = second
    const name = `${method} ${path}`
    const { sharesWith = [] } = found.get(name) ?? {}
    const other = { method: first.method, path: first.path }
    found.set(name, {
      method,
      path,
      servedBy: deployed.method,
      missing: [],
      sharesWith: [...sharesWith, other],
    })
  }
  return [...found.values()]
}

function unkeyed(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
  missingOf: (method: DeployedMethod) => readonly string[],
): readonly UnkeyedMethod[] {
  return methods.flatMap((one) => {
    const missing = missingOf(one)
    if (missing.length === 0) return []
    const { path, method: servedBy } = one
    return cachedVerbs(one, methods, settings).map((method) => ({
      ...{ method, path, servedBy, missing, sharesWith: [] },
    }))
  })
}
