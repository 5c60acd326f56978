import type { Step } from '../../base/spelling.js'
import { CANARY_FIRST, deploying } from '../../gateway/canary.js'
import { addableKeys } from '../../gateway/identity.js'
import type { Known, Uncached } from '../evidence.js'
import type { Advice } from '../request.js'

/** Names only what is missing, in an order in which each step is allowed. PURE. */
export function turningOn(known: Known, uncached: Uncached, { spelling, target }: Advice): string {
  const { missing } = uncached
  const keys = addableKeys(missing)
  if (keys.length < missing.length) return 'leave it uncached: no cache key can tell its callers apart'
  const { servedBy, path, hasCanary } = known
  const adding: Step = { verb: 'keys add', words: [servedBy, path, ...keys], options: deploying(hasCanary) }
  if (keys.length > 0 && hasCanary) {
    const what = `${whatFor(uncached, keys)} once that is deployed (${CANARY_FIRST})`
    return `${what}:\n${spelling.step({ ...adding, target })}`
  }
  const steps = [...(keys.length > 0 ? [adding] : []), ...switching(known, uncached)]
  const what = whatFor(uncached, keys)
  return [`${what}:`, ...steps.map((step) => spelling.step({ ...step, target }))].join('\n')
}

function whatFor({ clusterStatus }: Uncached, keys: readonly string[]): string {
  const on = isGone(clusterStatus) ? 'provision the cluster' : 'turn caching on'
  if (keys.length > 0) return `add to its cache key what tells callers or resources apart, and ${on}`
  return isGone(clusterStatus) || clusterStatus === 'AVAILABLE' ? on : 'wait until the cluster serves'
}

/** A new cluster brings default caching, which is for GET and yields to an override. */
function switching({ method, path, ttlSeconds }: Known, uncached: Uncached): readonly Step[] {
  const { clusterStatus, source, caching } = uncached
  const isNew = isGone(clusterStatus)
  const byDefault = isNew && method === 'GET' && source !== 'override'
  const ttl = ttlSeconds === 0 ? { ttlSeconds: '300' } : {}
  const cluster: Step = isNew
    ? { verb: 'enable', options: byDefault ? ttl : {} }
    : { verb: 'wait', words: ['available'] }
  const isSet = byDefault || (caching && ttlSeconds > 0)
  const override: Step = { verb: 'override', words: [method, path], options: { caching: true, ...ttl } }
  return [...(clusterStatus === 'AVAILABLE' ? [] : [cluster]), ...(isSet ? [] : [override])]
}

function isGone(status: Uncached['clusterStatus']): boolean {
  return status === 'NOT_AVAILABLE' || status === 'DELETE_IN_PROGRESS'
}
