import type { MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch'
import { ApigwCacheError } from '../base/errors.js'
import type { Point, SeriesQuery } from './metrics-api.js'

/** Limits of one GetMetricData call: queries, and points of the answer. */
const MOST_QUERIES = 500
const MOST_POINTS = 100_800

export interface Batch {
  readonly queries: readonly MetricDataQuery[]
  readonly since: number
  readonly until: number
}

/** Splits queries into calls within both limits, those of one window together. Ids are indexes in the list. PURE. */
export function batchesOf(queries: readonly SeriesQuery[]): readonly Batch[] {
  const windows = new Map<string, { since: number; until: number; ids: number[]; points: number }[]>()
  for (const [id, { since, until, periodSeconds }] of queries.entries()) {
    const points = Math.ceil((until - since) / 1000 / periodSeconds)
    const key = `${since} ${until}`
    const batches = windows.get(key) ?? []
    windows.set(key, batches)
    const last = batches.at(-1)
    const fits = last && last.ids.length < MOST_QUERIES && last.points + points <= MOST_POINTS
    if (fits) {
      last.ids.push(id)
      last.points += points
    } else batches.push({ since, until, ids: [id], points })
  }
  return [...windows.values()].flat().map(({ since, until, ids }) => ({
    since,
    until,
    queries: ids.flatMap((id) => {
      const query = queries[id]
      return query ? [dataQuery(id, query)] : []
    }),
  }))
}

/** Adds the results of a page to the series at the indexes in their ids. */
export function addResults(series: Point[][], results: readonly MetricDataResult[]): void {
  for (const { Id = '', Timestamps = [], Values = [], StatusCode } of results) {
    if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
      throw new ApigwCacheError(
        StatusCode === 'Forbidden' ? 'denied' : 'failure',
        'no-metrics',
        'CloudWatch gave no answer',
        {
          hint: StatusCode === 'Forbidden' ? 'cloudwatch:GetMetricData is needed' : 'try again',
        },
      )
    }
    const points = series[Number(Id.slice(1))]
    for (const [index, at] of Timestamps.entries()) {
      points?.push({ at: at.getTime(), value: Values[index] ?? 0 })
    }
  }
}

function dataQuery(id: number, { metric, dimensions, statistic, periodSeconds }: SeriesQuery): MetricDataQuery {
  return {
    Id: `q${id}`,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApiGateway',
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: statistic,
    },
  }
}
