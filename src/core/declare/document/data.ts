import type { ClusterSize } from '../../gateway/model.js'

/** What the declarative file says of the settings of a stage, or of one method. */
export interface DeclaredSettings {
  readonly caching?: boolean | undefined
  /** Seconds, or `90s`, `5m`, `1h`. */
  readonly ttl?: number | string | undefined
  readonly encrypted?: boolean | undefined
  readonly requireAuthorization?: boolean | undefined
  readonly unauthorized?: string | undefined
  readonly detailedMetrics?: boolean | undefined
}

export interface DeclaredMethod extends DeclaredSettings {
  /** The exact set, such as `path.id`. */
  readonly keys?: readonly string[] | undefined
}

/** One stage of the declarative file. */
export interface DeclaredStage {
  /** Name, id or ARN. */
  readonly api: string
  /** Where `api` is an id: the name that it has to have. */
  readonly name?: string | undefined
  readonly stage: string
  readonly region?: string | undefined
  readonly account?: string | undefined
  readonly cache?: ClusterSize | false | undefined
  readonly settings?: DeclaredSettings | undefined
  /** By `GET /pets/{id}`. */
  readonly methods?: Readonly<Record<string, DeclaredMethod>> | undefined
  readonly prune?: boolean | undefined
}

/** The declarative file as plain data. */
export interface Declaration {
  readonly version: 1
  readonly defaults?: { readonly region?: string | undefined; readonly account?: string | undefined } | undefined
  readonly stages: readonly DeclaredStage[]
}
