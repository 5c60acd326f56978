import type { Spelling } from '../base/spelling.js'
import type { Warning } from '../gateway/model.js'
import type { CheapRule } from './rule.js'
import { sameApiName } from './rules/leftovers/same-api-name.js'
import { cachingWithoutCluster } from './rules/not-caching/caching-without-cluster.js'
import { canaryWithoutCache } from './rules/not-caching/canary-without-cache.js'
import { nothingCached } from './rules/not-caching/nothing-cached.js'
import { identityNotInKey } from './rules/wrong-data/identity-not-in-key.js'
import { pathParameterNotInKey } from './rules/wrong-data/path-parameter-not-in-key.js'
import { sharedNamespace } from './rules/wrong-data/shared-namespace.js'
import type { Glance } from './seen.js'

/** In the order in which a status shows what they find. Loaded without the other rules. */
export const CHEAP_RULES: readonly CheapRule[] = [
  sameApiName,
  nothingCached,
  cachingWithoutCluster,
  pathParameterNotInKey,
  identityNotInKey,
  sharedNamespace,
  canaryWithoutCache,
]

/** Their findings, in the words of a status. PURE. */
export function cheapWarnings(seen: Glance, spelling: Spelling): readonly Warning[] {
  return CHEAP_RULES.flatMap(({ id: rule, judge }) =>
    judge(seen).flatMap(({ message, warning = [message] }) => {
      if (warning === null) return []
      const { target } = seen
      const parts = warning.map((part) =>
        typeof part === 'string' ? part : `:\n${spelling.step({ ...part, target })}`,
      )
      return [{ rule, message: parts.join('') }]
    }),
  )
}
