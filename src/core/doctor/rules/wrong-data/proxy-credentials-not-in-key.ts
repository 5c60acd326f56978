import { CACHING_GUIDE, PROXY_GUIDE } from '../../links.js'
import { hasChosenKeys, isCatchAll, isPersonal } from '../../proxies.js'
import type { Rule } from '../../rule.js'
import { cachedMethods } from '../../seen.js'
import { probing } from '../../steps.js'

export const proxyCredentialsNotInKey: Rule = {
  id: 'proxy-credentials-not-in-key',
  severity: 'warning',
  title: 'an integration without an authorizer passes on Authorization and Cookie, which are not in the cache key',
  judge: (seen) =>
    cachedMethods(seen)
      .filter(({ method, facts }) => facts.passesAll && method !== 'OPTIONS' && !hasChosenKeys(facts))
      .filter(({ facts }) => !facts.takesCredentials && (isCatchAll(facts) || isPersonal(facts)))
      .map(({ method, path }) => ({
        method,
        path,
        message: `${method} ${path} has no authorizer, passes on Authorization and Cookie, and has neither in its key: where its backend knows callers by them, one gets another's answer (a and b stand for credentials of two callers)`,
        fix: probing({ method, path }, { identities: ['Authorization: Bearer a', 'Authorization: Bearer b'] }),
      })),
  page: {
    why: 'Without an authorizer API Gateway lets everybody in, and a proxy integration, or a template that goes through all parameters, hands on the headers that came. A backend that checks them itself answers the first caller, and the cache answers all others with that. Whether it does is not to be seen from here: the finding is for paths that catch all others, and for those that are named after one caller (/me, /account).',
    remedy: ({ step }) =>
      `Ask with a path and two callers of yours (instead of 1, a and b). Where they should get answers of their own, turn caching of the path off, or add header.Authorization or header.Cookie to the key (${step({ verb: 'keys add' })}) and deploy. Where the answers are for everybody, suppress the finding with that reason.`,
    sources: [
      { says: 'a proxy integration passes the whole request on', url: PROXY_GUIDE },
      { says: 'headers can be cache keys', url: CACHING_GUIDE },
    ],
  },
}
