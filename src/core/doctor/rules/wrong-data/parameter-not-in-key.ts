import { SIGNATURE } from '../../../gateway/identity.js'
import { hasKey } from '../../../gateway/key.js'
import { CACHING_GUIDE, plugin, sam } from '../../links.js'
import type { Rule } from '../../rule.js'
import { cachedMethods } from '../../seen.js'
import { addingKeys } from '../../steps.js'

/** These hold the signature of a signed request, which differs each time: no entry would be found again. */
const OF_SIGNATURES = /^(header\.authorization|(header|querystring)\.x-amz-.*)$/i

export const parameterNotInKey: Rule = {
  id: 'parameter-not-in-key',
  severity: 'warning',
  title: 'a declared query or header parameter is not in the cache key',
  judge: (seen) =>
    cachedMethods(seen).flatMap((one) => {
      const { method, path, facts } = one
      const signed = facts.unkeyedIdentity.includes(SIGNATURE)
      const missing = facts.unkeyedParameters.filter(
        (name) => !hasKey(facts.unkeyedIdentity, name) && !(signed && OF_SIGNATURES.test(name)),
      )
      if (missing.length === 0) return []
      return {
        method,
        path,
        message: `${method} ${path} declares ${missing.join(', ')} and is cached without ${missing.length === 1 ? 'it' : 'them'} in its key: different values get the same answer`,
        fix: addingKeys(seen, one, missing),
      }
    }),
  page: {
    why: 'A method declares what its backend reads. What is declared and not in the key does not select the entry: ?type=admin is answered with what was stored for ?type=regular.',
    remedy:
      'Add the parameters that change the answer to the key and deploy. Each value then has its own entry, also a request without the parameter. Where a parameter does not change the answer, suppress the finding with that reason.',
    sources: [
      { says: 'a query parameter that is no key does not count for the cache', url: CACHING_GUIDE },
      { says: 'one answer for all query strings', url: sam(1140) },
      { says: 'the same with a framework plugin', url: plugin(59) },
    ],
  },
}
