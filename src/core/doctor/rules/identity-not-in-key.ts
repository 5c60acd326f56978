import { override } from '../command.js'
import { keysFix } from '../keys-fix.js'
import type { Rule } from '../rule.js'
import { cachedMethods } from '../seen.js'
import { CACHING_GUIDE, plugin } from '../sources.js'

/** What stands for a signature, which no key can hold. */
const SIGNATURE = 'IAM'

export const identityNotInKey: Rule = {
  id: 'identity-not-in-key',
  severity: 'error',
  title: 'what tells callers apart is not in the cache key',
  judge: (seen) =>
    cachedMethods(seen).flatMap((one) => {
      const { method, path } = one
      const missing = one.facts.unkeyedIdentity
      if (missing.length === 0) return []
      const signed = missing.includes(SIGNATURE)
      return {
        method,
        path,
        message: signed
          ? `${method} ${path} is cached although it takes signed requests: every caller gets the first one's answer`
          : `${method} ${path} is cached without ${missing.join(', ')} in its key: one caller gets another's answer`,
        fix: signed ? override(seen, one, '--cache', 'off') : keysFix(seen, one, missing),
        safe: { kind: 'uncache', ref: { method, path } },
      }
    }),
  page: {
    why: "The authorizer lets a caller in, and then the cache answers with what was stored for whoever came first. Identity is what the method's authorizer reads: its identity source, the token of a user pool, or a signature.",
    remedy:
      'Put what the authorizer reads into the key and deploy, so that each caller has entries of their own. On AWS_IAM methods turn caching off: a signature differs with every request, so that header.Authorization as a key never hits. --fix turns caching of the method off. Where the answer is the same for everybody, suppress the finding with that reason.',
    sources: [
      { says: 'headers can be cache keys', url: CACHING_GUIDE },
      {
        says: 'results of an authorizer cannot be cache keys, the header that it reads can',
        url: plugin(87),
      },
    ],
  },
}
