/** The vocabulary, and the JSON contract of every verb: these types are what `-o json` prints. */

import type { WarmReport } from '../warm/report.js'

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

/** The result of `enable`, `disable`, `resize`, `wait`, `flush` and `defaults`. */
export interface StageCache extends Target {
  readonly cluster: Cluster
  /** The stage's own default settings (its `*`/`*` entry); null where it has none. */
  readonly defaults: MethodSettings | null
  readonly changed: boolean
  readonly waitedMs: number
  /** Of `flush --then-warm`: how the list was warmed afterwards. */
  readonly warm?: WarmReport
  /** Of `defaults`: the overrides that keep another value, and which. */
  readonly shadowedBy?: readonly Shadow[]
}

/** A method whose own settings do not follow the stage's defaults. */
export interface Shadow {
  readonly method: string
  readonly path: string
  readonly field: keyof MethodSettings
  readonly value: MethodSettings[keyof MethodSettings]
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

export interface OverriddenMethod extends EffectiveMethod {
  /** Only there where the stage has settings of a method that the API does not have. */
  readonly noSuchMethod?: true
}

/** The result of `override`. */
export interface OverrideReport extends StageCache {
  /** The methods that were named; those with an override where none was. */
  readonly methods: readonly OverriddenMethod[]
  /** Entries of the stage in another spelling than API Gateway's own. */
  readonly strays: readonly StrayKey[]
}

/** An entry of `methodSettings` such as `a/b/GET`, where API Gateway itself writes `~1a~1b/GET`. */
export interface StrayKey {
  readonly key: string
  readonly canonical: string
  readonly method: string
  readonly path: string
  /** Whether it is this entry that decides for the method. */
  readonly decides: boolean
}

export interface Metrics {
  /** ISO 8601, UTC. */
  readonly since: string
  readonly until: string
  /** Up to here CloudWatch has everything; later minutes may still be missing. */
  readonly settledUntil: string
  readonly periodSeconds: number
  readonly hits: number | null
  readonly misses: number | null
  readonly requests: number | null
  /** hits ÷ (hits + misses), 0 to 1. */
  readonly ratio: number | null
  readonly series: readonly { readonly at: string; readonly hits: number; readonly misses: number }[]
  /** Null where detailed metrics are off. */
  readonly methods:
    | readonly {
        readonly method: string
        readonly path: string
        readonly hits: number
        readonly misses: number
        readonly ratio: number | null
      }[]
    | null
  /** Those with detailed metrics that are not among `methods`, as CloudWatch may be late; left out where none is. */
  readonly methodsNotYet?: readonly { readonly method: string; readonly path: string }[]
}

export interface StatusReport extends StageCache {
  readonly methods: readonly EffectiveMethod[] | null
  readonly metrics: Metrics
  readonly price: Price
  readonly managedBy: { readonly tool: string; readonly evidence: string } | null
  readonly canary: { readonly percent: number; readonly usesStageCache: boolean } | null
  readonly warnings: readonly Warning[]
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

export type Verdict = 'cached' | 'not-cached' | 'inconclusive'

export interface VerifyReport {
  /** Null where the URL is not known to be a stage's. */
  readonly target: Target | null
  readonly method: string
  readonly url: string
  readonly verdict: Verdict
  readonly layer: 'stage' | 'some-cache' | null
  readonly expected: 'cached' | 'not-cached'
  readonly passed: boolean
  /** One sentence that names the evidence. */
  readonly reason: string
  /** Which value showed it, such as `body:data.generatedAt` or `header:x-generated-at`. */
  readonly freshness: { readonly source: string; readonly kind: 'timestamp' | 'token' | 'body' } | null
  readonly probes: readonly {
    readonly at: string
    readonly status: number
    readonly latencyMs: number
    readonly value: string | null
    readonly sameAsFirst: boolean | null
    /** What was special about the request, such as `type=admin` or `during the flush`; left out for plain ones. */
    readonly label?: string
  }[]
  readonly latency: { readonly firstMs: number; readonly repeatMedianMs: number }
  readonly checks: readonly {
    readonly id: string
    readonly outcome: 'pass' | 'fail' | 'skip' | 'unknown'
    readonly detail: string
  }[]
  /** What to do where it did not pass, with the command where there is one; else null. */
  readonly next: string | null
}

/** The result of `verify`, also for one URL. */
export interface VerifyResult {
  readonly reports: readonly VerifyReport[]
  readonly passed: boolean
}

/** A method with its cache keys: a row of `keys`. */
export interface KeyedMethod extends EffectiveMethod {
  /** Of the API as it stands. Methods with one namespace share entries where their key values agree. */
  readonly cacheNamespace: string | null
}

/** The result of `keys list`. A method that was never deployed has its keys in `pendingKeys`. */
export interface KeyList extends Target {
  readonly methods: readonly KeyedMethod[]
  readonly warnings: readonly Warning[]
}

/** The result of `keys add` and `keys remove`: `methods` has the one that was named. */
export interface KeyChange extends KeyList {
  readonly changed: boolean
  /** Ids of the deployment that was made and of the one before; null where none was made. */
  readonly deployment: { readonly id: string; readonly previous: string } | null
}

/** The result of every writing verb under `--dry-run`. */
export interface DryRun {
  readonly requests: readonly {
    readonly service: string
    readonly method: string
    readonly url: string
    readonly body: unknown
    /** Of requests to a stage: the names of the headers, without their values unless these are everybody's. */
    readonly headers?: readonly string[]
  }[]
}
