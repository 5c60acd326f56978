import { hasKey, isDeclarable } from '../../../gateway/key.js'
import { CACHING_GUIDE, sam, TEMPLATE_GUIDE } from '../../links.js'
import type { Rule } from '../../rule.js'
import { cachedMethods } from '../../seen.js'
import { addingKeys, cachingOff } from '../../steps.js'

export const templateReadsNotInKey: Rule = {
  id: 'template-reads-not-in-key',
  severity: 'warning',
  title: 'a mapping template reads what is not in the cache key',
  judge: (seen) =>
    cachedMethods(seen).flatMap((one) => {
      const { method, path, facts } = one
      const told = [...facts.unkeyedParameters, ...facts.unkeyedIdentity]
      const missing = facts.unkeyedReads.filter((name) => !hasKey(told, name))
      if (missing.length === 0) return []
      const them = missing.length === 1 ? 'it' : 'them'
      const canBe = missing.every((name) => isDeclarable(name.slice(name.indexOf('.') + 1)))
      return {
        method,
        path,
        message: `${method} ${path} has a mapping template that reads ${missing.join(', ')}, and is cached without ${them} in its key: different values get the same answer`,
        fix: canBe ? addingKeys(seen, one, missing) : cachingOff({ method, path }),
      }
    }),
  page: {
    why: 'A mapping template may read query strings and headers that the method does not declare, and hand them to the backend. What is not in the key does not select the entry: every search gets what was stored for the first one. A name that the template looks for everywhere is taken for a query string, unless headers are usually called so.',
    remedy:
      'Add what selects the answer to the key, which declares it too, and deploy. Where it is a header, name it as one. What does not change the answer may be suppressed with that reason.',
    sources: [
      { says: 'a template reads parameters by $input.params', url: TEMPLATE_GUIDE },
      { says: 'a query parameter that is no key does not count for the cache', url: CACHING_GUIDE },
      { says: 'one answer for all query strings', url: sam(1140) },
    ],
  },
}
