import type * as z from 'zod/mini'
import type { World } from '../world/world.js'
import type { CustomMetric } from './custom-metrics.js'
import { invalidValue, notEmulated } from './failure.js'
import { pageOf } from './paging.js'
import { type MetricRef, visible } from './points.js'
import { DAY_MS, HOUR_MS, METRICS, type Metric, NAMESPACE, type Series } from './series.js'
import type { listMetricsInput, listMetricsOutput } from './shapes/metrics.js'

const PAGE_SIZE = 500

/** ListMetrics: one row for each metric and dimension set that has had data lately. */
export function listMetrics(world: World, input: z.infer<typeof listMetricsInput>): z.infer<typeof listMetricsOutput> {
  if (input.IncludeLinkedAccounts) throw notEmulated('linked accounts of ListMetrics')
  if (input.OwningAccount !== undefined && input.OwningAccount !== world.accountId) {
    throw notEmulated('other accounts of ListMetrics')
  }
  if (input.RecentlyActive !== undefined && input.RecentlyActive !== 'PT3H') {
    throw invalidValue('Request parameter recentlyActive value is invalid')
  }
  const sinceMs = world.clock.now() - (input.RecentlyActive ? 3 * HOUR_MS : 14 * DAY_MS)
  const rows: MetricRef[] = []
  for (const metric of activeMetrics(world, sinceMs, input)) rows.push(metric)
  const { page, next } = pageOf(rows, input.NextToken, PAGE_SIZE, () =>
    invalidValue('Request parameter NextToken is invalid'),
  )
  return {
    Metrics: page.map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: dimensions.map((own) => ({ Name: own.name, Value: own.value })),
    })),
    ...next,
  }
}

interface Filter {
  readonly Namespace?: string | undefined
  readonly MetricName?: string | undefined
  readonly Dimensions?: readonly { readonly Name: string; readonly Value?: string | undefined }[] | undefined
}

/** The metrics that had data since then, as far as they can be seen. */
export function* activeMetrics(world: World, sinceMs: number, filter: Filter = {}): Generator<MetricRef> {
  const { Namespace, MetricName, Dimensions = [] } = filter
  const fits = ({ dimensions }: Pick<MetricRef, 'dimensions'>) =>
    Dimensions.every(({ Name, Value }) =>
      dimensions.some(({ name, value }) => name === Name && (Value === undefined || value === Value)),
    )
  if (Namespace === undefined || Namespace === NAMESPACE) {
    const names = METRICS.filter((name) => name === (MetricName ?? name))
    for (const series of world.counters.series()) {
      if (!fits(series)) continue
      for (const name of names) {
        if (isActive(world, series, name, sinceMs)) {
          yield { namespace: NAMESPACE, name, dimensions: series.dimensions }
        }
      }
    }
  }
  for (const metric of world.monitoring.metrics.all()) {
    if (metric.namespace !== (Namespace ?? metric.namespace) || metric.name !== (MetricName ?? metric.name)) continue
    if (fits(metric) && wasPut(world, metric, sinceMs)) yield metric
  }
}

function isActive(world: World, series: Series, metric: Metric, startMs: number): boolean {
  for (const [minute] of series.statisticSets(metric, { startMs, endMs: Number.POSITIVE_INFINITY })) {
    if (visible(world, minute)) return true
  }
  return false
}

function wasPut(world: World, { units }: CustomMetric, sinceMs: number): boolean {
  for (const points of units.values()) {
    for (const start of points.keys()) if (start >= sinceMs && visible(world, start)) return true
  }
  return false
}
