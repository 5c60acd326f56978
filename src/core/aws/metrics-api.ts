/** One metric of one dimension set, over periods. */
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

/** CloudWatch, narrowed to what this tool asks. */
export interface MetricsPlane {
  /** In order of time. Empty where nothing was recorded. */
  series(query: SeriesQuery & { readonly statistic: 'Sum' | 'SampleCount' }): Promise<readonly Point[]>
  /** Any number of series in the order of the queries, with as few calls as possible. Each metric is billed. */
  many(queries: readonly SeriesQuery[]): Promise<readonly (readonly Point[])[]>
}
