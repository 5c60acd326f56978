import { isSafeVerb } from '../gateway/method.js'
import type { Authority } from './authority.js'

/**
 * The requests needed to know the outcome. `once`: only the request. `settings`: the request, then a plain one
 * if a refusal, a Warning or an error needs an explanation. `compare`: the request between two plain ones.
 * `prove`: these, and the request once more, because data may have changed by themselves just then.
 */
export type Approach = 'once' | 'settings' | 'compare' | 'prove'

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
  return authority.kind === 'caller' && isSilent(authority) ? 'compare' : 'settings'
}

/** True if the gateway refuses without telling the caller. */
function isSilent(authority: Extract<Authority, { strategy: unknown }>): boolean {
  return authority.strategy === 'SUCCEED_WITHOUT_RESPONSE_HEADER'
}

export function mostRequests(approach: Approach): number {
  return { once: 1, settings: 2, compare: 3, prove: 4 }[approach]
}

export function comparesAnswers(approach: Approach): boolean {
  return approach === 'compare' || approach === 'prove'
}
