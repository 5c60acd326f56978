import type { DoctorFinding } from '../doctor/report.js'
import type { Failed } from '../find/outcome.js'
import type { Cluster, Price, Target, Warning } from '../gateway/model.js'

/** The JSON contract of `list`: these types are what `-o json` prints. */

/** One stage, with what GetStages and CloudWatch tell of its cache. */
export interface ListRow extends Target {
  readonly cluster: Cluster
  /** Default caching of GETs, whether or not there is a cluster. */
  readonly caching: boolean
  /** Entries of single methods. */
  readonly overrides: number
  /** Those of them that switch caching on. */
  readonly cachedOverrides: number
  /** Of the defaults; null where the stage has none. */
  readonly ttlSeconds: number | null
  readonly encrypted: boolean | null
  /** In the window; null without a cluster, and where they are not known. */
  readonly hits: number | null
  readonly misses: number | null
  readonly requests: number | null
  readonly ratio: number | null
  /** The cluster is on and no request came; null where that is not known. */
  readonly idle: boolean | null
  readonly price: Price
  /** A tool that seems to manage the stage; null where there is no sign of one. */
  readonly managedBy: string | null
  /** Of the API and of the stage, which wins. */
  readonly tags: Readonly<Record<string, string>>
  /** What a status would warn of. */
  readonly warnings: readonly Warning[]
  /** What a doctor finds, the worst first; null where nobody asked, or where it could not be told. */
  readonly findings: readonly Pick<DoctorFinding, 'rule' | 'severity'>[] | null
}

/** One account and region that was read. */
export interface Scanned {
  /** Null where STS did not tell it. */
  readonly account: string | null
  readonly region: string
  readonly apis: number
  /** Those that were listed. */
  readonly stages: number
}

export interface Total {
  readonly by: 'account' | 'region' | 'tag' | 'all'
  /** The account, the region, or `tag=value`; of all together empty. */
  readonly name: string
  readonly stages: number
  /** Stages whose cluster is on. */
  readonly clusters: number
  /** Null where the price of one is not known. */
  readonly monthlyUsd: number | null
}

/** The result of `list`. */
export interface StageList {
  /** By account, region and API. */
  readonly stages: readonly ListRow[]
  readonly failed: readonly Failed[]
  readonly scanned: readonly Scanned[]
  readonly totals: readonly Total[]
}
