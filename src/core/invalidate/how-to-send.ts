import { isSafeVerb } from '../gateway/method.js'
import type { Authority } from './authority.js'

/**
 * The requests needed to know the outcome. `once`: only the request. `settings`: the request, then a plain one
 * if a refusal, a Warning or an error needs an explanation. `refusal`: the same, but where the promised refusal or
 * Warning does not come, what was seen counts, and it goes on with `prove`. `compare`: the request between two plain
 * ones. `prove`: these, and the request once more, because data may have changed by themselves just then.
 */
export type Approach = 'once' | 'settings' | 'refusal' | 'compare' | 'prove'

/**
 * Chooses the fewest requests that tell the truth: if the stage's settings promise what the answer looks like,
 * that answer is enough. `own`: the URL is the stage's own address, with nothing in front.
 */
export function approachTo(
  authority: Authority,
  { verb, own, bypassed }: { readonly verb: string; readonly own: boolean; readonly bypassed: boolean },
): Approach {
  // Never repeats a request that may change something just to compare answers.
  if (!isSafeVerb(verb) || authority.kind === 'not-cached') return 'once'
  if (bypassed || authority.kind === 'unknown') return 'prove'
  if (!own) return 'compare'
  if (authority.kind === 'nobody') return isSilent(authority) ? 'prove' : 'refusal'
  return authority.kind === 'caller' && isSilent(authority) ? 'compare' : 'settings'
}

/** True if the gateway refuses without telling the caller. */
function isSilent(authority: Extract<Authority, { strategy: unknown }>): boolean {
  return authority.strategy === 'SUCCEED_WITHOUT_RESPONSE_HEADER'
}

export function mostRequests(approach: Approach): number {
  return { once: 1, settings: 2, refusal: 5, compare: 3, prove: 4 }[approach]
}

export function comparesAnswers(approach: Approach): boolean {
  return approach === 'compare' || approach === 'prove'
}
