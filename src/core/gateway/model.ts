/** The vocabulary, and the JSON contract of every verb: these types are what `-o json` prints. */

export const CLUSTER_SIZES = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'] as const
/** Capacity of a cache cluster in GB, as API Gateway spells it. */
export type ClusterSize = (typeof CLUSTER_SIZES)[number]

export const MAX_TTL_SECONDS = 3600

export const STRATEGIES = [
  'FAIL_WITH_403',
  'SUCCEED_WITH_RESPONSE_HEADER',
  'SUCCEED_WITHOUT_RESPONSE_HEADER',
] as const
/** What a caller who may not invalidate gets. */
export type UnauthorizedStrategy = (typeof STRATEGIES)[number]

export type ClusterStatus =
  | 'AVAILABLE'
  | 'NOT_AVAILABLE'
  | 'CREATE_IN_PROGRESS'
  | 'DELETE_IN_PROGRESS'
  | 'FLUSH_IN_PROGRESS'

/** Which stage a result speaks of. */
export interface Target {
  /** Null unless it had to be known. */
  readonly account: string | null
  readonly region: string
  readonly api: { readonly id: string; readonly name: string | null }
  readonly stage: string
}

export interface MethodSettings {
  readonly caching: boolean
  /** Seconds, 0 to 3600; 0 means not cached. */
  readonly ttlSeconds: number
  readonly encrypted: boolean
  /** Whether a client needs `execute-api:InvalidateCache` to refresh an entry. */
  readonly requireAuthorization: boolean
  readonly unauthorized: UnauthorizedStrategy
}

export interface Cluster {
  readonly enabled: boolean
  readonly status: ClusterStatus
  /** In GB, as API Gateway spells it. Null unless provisioned or being provisioned. */
  readonly size: string | null
}

/** The result of `enable`, `disable`, `resize`, `wait` and `flush`. */
export interface StageCache extends Target {
  readonly cluster: Cluster
  /** The stage's own default settings (its `*`/`*` entry); null where it has none. */
  readonly defaults: MethodSettings | null
  readonly changed: boolean
  readonly waitedMs: number
}

export interface EffectiveMethod extends MethodSettings {
  readonly method: string
  readonly path: string
  /** Who decides. */
  readonly source: 'override' | 'stage-default' | 'off'
  /** Whether a response would be stored now: cluster, caching and TTL together. */
  readonly cached: boolean
  /** Cache key parameters of the deployment that the stage runs; null where they could not be told. */
  readonly keys: readonly string[] | null
  /** Those of the API as it stands now, where they differ from the deployed ones. */
  readonly pendingKeys: readonly string[] | null
}

export interface Price {
  readonly billed: boolean
  readonly hourlyUsd: number | null
  readonly monthlyUsd: number | null
  /** Date of the price table. */
  readonly asOf: string
  /** The region whose price it is: us-east-1 where that of the stage's own is not known. */
  readonly of: string
}

export interface Warning {
  readonly rule: string
  readonly message: string
}
