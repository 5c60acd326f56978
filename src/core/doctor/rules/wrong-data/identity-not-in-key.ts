import { unkeyedIdentities } from '../../../exposure/wrong-data.js'
import { addableKeys, SIGNATURE } from '../../../gateway/identity.js'
import { type MethodRef, nameOfMethod } from '../../../gateway/method.js'
import { CACHING_GUIDE, plugin } from '../../links.js'
import type { CheapRule } from '../../rule.js'
import { storedWrongly } from '../../seen.js'
import { addingKeys, cachingOff } from '../../steps.js'

export const identityNotInKey: CheapRule = {
  id: 'identity-not-in-key',
  severity: 'error',
  fixes: true,
  title: 'what tells callers apart is not in the cache key',
  cheap: true,
  judge: (seen) =>
    storedWrongly(seen, unkeyedIdentities).map(({ method, path, missing }) => {
      const ref = { method, path }
      const keys = addableKeys(missing)
      return {
        ...ref,
        message: messageFor(ref, missing),
        fix: keys.length < missing.length ? cachingOff(ref) : addingKeys(seen, ref, keys),
        safe: { kind: 'uncache', ref },
      }
    }),
  page: {
    why: "The authorizer lets a caller in, and then the cache answers with what was stored for whoever came first. Identity is what the method's authorizer reads: its identity source, the token of a user pool, or a signature. An authorizer of requests may name no header and no parameter at all, and read any: then nothing tells which key would tell callers apart.",
    remedy: ({ option }) =>
      `Put what the authorizer reads into the key and deploy, so that each caller has entries of their own. On AWS_IAM methods turn caching off: a signature differs with every request, so that header.Authorization as a key never hits. Turn it off too where the authorizer names nothing, or make what it reads its identity source, and that a key. ${option('fix')} turns caching of the method off. Where the answer is the same for everybody, suppress the finding with that reason.`,
    sources: [
      { says: 'headers can be cache keys', url: CACHING_GUIDE },
      {
        says: 'results of an authorizer cannot be cache keys, the header that it reads can',
        url: plugin(87),
      },
    ],
  },
}

function messageFor(ref: MethodRef, missing: readonly string[]): string {
  const name = nameOfMethod(ref)
  if (missing.includes(SIGNATURE)) {
    return `${name} is cached although it takes signed requests: every caller gets the first one's answer`
  }
  const keys = addableKeys(missing)
  return keys.length > 0
    ? `${name} is cached without ${keys.join(', ')} in its key: one caller gets another's answer`
    : `${name} is cached, and its authorizer names nothing that a cache key can hold: one caller gets another's answer`
}
