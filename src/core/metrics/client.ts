import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch'
import { explain } from '../explain.js'
import { briefly, type RetryPolicy, retryRead } from '../retry.js'
import { onClock } from '../sdk-clock.js'
import type { MetricsPlane } from './plane.js'

/**
 * The one door to the CloudWatch SDK. A handful of series is asked with GetMetricStatistics, whose calls are
 * within the free million a month; GetMetricData bills each metric.
 */
export function createMetricsPlane(
  config: CloudWatchClientConfig,
  region: string,
  retry: RetryPolicy,
): MetricsPlane {
  const client = onClock(new CloudWatchClient(config), retry.clock)
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
      const { Datapoints = [] } = await retryRead(briefly(retry), async () => {
        try {
          return await client.send(command, retry.signal ? { abortSignal: retry.signal } : {})
        } catch (error) {
          throw explain(error, { action: 'cloudwatch:GetMetricStatistics', resource: '*', region })
        }
      })
      return Datapoints.map((point) => ({
        at: point.Timestamp?.getTime() ?? 0,
        value: point[statistic] ?? 0,
      })).sort((a, b) => a.at - b.at)
    },
  }
}
