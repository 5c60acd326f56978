import { closest, distance } from 'fastest-levenshtein'
import { ApigwCacheError } from '../base/errors.js'
import type { Rule } from './rule.js'
import { answerNearLimit } from './rules/answer-near-limit.js'
import { answerTooLarge } from './rules/answer-too-large.js'
import { anyOverride } from './rules/any-override.js'
import { anyoneMayInvalidate } from './rules/anyone-may-invalidate.js'
import { cachingWithoutCluster } from './rules/caching-without-cluster.js'
import { canaryWithoutCache } from './rules/canary-without-cache.js'
import { identityNotInKey } from './rules/identity-not-in-key.js'
import { idleCluster } from './rules/idle-cluster.js'
import { keysNotDeployed } from './rules/keys-not-deployed.js'
import { lingeringSize } from './rules/lingering-size.js'
import { nonGetCached } from './rules/non-get-cached.js'
import { nothingCached } from './rules/nothing-cached.js'
import { optionsCached } from './rules/options-cached.js'
import { originNotInKey } from './rules/origin-not-in-key.js'
import { overrideWithoutMethod } from './rules/override-without-method.js'
import { parameterNotInKey } from './rules/parameter-not-in-key.js'
import { pathParameterNotInKey } from './rules/path-parameter-not-in-key.js'
import { proxyCredentialsNotInKey } from './rules/proxy-credentials-not-in-key.js'
import { proxyQueryNotInKey } from './rules/proxy-query-not-in-key.js'
import { sameApiName } from './rules/same-api-name.js'
import { sensitiveUnencrypted } from './rules/sensitive-unencrypted.js'
import { sharedNamespace } from './rules/shared-namespace.js'
import { strayMethodKey } from './rules/stray-method-key.js'
import { streamNotCached } from './rules/stream-not-cached.js'
import { ttlZero } from './rules/ttl-zero.js'
import { unencryptedBesideEncrypted } from './rules/unencrypted-beside-encrypted.js'
import { unencryptedCredentials } from './rules/unencrypted-credentials.js'
import { wildcardMethodKey } from './rules/wildcard-method-key.js'

/** All rules: wrong data first, then what is unsafe, why it is not caching, leftovers, money. */
export const RULES: readonly Rule[] = [
  pathParameterNotInKey,
  identityNotInKey,
  sharedNamespace,
  nonGetCached,
  sensitiveUnencrypted,
  parameterNotInKey,
  proxyCredentialsNotInKey,
  proxyQueryNotInKey,
  originNotInKey,
  optionsCached,
  unencryptedCredentials,
  unencryptedBesideEncrypted,
  anyoneMayInvalidate,
  nothingCached,
  ttlZero,
  keysNotDeployed,
  canaryWithoutCache,
  streamNotCached,
  answerTooLarge,
  answerNearLimit,
  cachingWithoutCluster,
  strayMethodKey,
  wildcardMethodKey,
  overrideWithoutMethod,
  anyOverride,
  sameApiName,
  idleCluster,
  lingeringSize,
]

/** The rule of that name. Errors: `usage` with the closest one; `where` says who named it. */
export function ruleOf(id: string, where: string): Rule {
  const found = RULES.find((one) => one.id === id)
  if (found) return found
  const near = nearest(id)
  throw new ApigwCacheError('usage', 'unknown-rule', `${where} names the rule "${id}", which there is not`, {
    hint:
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : `there are: ${RULES.map((one) => one.id).join(', ')}`,
    data: { near },
  })
}

const MOST_NEAR = 3

/** A part of an id is nearer to it than its distance says. Empty where none is near. */
function nearest(text: string): readonly string[] {
  const ids = RULES.map(({ id }) => id)
  const plain = (one: string) => one.replaceAll(/[^a-z\d]/gi, '').toLowerCase()
  const wanted = plain(text)
  if (wanted === '') return []
  const parts = ids.filter((id) => plain(id).includes(wanted))
  const most = Math.floor(wanted.length / 3)
  const typed = closest(wanted, ids.map(plain))
  const near = distance(wanted, typed) <= most ? ids.filter((id) => plain(id) === typed) : []
  return [...new Set([...near, ...parts])].slice(0, MOST_NEAR)
}
