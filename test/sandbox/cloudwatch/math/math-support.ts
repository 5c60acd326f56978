import { evaluation, seriesIn } from '../../../../src/sandbox/cloudwatch/math/queries.js'
import { ordered } from '../../../../src/sandbox/cloudwatch/math/series.js'
import type { MetricRef, Reader } from '../../../../src/sandbox/cloudwatch/points.js'
import type { MetricDataQuery } from '../../../../src/sandbox/cloudwatch/shapes/parts.js'
import { addTo, newStatisticSet } from '../../../../src/sandbox/cloudwatch/statistic-set.js'

const MINUTE = 60_000
const NOW = Date.UTC(2026, 0, 1)

/** Metrics by name: a value a minute, of which null is missing. */
export type Given = Readonly<Record<string, readonly (number | null)[]>>

function readerOf(given: Given): Reader {
  const length = Math.max(0, ...Object.values(given).map((values) => values.length))
  return {
    nowMs: NOW + length * MINUTE,
    units: () => ['None'],
    sets: ({ name }, _, { startMs, endMs }) =>
      (given[name] ?? []).flatMap((value, minute) => {
        const at = NOW + minute * MINUTE
        if (value === null || at < startMs || at >= endMs) return []
        const set = newStatisticSet()
        addTo(set, value)
        return [[at, set] as const]
      }),
  }
}

/** What an expression makes of these metrics, each under its name as id: minutes and values, or several of them. */
export function evaluated(
  expression: string,
  given: Given,
  more: { readonly queries?: readonly MetricDataQuery[]; readonly metrics?: readonly MetricRef[] } = {},
) {
  const length = Math.max(0, ...Object.values(given).map((values) => values.length))
  const query: MetricDataQuery = { Id: 'result', Expression: expression }
  const queries: MetricDataQuery[] = [
    ...Object.keys(given).map((name) => ({
      Id: name,
      MetricStat: { Metric: { Namespace: 'N', MetricName: name }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    })),
    ...(more.queries ?? []),
    query,
  ]
  const value = evaluation({
    reader: readerOf(given),
    queries,
    window: { startMs: NOW, endMs: NOW + length * MINUTE },
    accountId: '000000000000',
    metrics: () => more.metrics ?? [],
  }).valueOf(query)
  return seriesIn(value).map((series) => ({
    label: series.label,
    values: ordered(series).map(([at, number]) => [(at - NOW) / MINUTE, number] as const),
  }))
}

/** The one series of an expression, as a value a minute with null for a missing one. */
export function minutes(expression: string, given: Given): (number | null)[] {
  const [series] = evaluated(expression, given)
  const length = Math.max(0, ...Object.values(given).map((values) => values.length))
  const found = new Map(series?.values)
  return Array.from({ length }, (_, minute) => found.get(minute) ?? null)
}
