/** A time series of one metric and one set of dimensions. */
export interface SeriesQuery {
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: 'Sum' | 'SampleCount' | 'Average' | `p${number}`
  /** Epoch milliseconds; `since` inclusive, `until` exclusive. */
  readonly since: number
  readonly until: number
  readonly periodSeconds: number
}

export interface Point {
  /** Start of the period, epoch milliseconds. */
  readonly at: number
  readonly value: number
}

/** The calls of CloudWatch that this tool makes. */
export interface MetricsApi {
  /** Sorted by time; empty if nothing was recorded. */
  series(query: SeriesQuery & { readonly statistic: 'Sum' | 'SampleCount' | 'Average' }): Promise<readonly Point[]>
  /** Reads any number of series with as few calls as possible, in the order of the queries. Each metric is billed. */
  many(queries: readonly SeriesQuery[]): Promise<readonly (readonly Point[])[]>
}
