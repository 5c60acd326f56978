import { ApigwCacheError } from '../base/errors.js'
import { type MethodRef, servingMethod } from '../gateway/method.js'
import { type MethodsSeen, servedVerbs } from '../gateway/methods.js'
import type { Target } from '../gateway/model.js'
import { pickMethod, takeMethod } from '../gateway/named-method.js'
import type { Coverage } from './override-plan.js'

/** Reads `GET /pets/{id}`, written as two words or one. Errors: `usage`, with the reason for wildcards. */
export function parseOverrideMethod(words: readonly string[]): MethodRef {
  const [verb = '', path = '', ...more] = words.flatMap((word) => word.trim().split(/\s+/))
  refuseWildcards(verb, path.replaceAll('~1', '/'))
  const { ref, rest } = takeMethod(words)
  const [first] = [...rest, ...more]
  if (first === undefined) return ref
  throw new ApigwCacheError('usage', 'too-many-words', `"${first}" is one word too many`, { data: { ref } })
}

/**
 * Finds the methods that the named one covers, in the deployed API or else in the current one. Errors:
 * `failure` with the closest method if there is none.
 */
export function coverageOf({ deployed, current }: MethodsSeen, ref: MethodRef, target: Target): Coverage {
  const lists: readonly (readonly MethodRef[])[] = [deployed ?? [], current ?? []]
  const there = lists.find((methods) => servingMethod(methods, ref) !== null) ?? []
  if (there.length === 0) pickMethod(lists.flat(), ref, target)
  return { ref, served: servedVerbs(ref, there).map((method) => ({ method, path: ref.path })) }
}

/**
 * Refuses to turn caching on for an ANY method that does not serve GET, the only verb that is cached with it: nothing
 * would be. Errors: `usage`.
 */
export function requireCachable({ ref, served }: Coverage, caching: boolean | undefined, target: Target): void {
  if (caching !== true || ref.method !== 'ANY' || served.some(({ method }) => method === 'GET')) return
  const message = `ANY ${ref.path} does not serve GET, which is a method of its own, and no other verb is cached unless it is named`
  throw new ApigwCacheError('usage', 'any-without-get', message, {
    data: { path: ref.path, target },
  })
}

/** True if the deployed or the current API has the method, or an ANY that serves it. */
export function isServed({ deployed, current }: MethodsSeen, ref: MethodRef): boolean {
  return servingMethod<MethodRef>([...(deployed ?? []), ...(current ?? [])], ref) !== null
}

/** True if both APIs are known, and neither has the method. */
export function isUnserved(seen: MethodsSeen, ref: MethodRef): boolean {
  return seen.deployed !== null && seen.current !== null && !isServed(seen, ref)
}

/** API Gateway takes `*` for all methods of a stage, and nowhere else. */
function refuseWildcards(verb: string, path: string): void {
  if (!verb.includes('*') && !path.includes('*')) return
  const all = ['', '*', '/*'].includes(path) || verb === '*/*'
  const message = all
    ? `"${`${verb} ${path}`.trim()}" means every method of the stage`
    : `"${verb} ${path}" has a wildcard, which API Gateway would match with no method`
  throw new ApigwCacheError('usage', 'method-wildcard', message, { data: { all } })
}
