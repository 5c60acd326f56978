import { type Choices, defaultsOf, flag, numberIn, oneOf } from './choices.js'

/**
 * Choices where the behaviour of AWS is not known. BEHAVIOUR.md explains each under its name. Times are milliseconds.
 */
export interface Knobs {
  readonly keyIncludesVerb: boolean
  readonly cacheErrorStatuses: boolean
  readonly flushWithoutCluster: 'bad-request' | 'accept'
  readonly keyIncludesDeployment: boolean
  readonly overrideInherit: 'all' | 'caching-only'
  readonly anyKeyMatches: boolean
  readonly rawSlashes: boolean
  readonly resizeSequence: 'create' | 'delete-create'
  readonly enabledDuringDelete: boolean
  readonly multiValueKey: 'last' | 'first' | 'joined'
  readonly statusLag: number
  readonly deletedStageInPlan: 'dissociate' | 'keep'
}

/** Help, hints, defaults and the parser of `--knob` follow from this list. */
export const KNOBS: Choices<Knobs> = {
  keyIncludesVerb: flag(true, 'the verb is part of the cache key'),
  cacheErrorStatuses: flag(true, 'answers other than 2xx are cached'),
  flushWithoutCluster: oneOf(['bad-request', 'accept'], 'the answer to a flush where there is no cluster'),
  keyIncludesDeployment: flag(true, 'the deployment is part of the cache key'),
  overrideInherit: oneOf(['all', 'caching-only'], 'the fields of */* that a new override copies'),
  anyKeyMatches: flag(false, 'a setting for ANY applies to requests'),
  rawSlashes: flag(true, 'method keys with unescaped slashes are accepted'),
  resizeSequence: oneOf(['create', 'delete-create'], 'the statuses of a resize'),
  enabledDuringDelete: flag(true, 'cacheClusterEnabled stays true while the cluster is deleted'),
  multiValueKey: oneOf(['last', 'first', 'joined'], 'which of several values of a parameter the key has'),
  statusLag: numberIn({ unit: 'ms', min: 0 }, 0, 'how long GetStage shows the status from before a change'),
  deletedStageInPlan: oneOf(['dissociate', 'keep'], 'what becomes of a deleted stage in usage plans'),
}

export const DEFAULT_KNOBS: Knobs = defaultsOf(KNOBS)
