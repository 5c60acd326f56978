import { CACHING_GUIDE } from '../../links.js'
import { pathFits } from '../../path-pattern.js'
import type { Rule } from '../../rule.js'
import { cachedMethods } from '../../seen.js'
import { encrypting } from '../../steps.js'

export const sensitiveUnencrypted: Rule = {
  id: 'sensitive-unencrypted',
  severity: 'error',
  title: 'a path that the config file calls sensitive is stored unencrypted',
  judge: (seen) =>
    cachedMethods(seen).flatMap((one) => {
      const pattern = seen.sensitive.find((sensitive) => pathFits(sensitive, one.path))
      if (pattern === undefined || one.settings.encrypted) return []
      return {
        method: one.method,
        path: one.path,
        message: `${one.method} ${one.path} is sensitive (${pattern}), and its answers are stored unencrypted`,
        fix: encrypting(one),
      }
    }),
  page: {
    why: 'Nothing in API Gateway says that an answer holds personal or health data. The config file does: sensitive: [/patients/**]. In a pattern * stands for one segment and ** for any number of them. Such data must not lie in the clear in a cache for up to an hour.',
    remedy:
      'Turn encryption on, for the stage or for the method, or turn caching off. Then flush: what was stored before is not known to be encrypted.',
    sources: [
      {
        says: 'API Gateway is a HIPAA eligible service, and encryption of cached data is a setting',
        url: CACHING_GUIDE,
      },
    ],
  },
}
