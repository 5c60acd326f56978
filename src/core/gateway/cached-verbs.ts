import type { MethodRef } from './method.js'
import { VERBS } from './method.js'
import type { StageRecord } from './record.js'
import { effective, stores } from './settings.js'

/** The verbs that a method answers: ANY has those without a method of their own on the same path. */
export function servedVerbs({ method, path }: MethodRef, all: readonly MethodRef[]): readonly string[] {
  if (method !== 'ANY') return [method]
  const own = all.filter((other) => other.path === path).map((other) => other.method)
  return VERBS.filter((verb) => !own.includes(verb))
}

/** Those of them that would be cached with these settings, if there were a cluster. */
export function cachedVerbs(
  method: MethodRef,
  all: readonly MethodRef[],
  settings: StageRecord['settings'],
): readonly string[] {
  return servedVerbs(method, all).filter((verb) =>
    stores(effective({ settings }, { method: verb, path: method.path })),
  )
}
