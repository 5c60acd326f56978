import { number, percent, span } from '../base/quantities.js'
import { MAX_TTL_SECONDS } from '../gateway/model.js'
import { sureness } from './confidence.js'
import { suspects } from './fine-keys.js'
import { type Adviser, type Basis, type Counted, countedMethods, ENOUGH, type StageAdvice } from './readings.js'

const POOR_RATIO = 0.5
const GOOD_RATIO = 0.6
const WORTH_IT = 0.2
const STEPS = [60, 300, 900, 1800, MAX_TTL_SECONDS]

/**
 * A TTL that is over before the next request for the entry comes. With requests at random times an entry is hit
 * as often as the TTL is longer than the time between two of them: ratio = n / (1 + n), n requests a TTL. Without
 * keys n is known. With keys it follows from the present ratio as if all entries were asked for alike: where they
 * are not, a longer TTL gains less.
 */
export const shortTtl: Adviser = (basis) =>
  countedMethods(basis).flatMap((one): readonly StageAdvice[] => {
    const { method, hits, misses } = one
    const { ttlSeconds } = method
    const ratio = hits / (hits + misses)
    if (hits + misses < ENOUGH || misses === 0 || ratio >= POOR_RATIO || ttlSeconds === 0) return []
    if (suspects(basis, method).length > 0 || !explained(basis, one)) return []
    const single = method.keys?.length === 0
    const windowMs = basis.traffic.until - basis.traffic.since
    const aSecond = single ? (hits + misses) / (windowMs / 1000) : hits / misses / ttlSeconds
    const expected = (ttl: number) => (aSecond * ttl) / (1 + aSecond * ttl)
    const better = STEPS.filter((ttl) => ttl > ttlSeconds && expected(ttl) - ratio >= WORTH_IT)
    const ttl = better.find((candidate) => expected(candidate) >= GOOD_RATIO) ?? better.at(-1)
    if (ttl === undefined) return []
    const name = `${method.method} ${method.path}`
    return [
      {
        action: 'ttl',
        reason: `${name} has a TTL of ${ttlSeconds} s and a ratio of ${percent(ratio)} (${number(hits)} of ${number(hits + misses)} in ${span(windowMs)}); with ${ttl} s ${single ? '' : 'at most '}about ${percent(expected(ttl))} is to be expected of the same requests, if answers may be that old`,
        step: { verb: 'override', words: [method.method, method.path], options: { ttlSeconds: String(ttl) } },
        monthlyUsdChange: null,
        confidence: single ? sureness(windowMs) : 'low',
      },
    ]
  })

/** Without keys there is one entry, and it can expire only so often: more misses have another reason. */
export function explained({ traffic }: Basis, { method, misses }: Counted): boolean {
  if (method.keys === null || method.keys.length > 0 || method.ttlSeconds === 0) return true
  const expiries = (traffic.until - traffic.since) / 1000 / method.ttlSeconds
  return misses <= 1.5 * expiries + 10
}
