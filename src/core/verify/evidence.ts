import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import type { ClusterStatus, EffectiveMethod, UnauthorizedStrategy } from '../gateway/model.js'
import type { Labels } from '../request/variants.js'

/** All that the verdict may rest on. */
export interface Evidence {
  /** Answers to the request itself, in the order in which they were asked for, before anything disturbed the cache. */
  readonly probes: readonly Observation[]
  /** Those to the same request with other values, each asked for in turn with the probes. */
  readonly others: readonly OtherAnswers[]
  /** By the ids of the proofs. */
  readonly taken: ReadonlyMap<string, unknown>
  /** The values that the request itself has; null where nothing was varied. */
  readonly main: Labels | null
  readonly named: NamedFreshness | null
  readonly expected: 'cached' | 'not-cached'
  readonly known: Known | null
  /** What was sent besides. */
  readonly sent: { readonly signed: boolean; readonly apiKey: boolean }
  /** The requests went to the stage's own address, with nothing in front of it. */
  readonly direct: boolean
}

export interface OtherAnswers {
  readonly variant: Labels
  readonly answers: readonly Observation[]
}

/** What decides that nothing is stored. */
export interface Uncached extends Pick<EffectiveMethod, 'source' | 'caching'> {
  readonly clusterStatus: ClusterStatus
  /** What the cache key would need first, as the guard of the settings says. */
  readonly missing: readonly string[]
}

/** Known of the method that answers, from the stage's settings and its deployment. */
export interface Known {
  readonly method: string
  /** As in the API: `/pets/{id}`. */
  readonly path: string
  /** The API's method that has the cache keys: `ANY`, or the same verb. */
  readonly servedBy: string
  /** An answer would be stored now. */
  readonly cached: boolean
  /** Why none would; null where it would. */
  readonly uncached: Uncached | null
  readonly ttlSeconds: number
  readonly requireAuthorization: boolean
  readonly unauthorized: UnauthorizedStrategy
  /** With what is mapped into them; null where they could not be told. */
  readonly keys: readonly string[] | null
  /** Of the API as it stands, where that differs: they wait for a deployment. */
  readonly pendingKeys: readonly string[] | null
  /** It takes signed requests only (AWS_IAM). */
  readonly signed: boolean
  /** It takes requests with an API key only. */
  readonly needsApiKey: boolean
  /** What its authorizer reads: `header.Authorization`. */
  readonly identity: readonly string[]
  /** Some requests run a canary past the stage's cache. */
  readonly canary: boolean
  /** No keys can be deployed while there is one. */
  readonly hasCanary: boolean
}
