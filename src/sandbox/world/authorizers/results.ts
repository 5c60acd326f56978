import { LRUCache } from 'lru-cache'
import type { Judge } from '../../iam/resource-policy.js'
import type { Clock } from '../clock.js'
import type { Stage } from '../model.js'

/** What an authorizer's function said of a caller. It is good for every method of the stage: the policy decides. */
export interface Authorization {
  readonly principalId: string
  readonly context: Readonly<Record<string, string>>
  readonly usageIdentifierKey: string | undefined
  readonly judge: Judge
  /** Characters of all that was said. */
  readonly size: number
}

type Kept = Pick<LRUCache<string, Authorization>, 'get' | 'set'>

/** The results of authorizers, of each stage. They need no cluster. */
export interface Authorizations {
  of(stage: Stage): Kept
  flush(stage: Stage): void
}

/** So many of each stage; the one that was used least recently makes room for another. */
const MOST = 10_000
/** Functions may say what callers have sent them, which is much longer than what they are asked for. */
const MOST_CHARACTERS = 32 * 1024 ** 2

export function createAuthorizations(clock: Clock): Authorizations {
  const stages = new WeakMap<Stage, Kept>()
  return {
    of(stage) {
      const known = stages.get(stage)
      if (known) return known
      const kept = new LRUCache<string, Authorization>({
        max: MOST,
        maxSize: MOST_CHARACTERS,
        sizeCalculation: ({ size }, key) => size + key.length,
        ttlResolution: 0,
        perf: clock,
      })
      stages.set(stage, kept)
      return kept
    },
    // What is asked at this moment is kept for nobody.
    flush: (stage) => {
      stages.delete(stage)
    },
  }
}
