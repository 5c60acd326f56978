import { isSafeVerb } from '../gateway/method.js'
import type { Authority } from './authority.js'

/**
 * The requests that it takes to know the outcome. `once`: the request alone. `settings`: the request, and a plain one
 * after it where that has to explain a refusal, a Warning or an error. `compare`: between two plain requests.
 * `prove`: the same, and the request once more, because data may have changed by themselves just then.
 */
export type Approach = 'once' | 'settings' | 'compare' | 'prove'

/**
 * As few requests as tell the truth: where the stage's settings promise what the answer will look like, it is
 * enough to look at that answer. `own` says that the URL is the stage's own address, with nothing in front.
 */
export function approachTo(
  authority: Authority,
  { verb, own, bypassed }: { readonly verb: string; readonly own: boolean; readonly bypassed: boolean },
): Approach {
  // A request that may change something is not repeated just to compare answers.
  if (!isSafeVerb(verb) || authority.kind === 'not-cached') return 'once'
  if (bypassed || authority.kind === 'unknown') return 'prove'
  if (!own) return 'compare'
  return authority.kind === 'caller' && isSilent(authority) ? 'compare' : 'settings'
}

/** The gateway refuses without telling the caller. */
function isSilent(authority: Extract<Authority, { strategy: unknown }>): boolean {
  return authority.strategy === 'SUCCEED_WITHOUT_RESPONSE_HEADER'
}

export function mostRequests(approach: Approach): number {
  return { once: 1, settings: 2, compare: 3, prove: 4 }[approach]
}

export function comparesAnswers(approach: Approach): boolean {
  return approach === 'compare' || approach === 'prove'
}
