import { ApigwCacheError } from '../base/errors.js'
import { slipOf } from '../base/near.js'
import type { Rule } from './rule.js'
import { anyOverride } from './rules/leftovers/any-override.js'
import { idleCluster } from './rules/leftovers/idle-cluster.js'
import { lingeringSize } from './rules/leftovers/lingering-size.js'
import { overrideWithoutMethod } from './rules/leftovers/override-without-method.js'
import { sameApiName } from './rules/leftovers/same-api-name.js'
import { strayMethodKey } from './rules/leftovers/stray-method-key.js'
import { wildcardMethodKey } from './rules/leftovers/wildcard-method-key.js'
import { answerNearLimit } from './rules/not-caching/answer-near-limit.js'
import { answerTooLarge } from './rules/not-caching/answer-too-large.js'
import { cachingWithoutCluster } from './rules/not-caching/caching-without-cluster.js'
import { canaryWithoutCache } from './rules/not-caching/canary-without-cache.js'
import { keysNotDeployed } from './rules/not-caching/keys-not-deployed.js'
import { noCache } from './rules/not-caching/no-cache.js'
import { nothingCached } from './rules/not-caching/nothing-cached.js'
import { streamNotCached } from './rules/not-caching/stream-not-cached.js'
import { ttlZero } from './rules/not-caching/ttl-zero.js'
import { anyoneMayInvalidate } from './rules/unsafe/anyone-may-invalidate.js'
import { sensitiveUnencrypted } from './rules/unsafe/sensitive-unencrypted.js'
import { unencryptedBesideEncrypted } from './rules/unsafe/unencrypted-beside-encrypted.js'
import { unencryptedCredentials } from './rules/unsafe/unencrypted-credentials.js'
import { identityNotInKey } from './rules/wrong-data/identity-not-in-key.js'
import { nonGetCached } from './rules/wrong-data/non-get-cached.js'
import { optionsCached } from './rules/wrong-data/options-cached.js'
import { originNotInKey } from './rules/wrong-data/origin-not-in-key.js'
import { parameterNotInKey } from './rules/wrong-data/parameter-not-in-key.js'
import { pathParameterNotInKey } from './rules/wrong-data/path-parameter-not-in-key.js'
import { proxyCredentialsNotInKey } from './rules/wrong-data/proxy-credentials-not-in-key.js'
import { proxyQueryNotInKey } from './rules/wrong-data/proxy-query-not-in-key.js'
import { sharedNamespace } from './rules/wrong-data/shared-namespace.js'
import { templateReadsNotInKey } from './rules/wrong-data/template-reads-not-in-key.js'

/** All rules: wrong data first, then what is unsafe, why it is not caching, leftovers, money. */
export const RULES: readonly Rule[] = [
  pathParameterNotInKey,
  identityNotInKey,
  sharedNamespace,
  nonGetCached,
  sensitiveUnencrypted,
  parameterNotInKey,
  templateReadsNotInKey,
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
  noCache,
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
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are: ${RULES.map((one) => one.id).join(', ')}`,
    data: { near },
  })
}

const MOST_NEAR = 3

/** Several words of an id, in any order, mean it. */
function hasWords(id: string, words: readonly string[]): boolean {
  const own = id.split('-')
  return words.length > 1 && words.every((word) => own.includes(word))
}

/** A part of an id is nearer to it than its distance says. Empty where none is near. */
function nearest(text: string): readonly string[] {
  const ids = RULES.map(({ id }) => id)
  const plain = (one: string) => one.replaceAll(/[^a-z\d]/gi, '').toLowerCase()
  const wanted = plain(text)
  if (wanted === '') return []
  const words = text.toLowerCase().split(/[^a-z\d]+/)
  const parts = ids.filter((id) => plain(id).includes(wanted) || hasWords(id, words))
  const typed = slipOf(wanted, ids.map(plain))
  const near = ids.filter((id) => plain(id) === typed)
  return [...new Set([...near, ...parts])].slice(0, MOST_NEAR)
}
