import { number, span } from '../base/quantities.js'
import { probing } from '../doctor/steps.js'
import { type Adviser, countedMethods, ENOUGH, type StageAdvice } from './readings.js'
import { explained } from './short-ttl.js'

/** A method with a single entry that is missed more often than the entry can expire. */
export const notStored: Adviser = (basis) =>
  countedMethods(basis).flatMap((one): readonly StageAdvice[] => {
    const { method, hits, misses } = one
    if (hits + misses < ENOUGH || hits > misses || explained(basis, one)) return []
    const windowMs = basis.traffic.until - basis.traffic.since
    const expiries = Math.floor(windowMs / 1000 / method.ttlSeconds)
    return [
      {
        action: 'verify',
        reason: `${method.method} ${method.path} has no cache key and so one entry, which can expire ${number(expiries)} times in ${span(windowMs)}, but was missed ${number(misses)} times: something keeps its answers from being stored (above 1 MiB, a canary without the cache, clients that invalidate)`,
        step: probing(method),
        monthlyUsdChange: null,
        confidence: 'medium',
      },
    ]
  })
