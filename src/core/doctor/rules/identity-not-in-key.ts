import { unkeyedIdentities } from '../../exposure/wrong-data.js'
import { SIGNATURE } from '../../gateway/identity.js'
import { CACHING_GUIDE, plugin } from '../links.js'
import type { CheapRule } from '../rule.js'
import { storedWrongly } from '../seen.js'
import { addingKeys, cachingOff } from '../steps.js'

export const identityNotInKey: CheapRule = {
  id: 'identity-not-in-key',
  severity: 'error',
  title: 'what tells callers apart is not in the cache key',
  cheap: true,
  judge: (seen) =>
    storedWrongly(seen, unkeyedIdentities).map(({ missing, ...ref }) => {
      const { method, path } = ref
      const signed = missing.includes(SIGNATURE)
      return {
        ...ref,
        message: signed
          ? `${method} ${path} is cached although it takes signed requests: every caller gets the first one's answer`
          : `${method} ${path} is cached without ${missing.join(', ')} in its key: one caller gets another's answer`,
        fix: signed ? cachingOff(ref) : addingKeys(seen, ref, missing),
        safe: { kind: 'uncache', ref },
      }
    }),
  page: {
    why: "The authorizer lets a caller in, and then the cache answers with what was stored for whoever came first. Identity is what the method's authorizer reads: its identity source, the token of a user pool, or a signature.",
    remedy: ({ option }) =>
      `Put what the authorizer reads into the key and deploy, so that each caller has entries of their own. On AWS_IAM methods turn caching off: a signature differs with every request, so that header.Authorization as a key never hits. ${option('fix')} turns caching of the method off. Where the answer is the same for everybody, suppress the finding with that reason.`,
    sources: [
      { says: 'headers can be cache keys', url: CACHING_GUIDE },
      {
        says: 'results of an authorizer cannot be cache keys, the header that it reads can',
        url: plugin(87),
      },
    ],
  },
}
