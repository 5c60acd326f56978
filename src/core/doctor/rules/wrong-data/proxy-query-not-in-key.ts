import { CACHING_GUIDE, PROXY_GUIDE, plugin } from '../../links.js'
import { hasChosenKeys, isCatchAll } from '../../proxies.js'
import type { Rule } from '../../rule.js'
import { cachedMethods } from '../../seen.js'
import { probing } from '../../steps.js'

export const proxyQueryNotInKey: Rule = {
  id: 'proxy-query-not-in-key',
  severity: 'info',
  title: 'an integration passes on query strings that are not in the cache key',
  judge: (seen) =>
    cachedMethods(seen)
      .filter(({ method, facts }) => facts.passesAll && method !== 'OPTIONS' && !hasChosenKeys(facts))
      .filter(({ facts }) => !facts.unkeyedParameters.some((name) => name.startsWith('querystring.')))
      .filter(({ facts }) => isCatchAll(facts) || facts.keys.length === 0)
      .map(({ method, path }) => ({
        method,
        path,
        message: `${method} ${path} passes on every query string and has none in its key: where one selects the answer, all of them get the same (q stands for a parameter that the backend reads: put such a one and values of it in its place)`,
        fix: probing({ method, path }, { vary: ['querystring.q=1,2'] }),
      })),
  page: {
    why: 'Behind a proxy integration, or a template that goes through all parameters, the backend sees query strings that no method declares. What is not declared cannot be in the key, so that every search gets what was stored for the first one. Whether the backend reads any is not to be seen from here.',
    remedy: ({ step }) =>
      `Ask with a path, a parameter and two values that your clients send (instead of 1, q, 1 and 2). Where the answers should differ, add the parameter to the key (${step({ verb: 'keys add' })}) and deploy; keys cannot stand for the query string as a whole. Where no query string counts, suppress the finding with that reason.`,
    sources: [
      { says: 'a proxy integration passes the whole request on', url: PROXY_GUIDE },
      { says: 'a query parameter that is no key does not count for the cache', url: CACHING_GUIDE },
      { says: 'the whole query string cannot be a key', url: plugin(88) },
    ],
  },
}
