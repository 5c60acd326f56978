import type { DeployedMethod } from '../gateway/export.js'
import { type MethodRef, sorted } from '../gateway/method.js'
import { cachedVerbs } from '../gateway/methods.js'
import type { StageRecord } from '../gateway/record.js'

/** Two cached methods of different resources in one cache namespace. */
export interface SharingPair {
  readonly namespace: string
  readonly first: CachedVerb
  readonly second: CachedVerb
  /** True if requests with equal values surely have one entry; where the keys' names differ, nobody says. */
  readonly sameKeys: boolean
}

export interface CachedVerb extends MethodRef {
  readonly deployed: DeployedMethod
}

/**
 * Lists the pairs that these settings would cache and that may be answered with each other's entries. An entry is
 * found by namespace and key values, not by resource. Two verbs are no pair, as nobody says whether the verb counts,
 * nor are methods that ask their backends the same, for which a namespace in common is made. PURE.
 */
export function sharingPairs(
  methods: readonly DeployedMethod[],
  settings: StageRecord['settings'],
): readonly SharingPair[] {
  const groups = new Map<string, CachedVerb[]>()
  for (const deployed of methods) {
    const { namespace, path } = deployed
    if (namespace === null) continue
    for (const method of cachedVerbs(deployed, methods, settings)) {
      const group = `${method} ${namespace}`
      groups.set(group, [...(groups.get(group) ?? []), { method, path, deployed }])
    }
  }
  return [...groups.values()].flatMap((members) =>
    members.flatMap((second, index) => members.slice(0, index).flatMap((first) => pairOf(first, second) ?? [])),
  )
}

function pairOf(first: CachedVerb, second: CachedVerb): SharingPair | null {
  const [a, b] = [first.deployed, second.deployed]
  const isHarmless = first.path === second.path || asksTheSame(a, b) || valuesDiffer(a, b)
  if (isHarmless || a.namespace === null) return null
  const sameKeys = sorted(a.keys).join() === sorted(b.keys).join()
  return { namespace: a.namespace, first, second, sameKeys }
}

function asksTheSame(a: DeployedMethod, b: DeployedMethod): boolean {
  return a.backend !== null && a.backend === b.backend
}

/** Context that is another one at each resource. */
const OF_RESOURCE = /^context\.(resourcePath|resourceId|path)$/

/** True if a key that both have never has the same value. */
function valuesDiffer(a: DeployedMethod, b: DeployedMethod): boolean {
  return a.keys.some((key, index) => {
    const at = b.keys.indexOf(key)
    const [source = '', other = ''] = [a.sources[index], at < 0 ? undefined : b.sources[at]]
    const literals = source.startsWith("'") && other.startsWith("'") && source !== other
    return literals || (source === other && OF_RESOURCE.test(source))
  })
}
