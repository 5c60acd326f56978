import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch'
import { briefly, type RetryPolicy, retryRead } from '../base/retry.js'
import { requireField } from './complete.js'
import { explain } from './explain.js'
import { addResults, type Batch, batchesOf } from './metric-data.js'
import type { MetricsApi, Point } from './metrics-api.js'
import { onClock } from './sdk-clock.js'

/**
 * Creates the only client of the CloudWatch SDK. Few series are read with GetMetricStatistics, whose calls
 * count against the free million a month; GetMetricData bills each metric, but reads hundreds in one call.
 */
export function createMetricsApi(config: CloudWatchClientConfig, region: string, retry: RetryPolicy): MetricsApi {
  const client = onClock(new CloudWatchClient(config), retry.clock)
  const options = retry.signal ? { abortSignal: retry.signal } : {}
  const read = <T>(action: string, send: () => Promise<T>) =>
    retryRead(briefly(retry), async () => {
      try {
        return await send()
      } catch (error) {
        throw explain(error, { action: `cloudwatch:${action}`, resource: '*', region })
      }
    })

  const page = async (batch: Batch, token: string | undefined) => {
    const { MetricDataResults, NextToken } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [...batch.queries],
        StartTime: new Date(batch.since),
        EndTime: new Date(batch.until),
        ScanBy: 'TimestampAscending',
        NextToken: token,
      }),
      options,
    )
    return { results: requireField(MetricDataResults, 'GetMetricData', 'MetricDataResults'), next: NextToken }
  }

  return {
    async series({ metric, dimensions, statistic, since, until, periodSeconds }) {
      const command = new GetMetricStatisticsCommand({
        Namespace: 'AWS/ApiGateway',
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(since),
        EndTime: new Date(until),
        Period: periodSeconds,
        Statistics: [statistic],
      })
      const points = await read('GetMetricStatistics', async () => {
        const { Datapoints, Label } = await client.send(command, options)
        // Some encodings leave an empty list out.
        requireField(Datapoints ?? Label, 'GetMetricStatistics', 'Datapoints')
        return Datapoints ?? []
      })
      return points
        .map((point) => ({
          at: point.Timestamp?.getTime() ?? 0,
          value: point[statistic] ?? 0,
        }))
        .sort((a, b) => a.at - b.at)
    },
    async many(queries) {
      const series: Point[][] = queries.map(() => [])
      for (const batch of batchesOf(queries)) {
        let token: string | undefined
        do {
          const { results, next } = await read('GetMetricData', () => page(batch, token))
          addResults(series, results)
          token = next
        } while (token !== undefined)
      }
      return series
    },
  }
}
