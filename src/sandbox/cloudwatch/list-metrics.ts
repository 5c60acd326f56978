import type { World } from '../world/world.js'
import { listInput, offsetOf, pageToken, parseInput } from './inputs.js'
import { visible } from './points.js'
import { DAY_MS, type Dimension, HOUR_MS, METRICS, type Metric, NAMESPACE, type Series } from './series.js'

const PAGE_SIZE = 500

/** ListMetrics: one row for each metric and dimension set that has had data lately. */
export function listMetrics(world: World, body: unknown): unknown {
  const input = parseInput(listInput, body)
  const sinceMs = world.clock.now() - (input.RecentlyActive ? 3 * HOUR_MS : 14 * DAY_MS)
  const wanted = input.Dimensions ?? []
  const metrics = METRICS.filter((metric) => metric === (input.MetricName ?? metric))
  const rows =
    input.Namespace !== undefined && input.Namespace !== NAMESPACE
      ? []
      : [...world.counters.series()]
          .filter(({ dimensions }) => wanted.every((filter) => dimensions.some((own) => fits(own, filter))))
          .flatMap((series) =>
            rowsOf(
              series,
              metrics.filter((metric) => isActive(world, series, metric, sinceMs)),
            ),
          )
  const from = offsetOf(input.NextToken)
  const to = from + PAGE_SIZE
  return { Metrics: rows.slice(from, to), ...(to < rows.length ? { NextToken: pageToken(to) } : {}) }
}

function isActive(world: World, series: Series, metric: Metric, startMs: number): boolean {
  for (const [minute] of series.statisticSets(metric, { startMs, endMs: Number.POSITIVE_INFINITY })) {
    if (visible(world, minute)) return true
  }
  return false
}

function rowsOf({ dimensions }: Series, metrics: readonly string[]) {
  const Dimensions = dimensions.map(({ name, value }) => ({ Name: name, Value: value }))
  return metrics.map((MetricName) => ({ Namespace: NAMESPACE, MetricName, Dimensions }))
}

function fits(
  own: Dimension,
  filter: { readonly Name: string; readonly Value?: string | undefined },
): boolean {
  return own.name === filter.Name && (filter.Value === undefined || own.value === filter.Value)
}
