import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import type { UnauthorizedStrategy } from '../gateway/model.js'
import type { Labels } from '../request/variants.js'

/** All that the verdict may rest on. */
export interface Evidence {
  /** Answers to the request itself, in the order in which they were asked for, before anything disturbed the cache. */
  readonly probes: readonly Observation[]
  /** Those to the same request with other values, each asked for in turn with the probes. */
  readonly others: readonly OtherAnswers[]
  /** What each proof took, by its id. */
  readonly taken: ReadonlyMap<string, unknown>
  /** What the request has of what was varied; null where nothing was. */
  readonly main: Labels | null
  readonly named: NamedFreshness | null
  readonly expected: 'cached' | 'not-cached'
  readonly known: Known | null
}

export interface OtherAnswers {
  readonly variant: Labels
  readonly answers: readonly Observation[]
}

/** What the stage's settings and its deployment say of the method that answers. */
export interface Known {
  readonly method: string
  /** As in the API: `/pets/{id}`. */
  readonly path: string
  /** Whether an answer would be stored now. */
  readonly cached: boolean
  readonly ttlSeconds: number
  readonly requireAuthorization: boolean
  readonly unauthorized: UnauthorizedStrategy
  /** Null where they could not be told. */
  readonly keys: readonly string[] | null
  /** Whether it takes signed requests only (AWS_IAM). */
  readonly signed: boolean
  /** Whether some requests run a canary past the stage's cache. */
  readonly canary: boolean
}
