import type { MetricRef } from '../points.js'
import type { MetricDataQuery } from '../shapes/parts.js'
import { overTime } from './aggregates.js'
import { ordered, type TimeSeries } from './series.js'

/** The metric's name, with what else tells the queries of a request apart: the statistic, the period. */
export function defaultLabels(queries: readonly MetricDataQuery[]): ReadonlyMap<string, string> {
  const stats = queries.flatMap(({ Id, MetricStat }) => (MetricStat ? [{ id: Id, ...MetricStat }] : []))
  const names = stats.map(({ Metric }) => Metric.MetricName)
  const toldByName = new Set(names).size === names.length
  const differs = (values: readonly unknown[]) => !toldByName && new Set(values).size > 1
  const byStat = differs(stats.map(({ Stat }) => Stat))
  const byPeriod = differs(stats.map(({ Period }) => Period))
  return new Map(
    stats.map(({ id, Metric, Stat, Period }) => [
      id,
      [Metric.MetricName ?? id, ...(byStat ? [Stat] : []), ...(byPeriod ? [String(Period)] : [])].join(' '),
    ]),
  )
}

/** The dimension values, and where they differ the names, that tell found metrics apart. */
export function searchLabels(metrics: readonly MetricRef[]): string[] {
  const names = new Set(metrics.map(({ name }) => name))
  const values = new Map<string, Set<string>>()
  for (const { dimensions } of metrics) {
    for (const { name, value } of dimensions) values.set(name, (values.get(name) ?? new Set()).add(value))
  }
  return metrics.map(({ name, dimensions }) => {
    const telling = dimensions.filter((dimension) => (values.get(dimension.name)?.size ?? 0) > 1)
    const parts = [...telling.map(({ value }) => value), ...(names.size > 1 || telling.length === 0 ? [name] : [])]
    return parts.join(' ')
  })
}

export interface Labelled {
  readonly series: TimeSeries
  /** What the label would be without a placeholder. */
  readonly label: string
  readonly query: MetricDataQuery
  readonly region: string
  readonly accountId: string
}

/** A label whose placeholders (`${LABEL}`, `${MAX}`, `${PROP('Stat')}` …) have their values. */
export function filledLabel(text: string, labelled: Labelled): string {
  return text.replaceAll(/\$\{([A-Z_]+)(?:\('([^']*)'\))?\}/g, (all, name: string, property?: string) => {
    if (name === 'PROP') return queryProperty(property ?? '', labelled) ?? all
    if (name === 'LABEL') return labelled.label
    const value = placeholder(name, labelled.series)
    if (value === undefined) return all
    return value !== null && Number.isFinite(value) ? String(Math.round(value * 1000) / 1000) : '--'
  })
}

/** Undefined of an unknown placeholder, null where there is no value. */
function placeholder(name: string, series: TimeSeries): number | null | undefined {
  if (name === 'FIRST' || name === 'LAST') return ordered(series).at(name === 'FIRST' ? 0 : -1)?.[1] ?? null
  if (name === 'DATAPOINT_COUNT') return series.values.size
  if (!['AVG', 'MIN', 'MAX', 'SUM'].includes(name)) return undefined
  return series.values.size === 0 ? null : overTime(name, series)
}

function queryProperty(property: string, { query, region, accountId }: Labelled): string | undefined {
  const { MetricStat } = query
  const dimension = /^Dim\.(.*)$/.exec(property)?.[1]
  if (dimension !== undefined) {
    return MetricStat?.Metric.Dimensions?.find(({ Name }) => Name === dimension)?.Value
  }
  switch (property) {
    case 'AccountId':
      return accountId
    case 'Region':
      return region
    case 'MetricName':
      return MetricStat?.Metric.MetricName
    case 'Namespace':
      return MetricStat?.Metric.Namespace
    case 'Period':
      return MetricStat && String(MetricStat.Period)
    case 'Stat':
      return MetricStat?.Stat
    default:
      return undefined
  }
}
