/**
 * What nobody outside AWS knows, each with the default that BEHAVIOUR.md explains under the same name.
 * Times are milliseconds.
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
}

export const DEFAULT_KNOBS: Knobs = {
  keyIncludesVerb: true,
  cacheErrorStatuses: true,
  flushWithoutCluster: 'bad-request',
  keyIncludesDeployment: true,
  overrideInherit: 'all',
  anyKeyMatches: false,
  rawSlashes: false,
  resizeSequence: 'create',
  enabledDuringDelete: true,
  multiValueKey: 'last',
  statusLag: 0,
}
