import type { Observation } from '../answer/observation.js'
import type { HttpRequest } from '../base/http.js'
import type { OpenStage } from '../find/open-stage.js'
import { matchMethod } from '../gateway/match.js'
import type { MethodsSeen } from '../gateway/methods.js'
import { type Plan, pathOf } from '../request/plan.js'
import { testInvoke } from '../request/test-invoke.js'
import { isUncached } from './stored.js'

/** Answers past the cache, one a method, as the backend has to make each. */
export interface PastCache {
  /** Upper limit of answers to take. */
  readonly atMost: number
  /** The answer for the URL's method; null without one. */
  known(plan: Plan): Observation | null
  /** Takes the answer unless that was tried before. */
  take(plan: Plan): Promise<Observation | null>
}

const MOST = 5

/** Test-invokes the GET methods of a known stage; after a refusal a method is not tried again. */
export function createPastCache(
  stage: OpenStage | null,
  seen: MethodsSeen | null,
  plans: readonly Plan[],
  headers: HttpRequest['headers'],
): PastCache {
  const resourceOf = (plan: Plan): string | null => {
    const path = pathOf(plan)
    if (!stage || path === null || plan.method === null || isUncached(plan)) return null
    return matchMethod(seen?.current ?? [], 'GET', path)?.resourceId ?? null
  }
  const possible = new Set(plans.flatMap((plan) => (resourceOf(plan) === null ? [] : [nameOf(plan)])))
  const tried = new Map<string, Observation | null>()
  return {
    atMost: Math.min(MOST, possible.size),
    known: (plan) => tried.get(nameOf(plan)) ?? null,
    async take(plan) {
      const resourceId = resourceOf(plan)
      const name = nameOf(plan)
      if (!stage || resourceId === null || tried.has(name) || tried.size >= MOST) return null
      tried.set(name, null)
      const answer = await testInvoke(stage, plan, { resourceId, method: 'GET', headers })
      tried.set(name, answer)
      return answer
    },
  }
}

function nameOf({ method }: Plan): string {
  return `${method?.method} ${method?.path}`
}
