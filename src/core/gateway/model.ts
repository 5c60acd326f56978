/** The vocabulary, and the JSON contract of every verb: these types are what `-o json` prints. */

export const CLUSTER_SIZES = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'] as const
/** Capacity of a cache cluster in GB, as API Gateway spells it. */
export type ClusterSize = (typeof CLUSTER_SIZES)[number]

export const MAX_TTL_SECONDS = 3600

export const STRATEGIES = ['FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'] as const
/** API Gateway's answer to a caller who may not invalidate. */
export type UnauthorizedStrategy = (typeof STRATEGIES)[number]

/** As people and files say them. */
export const SHORT_STRATEGY = {
  FAIL_WITH_403: 'fail',
  SUCCEED_WITH_RESPONSE_HEADER: 'warn',
  SUCCEED_WITHOUT_RESPONSE_HEADER: 'ignore',
} as const

export const CLUSTER_STATUSES = [
  'AVAILABLE',
  'NOT_AVAILABLE',
  'CREATE_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
  'FLUSH_IN_PROGRESS',
] as const
export type ClusterStatus = (typeof CLUSTER_STATUSES)[number]

/** The stage that a result is about. */
export interface Target {
  /** Null if it was not needed. */
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
  /** True if clients need `execute-api:InvalidateCache` to refresh an entry. */
  readonly requireAuthorization: boolean
  readonly unauthorized: UnauthorizedStrategy
}

export interface Cluster {
  readonly enabled: boolean
  readonly status: ClusterStatus
  /** In GB, in API Gateway's spelling. Null unless a cluster exists or is being created. */
  readonly size: string | null
}

/** The result of `enable`, `disable`, `resize`, `wait` and `flush`. */
export interface StageCache extends Target {
  readonly cluster: Cluster
  /** The stage's `*`/`*` entry; null if it has none. */
  readonly defaults: MethodSettings | null
  readonly changed: boolean
  readonly waitedMs: number
}

export interface EffectiveMethod extends MethodSettings {
  readonly method: string
  readonly path: string
  /** The entry that decides. */
  readonly source: 'override' | 'stage-default' | 'off'
  /** True if a response would be stored now: cluster, caching and TTL together. */
  readonly cached: boolean
  /** Cache keys of the running deployment; null if unknown. */
  readonly keys: readonly string[] | null
  /** Cache keys of the current API, if they differ from the deployed ones. */
  readonly pendingKeys: readonly string[] | null
}

export interface Price {
  readonly billed: boolean
  readonly hourlyUsd: number | null
  readonly monthlyUsd: number | null
  /** Date of the price table. */
  readonly asOf: string
  /** The region of the price: us-east-1 if the stage's own has none. */
  readonly of: string
}

export interface Warning {
  readonly rule: string
  readonly message: string
}
